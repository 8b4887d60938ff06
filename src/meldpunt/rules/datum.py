"""Dates as partners write them, and calendar months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

import polars as pl

# The pattern guards the format: a date parser would take 01-05-80 for the year 80.
_VORMEN: Final = (
    (r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "%Y-%m-%d"),
    (r"^[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}$", "%d-%m-%Y"),
    (r"^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$", "%d/%m/%Y"),
)
_EERSTE_DAG: Final = date(1, 1, 1)


def read_datum(cel: pl.Expr) -> pl.Expr:
    """Read `jjjj-mm-dd`, `d-m-jjjj` or `d/m/jjjj`; null when impossible or written otherwise."""
    dag = pl.coalesce(
        pl.when(cel.str.contains(patroon)).then(cel).str.to_date(vorm, strict=False)
        for patroon, vorm in _VORMEN
    )
    return pl.when(dag >= _EERSTE_DAG).then(dag)


def add_months(day: date, maanden: int) -> date:
    """Move a day by calendar months; a day the month does not have becomes its last."""
    jaar, index = divmod(day.year * 12 + day.month - 1 + maanden, 12)
    return date(jaar, index + 1, min(day.day, monthrange(jaar, index + 1)[1]))


def days_before(day: date, dagen: int) -> date:
    """Move a day back; before the first day of the calendar nothing can have begun."""
    return date.fromordinal(max(1, day.toordinal() - dagen))


def latest_start(day: date, maanden: int) -> date:
    """Give the last day that, so many calendar months on, is not after this day."""
    if day.year == 1:
        return date.min
    start = add_months(day, -maanden)
    # From the last of February several days of August reach the same day: take the last of them. None of the next
    # month does, and asking for it would leave the calendar on its last day.
    laatste = monthrange(start.year, start.month)[1]
    while start.day < laatste and add_months(start + timedelta(days=1), maanden) <= day:
        start += timedelta(days=1)
    return start


def months_before(kolom: pl.Expr, peildatum: date) -> pl.Expr:
    """Count the calendar months from the month of each date to that of the peildatum."""
    maand = kolom.dt.year().cast(pl.Int32) * 12 + kolom.dt.month().cast(pl.Int32)
    return pl.lit(peildatum.year * 12 + peildatum.month, dtype=pl.Int32) - maand
