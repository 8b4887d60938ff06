"""A text that keeps a regular expression busy for ever."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import meldpunt

SRC = Path(__file__).resolve().parents[2] / "src" / "meldpunt"
REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT}
# So few rounds that it does not matter.
FEW = 10
CALLS = {
    f"re.{name}"
    for name in ("compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer")
}
SKIPPED = ("meldpunt.settings.productie", "meldpunt.__main__", "meldpunt.wsgi", "meldpunt.migrations")


def list_patterns() -> list[tuple[str, str]]:
    """List every pattern that Python's own engine runs for us, with its place."""
    return [*_list_written(), *_list_kept()]


def _list_written() -> Iterator[tuple[str, str]]:
    for file in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield f"{file.relative_to(SRC)}:{node.lineno}", text.value


def _list_kept() -> Iterator[tuple[str, str]]:
    for info in pkgutil.walk_packages(meldpunt.__path__, "meldpunt."):
        if not info.name.startswith(SKIPPED):
            for name, value in vars(importlib.import_module(info.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{info.name}.{name}", value.pattern


def walks_forever(tree: parser.SubPattern, *, inside: bool = False) -> bool:
    """Say whether a repeat stands inside one of any length: there the ways to cut a text double with every sign."""
    for operator, value in tree:
        deeper = inside
        if operator in REPEATS:
            low, high, what = value
            if inside and high > low:
                return True
            deeper = inside or (high > FEW and not _is_fenced(what))
        if any(walks_forever(part, inside=deeper) for part in _list_parts(operator, value)):
            return True
    return False


def _list_parts(operator: object, value: Any) -> list[parser.SubPattern]:
    if operator in REPEATS:
        return [value[2]]
    if operator is sre.SUBPATTERN:
        return [value[3]]
    if operator is sre.BRANCH:
        return list(value[1])
    return [value[1]] if operator in {sre.ASSERT, sre.ASSERT_NOT} else []


def _is_fenced(what: parser.SubPattern) -> bool:
    """Say whether what repeats has a first sign of its own each round, so that there is one way to cut it."""
    if len(what) == 1 and what[0][0] is sre.SUBPATTERN:
        return _is_fenced(what[0][1][3])
    return len(what) > 1 and what[0][0] is sre.LITERAL


def test_it_refuses_a_pattern_with_a_repeat_inside_a_repeat() -> None:
    """`tests/security`: no pattern in the code has one, whatever the text that is put in."""
    found = [f"{place} {text}" for place, text in list_patterns() if walks_forever(parser.parse(text))]
    assert len(list_patterns()) > 20
    assert found == []


PROEF = {
    "a plus in a plus": (r"(a+)+$", True),
    "a star of stars": (r"(?:\d*)*x", True),
    "a choice of repeats": (r"(?:a+|b)*c", True),
    "a repeat of few in one of many": (r"(?:[a-z-]{0,62}\.?)+", True),
    "a list with a sign between": (r"[a-z]+(?:-[a-z]+)*", False),
    "a plain repeat": (r"^\d+[a-z]*$", False),
    "a repeat with few rounds": (r"(?:[a-z]{1,8}-?){1,4}", False),
}


@pytest.mark.parametrize("naam", PROEF)
def test_the_look_for_repeats_knows(naam: str) -> None:
    """`tests/security`: the look itself is tried on patterns of which the answer is known."""
    pattern, bad = PROEF[naam]
    assert walks_forever(parser.parse(pattern)) is bad


TEKSTEN: dict[str, str] = {
    "the same letter": "a" * 40_000,
    "spaces": " " * 40_000 + "x",
    "digits": "1" * 40_000 + "x",
    "line ends": "\n" * 40_000 + "x",
    "braces that open": "{" * 20_000,
    "quotes and semicolons": '";' * 20_000,
    "hyphens and dots": "-." * 20_000,
    "commas in an amount": "1,1." * 10_000,
    "at signs": "a@" * 20_000,
    "accents on one letter": "e" + "\u0301" * 40_000,
    "slashes": "r/" * 20_000,
    "detail lines of the database": "DETAIL:\n" * 10_000,
}


@pytest.mark.parametrize("naam", TEKSTEN)
def test_it_refuses_to_be_kept_busy_by(naam: str) -> None:
    """Every pattern in the code is tried on it: the test does not come back when one walks for ever."""
    for text in {text for _, text in list_patterns()}:
        compiled = re.compile(text)
        for start in (TEKSTEN[naam][:300], TEKSTEN[naam][:300] + "\x00"):
            compiled.search(start)
            compiled.fullmatch(start)
