"""Dates as partners write them, and calendar months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

import polars as pl

_ISO: Final = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})$"
_DAG_EERST: Final = (
    r"^([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})$",
    r"^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})$",
)


def read_datum(cel: pl.Expr) -> pl.Expr:
    """Read `jjjj-mm-dd`, `d-m-jjjj` or `d/m/jjjj`; null when impossible or written otherwise."""
    # The pattern guards the cast: a date parser would take 01-05-80 for the year 80.
    iso = pl.coalesce(cel.str.extract(_ISO, 1), *(_turned(cel, pattern) for pattern in _DAG_EERST))
    return pl.when(~iso.str.starts_with("0000")).then(iso.str.to_date("%Y-%m-%d", strict=False))


def _turned(cel: pl.Expr, pattern: str) -> pl.Expr:
    dag, maand, jaar = (cel.str.extract(pattern, group) for group in (1, 2, 3))
    return pl.concat_str(jaar, pl.lit("-"), maand.str.zfill(2), pl.lit("-"), dag.str.zfill(2))


def add_months(day: date, maanden: int) -> date:
    """Move a day by calendar months; a day the month does not have becomes its last."""
    jaar, index = divmod(day.year * 12 + day.month - 1 + maanden, 12)
    return date(jaar, index + 1, min(day.day, monthrange(jaar, index + 1)[1]))


def latest_start(day: date, maanden: int) -> date:
    """Give the last day that, so many calendar months on, is not after this day."""
    start = add_months(day, -maanden)
    # From the last of February several days of August reach the same day: take the last of them.
    while add_months(start + timedelta(days=1), maanden) <= day:
        start += timedelta(days=1)
    return start


def months_before(kolom: pl.Expr, peildatum: date) -> pl.Expr:
    """Count the calendar months from the month of each date to that of the peildatum."""
    maand = kolom.dt.year().cast(pl.Int32) * 12 + kolom.dt.month().cast(pl.Int32)
    return pl.lit(peildatum.year * 12 + peildatum.month, dtype=pl.Int32) - maand
