"""The same terms for a frame of zaken: a column of events in, due days and states out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from meldpunt.rules.kalender import extend_einden, werkdagen_after
from meldpunt.rules.termijnen import BIJNA, Termijnregel, count_dagen, is_extended


def due_days(regel: Termijnregel, begin: pl.Expr) -> pl.Expr:
    """Do what `due_day` does for a column of first days; null stays null."""
    waarde = regel.waarde
    if waarde.eenheid == "werkdagen":
        return werkdagen_after(begin, waarde.aantal)
    if waarde.eenheid == "maanden":
        eind = begin.dt.offset_by(f"{waarde.aantal}mo")
    else:
        eind = begin + pl.duration(days=count_dagen(waarde))
    return extend_einden(begin, eind) if is_extended(regel) else eind


def states_on(
    eind: pl.Expr, *, gehaald: pl.Expr, gestopt: pl.Expr, today: date, verloopt: bool = False
) -> pl.Expr:
    """Do what `state_on` does for columns of days; a term without a due day has no state."""
    over = pl.lit("rust" if verloopt else "te_laat")
    return (
        pl.when(eind.is_null())
        .then(pl.lit(None, dtype=pl.String))
        .when(gehaald <= eind)
        .then(pl.lit("gehaald"))
        .when(gestopt <= eind)
        .then(pl.lit("rust"))
        .when((eind < today) | gehaald.is_not_null() | gestopt.is_not_null())
        .then(over)
        .when(eind <= today + BIJNA)
        .then(pl.lit("bijna"))
        .otherwise(pl.lit("loopt"))
    )


def with_termijnen(zaken: pl.DataFrame, *, regels: Sequence[Termijnregel], today: date) -> pl.DataFrame:
    """Add `<naam>_eind` and `<naam>_toestand` for each term of one covenant version.

    An event is a column of days by its name; one that has no column happened nowhere, and a term whose first event
    has none is left out.
    """
    has = set(zaken.columns)
    running = [regel for regel in regels if regel.klok.vanaf in has]
    ends = [due_days(r, pl.col(r.klok.vanaf)).alias(f"{r.naam}_eind") for r in running]
    states = [
        states_on(
            pl.col(f"{r.naam}_eind"),
            gehaald=_first(r.klok.haalt, has),
            gestopt=_first(r.klok.stopt, has),
            today=today,
            verloopt=r.klok.verloopt,
        ).alias(f"{r.naam}_toestand")
        for r in running
    ]
    return zaken.with_columns(ends).with_columns(states)


def _first(namen: Sequence[str], has: set[str]) -> pl.Expr:
    known = [pl.col(naam) for naam in namen if naam in has]
    return pl.min_horizontal(known) if known else pl.lit(None, dtype=pl.Date)
