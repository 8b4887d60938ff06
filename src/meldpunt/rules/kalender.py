"""Dutch holidays and working days, and how the Algemene termijnenwet (Atw) lets a term end.

Which days count is decided by Atw art. 3, not by who has a day off: the fifth of May counts every year (whether it
is a free day is a matter of collective agreements, often once in five years), Good Friday is put on a par in
paragraph 2, and the days of paragraph 3 are named by royal decree, three years at a time.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

import polars as pl

# The first Koningsdag; before it the thirtieth of April was the day, and no covenant is that old.
EERSTE_JAAR: Final = 2014
LAATSTE_JAAR: Final = 2099
_ZATERDAG: Final = 5

# Atw art. 3 lid 3: the titles of the decrees name their days. A year after the last decree has none of these yet.
GELIJKGESTELD: Final = (
    date(2023, 4, 28), date(2023, 5, 19), date(2024, 5, 10), date(2024, 12, 27), date(2025, 5, 30),
    date(2026, 1, 2), date(2026, 5, 15), date(2027, 5, 7), date(2028, 4, 28), date(2028, 5, 26),
)  # fmt: skip


class Feestdag(NamedTuple):
    """A day on which no term of law ends, and the article that says so."""

    dag: date
    naam: str
    artikel: str


def easter_of(jaar: int) -> date:
    """Give Easter Sunday by the Gregorian reckoning (the anonymous rule of Meeus, Jones and Butcher)."""
    eeuw, rest = divmod(jaar, 100)
    gulden = jaar % 19
    schrikkel, over = divmod(eeuw, 4)
    maan = (19 * gulden + eeuw - schrikkel - (eeuw - (eeuw + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * over + 2 * (rest // 4) - maan - rest % 4) % 7
    laat = (gulden + 11 * maan + 22 * week) // 451
    maand, dag = divmod(maan + week - 7 * laat + 114, 31)
    return date(jaar, maand, dag + 1)


def koningsdag_of(jaar: int) -> date:
    """Give the day on which the King's birthday is kept: the 27th of April, the 26th when that is a Sunday."""
    dag = date(jaar, 4, 27)
    return dag - timedelta(days=1) if dag.isoweekday() == 7 else dag


def list_feestdagen(jaar: int) -> tuple[Feestdag, ...]:
    """List the holidays of a year in order (Atw art. 3); the Sundays of Easter and Whitsun stand by art. 1."""
    pasen = easter_of(jaar)
    found = [
        Feestdag(date(jaar, 1, 1), "Nieuwjaarsdag", "Atw art. 3 lid 1"),
        Feestdag(pasen - timedelta(days=2), "Goede Vrijdag", "Atw art. 3 lid 2"),
        Feestdag(pasen, "Eerste Paasdag", "Atw art. 1 lid 1"),
        Feestdag(pasen + timedelta(days=1), "Tweede Paasdag", "Atw art. 3 lid 1"),
        Feestdag(koningsdag_of(jaar), "Koningsdag", "Atw art. 3 lid 1"),
        Feestdag(date(jaar, 5, 5), "Bevrijdingsdag", "Atw art. 3 lid 1"),
        Feestdag(pasen + timedelta(days=39), "Hemelvaartsdag", "Atw art. 3 lid 1"),
        Feestdag(pasen + timedelta(days=49), "Eerste Pinksterdag", "Atw art. 1 lid 1"),
        Feestdag(pasen + timedelta(days=50), "Tweede Pinksterdag", "Atw art. 3 lid 1"),
        Feestdag(date(jaar, 12, 25), "Eerste Kerstdag", "Atw art. 3 lid 1"),
        Feestdag(date(jaar, 12, 26), "Tweede Kerstdag", "Atw art. 3 lid 1"),
    ]
    equal = (Feestdag(dag, "gelijkgestelde dag", "Atw art. 3 lid 3") for dag in GELIJKGESTELD)
    return tuple(sorted([*found, *(day for day in equal if day.dag.year == jaar)]))


# One table for single days and for columns, so that both always say the same.
_FEESTDAGEN: Final = {
    feestdag.dag: feestdag
    for jaar in range(EERSTE_JAAR, LAATSTE_JAAR + 1)
    for feestdag in reversed(list_feestdagen(jaar))
}
_DAGEN: Final = tuple(sorted(_FEESTDAGEN))


def is_werkdag(dag: date) -> bool:
    """Say whether this is no Saturday, Sunday or holiday (Atw art. 1 lid 1 and art. 3)."""
    return dag.weekday() < _ZATERDAG and dag not in _FEESTDAGEN


def next_werkdag(dag: date) -> date:
    """Give the day itself, or the first working day after it (Atw art. 1 lid 1)."""
    while not is_werkdag(dag):
        dag += timedelta(days=1)
    return dag


def add_werkdagen(dag: date, aantal: int) -> date:
    """Give the last of so many working days after a day; that day itself does not count (Wgs art. 4 lid 2)."""
    for _ in range(aantal):
        dag = next_werkdag(dag + timedelta(days=1))
    return dag


def count_werkdagen(na: date, tot: date) -> int:
    """Count the working days after one day up to and including another; below zero when that lies before it."""
    if tot < na:
        return -count_werkdagen(tot, na)
    return sum(is_werkdag(na + timedelta(days=step)) for step in range(1, (tot - na).days + 1))


def extend_einde(begin: date, eind: date) -> date:
    """Let a term of law end on a working day, with two working days in a term of three days or more (Atw art. 1, 2).

    It is for terms forward only: one that counts back from a day is not extended (Atw art. 1 lid 2).
    """
    latest = next_werkdag(eind)
    return max(latest, add_werkdagen(begin, 2)) if (eind - begin).days >= 3 else latest


def next_werkdagen(kolom: pl.Expr) -> pl.Expr:
    """Do what `next_werkdag` does for a column of days; null stays null."""
    return kolom.dt.add_business_days(0, holidays=_DAGEN, roll="forward")


def werkdagen_after(kolom: pl.Expr, aantal: int) -> pl.Expr:
    """Do what `add_werkdagen` does for a column of days; null stays null."""
    # Counting starts at the working day before: from a Saturday, Monday is the first day and not day zero.
    return kolom.dt.add_business_days(aantal, holidays=_DAGEN, roll="backward")


def extend_einden(begin: pl.Expr, eind: pl.Expr) -> pl.Expr:
    """Do what `extend_einde` does for columns of days; null stays null."""
    latest = next_werkdagen(eind)
    whole = pl.max_horizontal(latest, werkdagen_after(begin, 2))
    return pl.when((eind - begin).dt.total_days() >= 3).then(whole).otherwise(latest)
