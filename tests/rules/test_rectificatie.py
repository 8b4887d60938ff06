"""What can be corrected, and how a new value is read."""

from __future__ import annotations

from datetime import date

import pytest

from meldpunt.rules.rectificatie import MEDEDELINGSOORTEN, read_waarde

TODAY = date(2026, 10, 26)


@pytest.mark.parametrize(
    ("veld", "tekst", "waarde"),
    [
        ("achternaam", " Jansen ", "Jansen"),
        ("tussenvoegsel", "", ""),
        ("geboortedatum", "01-05-1981", date(1981, 5, 1)),
        ("geboortedatum", "", None),
        ("bedrag_cent", "1.269,50", 126950),
        ("achterstand_sinds", "2026-08-01", date(2026, 8, 1)),
        ("postcode", "2011 ab", "2011AB"),
        ("huisnummer", "12", 12),
    ],
)
def test_it_reads_a_value(veld: str, tekst: str, waarde: object) -> None:
    assert read_waarde(veld, tekst, today=TODAY) == waarde


@pytest.mark.parametrize(
    ("veld", "tekst", "code"),
    [
        ("klantnummer", "1", "veld_onbekend"),
        ("achternaam", "  ", "waarde_leeg"),
        ("achternaam", "x" * 201, "waarde_te_lang"),
        ("geboortedatum", "31-02-1980", "waarde_datum"),
        ("geboortedatum", "2026-10-27", "waarde_datum"),
        ("bedrag_cent", "-5", "waarde_bedrag"),
        ("bedrag_cent", "veel", "waarde_bedrag"),
        ("huisnummer", "12a", "waarde_getal"),
        ("huisnummer", "²", "waarde_getal"),
        ("postcode", "2011", "waarde_postcode"),
    ],
)
def test_it_says_why_a_value_cannot_be(veld: str, tekst: str, code: str) -> None:
    with pytest.raises(ValueError, match=rf"\[{code}\]"):
        read_waarde(veld, tekst, today=TODAY)


def test_it_tells_a_partner_no_reason_and_no_other() -> None:
    words = " ".join(f"{one.titel} {one.opdracht}" for one in MEDEDELINGSOORTEN.values()).lower()
    for word in ("zaak", "hulp", "andere", "schuld", "adres"):
        assert word not in words
