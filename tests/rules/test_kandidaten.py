"""Which rows may be about who asks, and that housemates are not among them."""

from __future__ import annotations

from datetime import date

import pytest

from meldpunt.rules.kandidaten import REDENEN, rank_kandidaten

GEBOREN = date(1980, 5, 1)
ASKED = {"voorletters": "J.", "tussenvoegsel": "", "achternaam": "Jansen", "geboortedatum": GEBOREN}


@pytest.mark.parametrize(
    ("row", "tier"),
    [
        ({}, "naam_en_voorletters"),
        ({"voorletters": ""}, "naam_past"),
        ({"achternaam": "Jansen-Bakker"}, "deel_van_naam"),
        ({"geboortedatum": None}, "geen_geboortedatum"),
        ({"geboortedatum": date(1980, 1, 5)}, "geboortedatum_bijna"),
        ({"achternaam": "Janssen"}, "achternaam_bijna"),
        # A twin, a child, a partner: at the address, and not who asks.
        ({"voorletters": "P."}, ""),
        ({"geboortedatum": date(2006, 3, 4)}, ""),
        ({"achternaam": "Bakker", "voorletters": "P.", "geboortedatum": date(1979, 1, 2)}, ""),
    ],
)
def test_it_says_on_which_tier_a_row_may_be_about_who_asks(row: dict, tier: str) -> None:
    assert rank_kandidaten(ASKED, [ASKED | row]) == [tier]
    assert tier == "" or REDENEN[tier]


def test_it_judges_each_row_apart() -> None:
    rows = [ASKED, ASKED | {"voorletters": "P."}, ASKED]
    assert rank_kandidaten(ASKED, rows) == ["naam_en_voorletters", "", "naam_en_voorletters"]
    assert rank_kandidaten(ASKED, []) == []
