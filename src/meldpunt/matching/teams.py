"""The district split: which team of a municipality a zaak goes to, by postcode, from the werkprotocol."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from meldpunt.partijen.overeenkomsten import list_zonder_overeenkomst
from meldpunt.partijen.queries import find_werkprotocol
from meldpunt.rules.deelname import Postcodebereik


def is_in_postcodes(postcodes: Sequence[str]) -> pl.Expr:
    """Say of each row whether its postcode lies in one of these ranges."""
    ranges = [Postcodebereik.parse(text) for text in postcodes]
    return pl.any_horizontal(
        pl.lit(value=False), *(pl.col("postcode").is_between(pl.lit(r.van), pl.lit(r.tot)) for r in ranges)
    )


def with_teams(zaken: pl.DataFrame, *, convenant: str, on: date) -> pl.DataFrame:
    """Add the column `team`: the first team whose postcodes hold the address, "" where none does.

    A team whose processor agreement does not run gets nothing: the zaak waits with the municipality.
    """
    team = pl.lit("")
    for gemeente in sorted(zaken["gemeente"].unique()):
        protocol = find_werkprotocol(convenant, gemeente, on=on)
        without = list_zonder_overeenkomst(gemeente, on=on)
        teams = [item for item in (protocol.teams if protocol else {}).items() if item[0] not in without]
        for naam, postcodes in reversed(teams):
            here = (pl.col("gemeente") == gemeente) & is_in_postcodes(postcodes)
            team = pl.when(here).then(pl.lit(naam)).otherwise(team)
    return zaken.with_columns(team=team)
