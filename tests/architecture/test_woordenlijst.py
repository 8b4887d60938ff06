"""The glossary opens with the three words that confuse, and knows every noun that is a table."""

from __future__ import annotations

import re
from pathlib import Path

from meldpunt import models

GLOSSARY = (Path(__file__).resolve().parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")


def list_words() -> list[str]:
    """Return the first cell of every row of every table."""
    return re.findall(r"^\| (?!word \||---)([^|]+?) \|", GLOSSARY, flags=re.MULTILINE)


def test_it_opens_with_signaal_zaak_and_melding() -> None:
    assert [word.strip("*") for word in list_words()[:3]] == ["Signaal", "Zaak", "Melding"]


def test_it_has_a_line_for_every_table() -> None:
    named = {name for word in list_words() for name in re.findall(r"`(\w+)`", word)}
    assert [name for name in models.__all__ if name not in named] == []


def test_it_names_no_table_that_is_not_there() -> None:
    named = {name for word in list_words() for name in re.findall(r"`([A-Z]\w+)`", word)}
    assert named - set(models.__all__) - {"ConvenantVersie"} == set()


def test_it_explains_a_word_once() -> None:
    words = list_words()
    assert len(words) > 80
    assert sorted({word for word in words if words.count(word) > 1}) == []
