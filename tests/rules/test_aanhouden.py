"""Until when a zaak can be put on hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meldpunt.rules.aanhouden import HOOGSTENS_DAGEN, WACHTDAGEN, find_wachtfout
from meldpunt.rules.adres import find_adres

VANDAAG = date(2026, 10, 26)


@pytest.mark.parametrize("dagen", [1, *WACHTDAGEN, HOOGSTENS_DAGEN])
def test_it_lets_a_zaak_wait_up_to_ninety_days(dagen: int) -> None:
    assert find_wachtfout(VANDAAG + timedelta(days=dagen), today=VANDAAG) == ""


@pytest.mark.parametrize("dagen", [-1, 0, HOOGSTENS_DAGEN + 1])
def test_it_says_which_days_can_be_chosen(dagen: int) -> None:
    said = find_wachtfout(VANDAAG + timedelta(days=dagen), today=VANDAAG)
    assert "24-01-2027" in said
    assert "[wacht_datum]" in said


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (("3511 ab", "12", ""), ("3511AB", 12, "")),
        (("3511AB", "12b", "2 hoog"), ("3511AB", 12, "B2HOOG")),
        (("3511", "12", ""), None),
        (("3511AB", "huis", ""), None),
        (("3511SS", "1", ""), None),
    ],
)
def test_it_reads_an_address_as_somebody_types_it(
    typed: tuple[str, str, str], read: tuple[str, int, str] | None
) -> None:
    assert find_adres(*typed) == read
