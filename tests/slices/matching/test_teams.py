"""The district split sends a zaak to the team whose postcodes hold its address."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from tests.factories import make_gemeente, make_werkprotocol

from meldpunt.matching.teams import with_teams

pytestmark = pytest.mark.django_db


def test_it_names_the_first_team_whose_postcodes_hold_the_address() -> None:
    make_gemeente()
    make_werkprotocol(teams={"Oost": ["2031-2032"], "Schalkwijk": ["2032AB-2037"]})
    zaken = pl.DataFrame({"gemeente": ["0392"] * 4, "postcode": ["2031AA", "2032ZZ", "2037ZZ", "2011AB"]})
    assert with_teams(zaken, convenant="landelijk", on=date(2026, 10, 25))["team"].to_list() == [
        "Oost",
        "Oost",
        "Schalkwijk",
        "",
    ]
