"""What a database error quotes is somebody's: a value that did not fit, the row it stood in, the query around it."""

from __future__ import annotations

import re
from typing import Final

WEG: Final = "[weggelaten]"
# Up to the next such word or the end; a value may hold line ends of its own.
_WOORD: Final = r"DETAIL|CONTEXT|LINE \d+|HINT|QUERY|STATEMENT"
_DETAILS: Final = re.compile(rf"^({_WOORD}):(?:.|\n)*?(?=^(?:{_WOORD}):|^\n|\Z)", re.MULTILINE)
# The names of things of the database may stand: they say what went wrong, and are ours.
_NAAM: Final = (
    "relation|table|column|constraint|index|view|sequence|schema|database|role|user|function|operator|trigger|"
    "type|policy|parameter|domain|setting|savepoint|cursor|statement|partition|rule|extension|language"
)
# What PostgreSQL and psycopg say of a value: `…: "x"`, `value "x"`, `"x" is not …`, also over several lines.
_GECITEERD: Final = re.compile(rf'(?:\b({_NAAM}) )?"((?:[^"\\]|\\.|"")*)"')
_FOUT: Final = re.compile(r"^(?:psycopg\.|psycopg2\.|django\.db\.utils\.)\w[\w.]*: ", re.MULTILINE)
# Said by the database, whoever put the sentence in a log; a line of our own may quote what it likes.
_ZEGT: Final = re.compile(
    r"invalid input (?:syntax|value)|out of range|invalid (?:value|byte sequence|cidr)|malformed |too long for type|"
    r"violates |duplicate key|is not a valid|could not (?:convert|parse)|cannot (?:cast|adapt|dump)|syntax error at",
    re.IGNORECASE,
)


def drop_values(text: str) -> str:
    """Blank every value in the text of an error, or of a line that quotes one; names of tables and columns stay."""
    text = _DETAILS.sub(rf"\1: {WEG}", text)
    if found := _FOUT.search(text):
        # Above the error stand only files and lines of code.
        text = text[: found.start()] + _blank(text[found.start() :])
    elif _ZEGT.search(text):
        text = _blank(text)
    return text


def _blank(text: str) -> str:
    return _GECITEERD.sub(lambda one: one[0] if one[1] else f'"{WEG}"', text)
