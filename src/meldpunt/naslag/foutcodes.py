"""Every stable code that a message can end with, with the sentence, read from the source itself."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from meldpunt.naslag.opmaak import format_page, format_table

PAKKET: Final = Path(__file__).resolve().parent.parent
# Tools of the maker and rows of the demo say nothing to a user.
NIET_VAN: Final = frozenset({"demo", "naslag", "migrations"})
MET_CODE: Final = re.compile(r"(?s)(?P<zin>.*[.!?’…])\s\[(?P<code>[a-z][a-z_]+)\]\s*")
INLEIDING: Final = (
    "Elke melding eindigt met een vaste code tussen haken. Zoek hem hier op: de zin zegt wat er mis is en wat u doet. "
    "Waar `…` staat, noemt de melding de waarde of de naam. De gronden waarop een regel van een levering geweigerd "
    "wordt, staan met hun artikel in [gronden.md](gronden.md)."
)


def describe_foutcodes() -> str:
    """Return the page with a line for each sentence of each code."""
    rows = [
        (f"`{code}`" if first else "", sentence)
        for code, sentences in list_foutcodes().items()
        for first, sentence in _with_first(sentences)
    ]
    return format_page("Foutcodes", INLEIDING, format_table(("code", "melding"), rows))


@lru_cache(maxsize=1)
def list_foutcodes() -> dict[str, list[str]]:
    """Return the sentences of each code, by code."""
    return {code: sorted(sentences) for code, sentences in sorted(_sentences().items())}


def _with_first(sentences: list[str]) -> Iterator[tuple[bool, str]]:
    return ((place == 0, sentence) for place, sentence in enumerate(sentences))


def _sentences() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for path in PAKKET.rglob("*.py"):
        if path.relative_to(PAKKET).parts[0] in NIET_VAN:
            continue
        for text in _texts(ast.parse(path.read_text())):
            if match := MET_CODE.fullmatch(text):
                found[match["code"]].add(" ".join(match["zin"].split()))
    return found


def _texts(tree: ast.AST) -> Iterator[str]:
    """Yield the strings of a module; what is filled in at run time reads as `…`."""
    filled = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    parts = {id(part) for node in filled for part in node.values}
    for node in filled:
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in parts:
            yield one.value
