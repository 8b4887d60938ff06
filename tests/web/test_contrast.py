"""Contrast is arithmetic on tokens.css (WCAG 2.2: 1.4.3 text 4.5, 1.4.11 borders and marks 3)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from meldpunt.web import vormgeving

TOKENS = Path(vormgeving.__file__).parent / "static" / "meldpunt" / "css" / "tokens.css"
VLAKKEN = ("papier", "vlak", "vlak-zacht", "accent-zacht", "gekozen")
TEKST = [
    *((tekst, vlak) for tekst in ("inkt", "inkt-zacht", "accent", "accent-donker") for vlak in VLAKKEN),
    *((toon, f"{toon}-vlak") for toon in ("goed", "let-op", "gevaar", "info", "neutraal")),
    *(("inkt", f"{toon}-vlak") for toon in ("goed", "let-op", "gevaar", "info", "neutraal")),
    *(("inkt-zacht", f"{toon}-vlak") for toon in ("goed", "let-op", "gevaar", "info", "neutraal")),
    *(("accent", f"{toon}-vlak") for toon in ("goed", "let-op", "gevaar", "info")),
    *((toon, "vlak") for toon in ("goed", "let-op", "gevaar", "info", "neutraal")),
    *(("vlak", grond) for grond in ("accent", "accent-donker", "gevaar", "gevaar-sterk", "kop")),
    ("kop-tekst", "kop"),
    ("kop-zacht", "kop"),
    ("inkt", "merk"),
]
RANDEN = [
    ("rand", "vlak"),
    ("rand", "papier"),
    ("accent", "papier"),
    ("merk", "kop"),
    ("inkt", "papier"),
    *(
        (f"{toon}-sterk", vlak)
        for toon in ("goed", "let-op", "gevaar", "info")
        for vlak in ("vlak", "papier")
    ),
]


def read_colours() -> dict[str, str]:
    return dict(re.findall(r"--meldpunt-kleur-([a-z-]+):\s*(#[0-9a-f]{6})", TOKENS.read_text()))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    colours = read_colours()
    low, high = sorted((luminance(colours[one]), luminance(colours[other])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("tekst", "vlak"), TEKST)
def test_it_keeps_text_readable(tekst: str, vlak: str) -> None:
    assert contrast(tekst, vlak) >= 4.5


@pytest.mark.parametrize(("rand", "vlak"), RANDEN)
def test_it_keeps_edges_and_marks_visible(rand: str, vlak: str) -> None:
    assert contrast(rand, vlak) >= 3


def test_it_names_colours_only_in_the_tokens() -> None:
    loose = {
        path.name: found
        for path in TOKENS.parent.glob("*.css")
        if path != TOKENS and (found := re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text()))
    }
    assert loose == {}
