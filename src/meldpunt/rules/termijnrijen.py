"""The terms of many zaken or deliveries at once: a row of events in, a row for each term that it sets running out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeAlias

import polars as pl

from meldpunt.rules import convenant
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.termijnen import KLOKKEN, Klok, due_day, find_regel, write_artikel

# The stay of collection is kept per claim, by who tells the partners.
GEEN_RIJ: Final = frozenset({"pauze_bij_oppakken", "pauze_bij_hulp"})
OPGAVE: Final = "opgave van de partner"
SLEUTELS: Final = ("gemeente", "sleutel", "convenant", "versie")
RIJ: Final[Mapping[str, Any]] = {
    "gemeente": pl.String,
    "sleutel": pl.String,
    "naam": pl.String,
    "begin": pl.Date,
    "reden": pl.String,
    "eind": pl.Date,
    "lengte": pl.String,
    "grondslag": pl.String,
    "wie": pl.String,
    "convenant": pl.String,
    "versie": pl.Date,
    "toestand": pl.String,
    "afgelopen_op": pl.Date,
}
_GEVAL: Final[Mapping[str, Any]] = {
    "convenant": pl.String,
    "versie": pl.Date,
    "na_brief": pl.String,
    "weken": pl.Int64,
    "begin": pl.Date,
    "eind": pl.Date,
    "lengte": pl.String,
    "grondslag": pl.String,
    "wie": pl.String,
}
_VRAAG: Final = ("convenant", "versie", "na_brief", "weken", "begin")
Versies: TypeAlias = Callable[[str, date], ConvenantVersie | None]


def make_rijen(dingen: pl.DataFrame, *, versie_of: Versies) -> pl.DataFrame:
    """Make the rows of all terms that run or ran for these zaken or deliveries.

    `dingen` has the columns of `SLEUTELS`, a column of days for each event of `KLOKKEN` that can have happened, and
    may have `na_brief` (the action of the decision table that asks for a call) and `weken` (what the ordinance of the
    municipality leaves for the decision). A covenant version that nobody knows any more sets no terms.
    """
    found = [
        _rows(naam, klok, dingen, versie_of=versie_of)
        for naam, klok in KLOKKEN.items()
        if naam not in GEEN_RIJ and klok.vanaf in dingen.columns
    ]
    return pl.concat(found) if found else pl.DataFrame(schema=RIJ)


def list_rijen(ding: Mapping[str, Any], *, versie_of: Versies) -> list[dict[str, Any]]:
    """Do what `make_rijen` does for one zaak or delivery: an act has just one, and a frame costs more than the act."""
    found = (
        _row(naam, klok, ding, versie_of=versie_of)
        for naam, klok in KLOKKEN.items()
        if naam not in GEEN_RIJ and ding.get(klok.vanaf) is not None
    )
    return [row for row in found if row is not None]


def _row(naam: str, klok: Klok, ding: Mapping[str, Any], *, versie_of: Versies) -> dict[str, Any] | None:
    begin = ding[klok.vanaf]
    na_brief = (ding.get("na_brief") or "") if naam == "bellen_na_brief" else ""
    weken = (ding.get("weken") or 0) if naam == "beschikking" else 0
    geval = (ding["convenant"], ding["versie"], na_brief, weken, begin)
    eind, lengte, grondslag, wie = _ask(naam, geval, versie_of=versie_of)[len(geval) :]
    if naam == "einde_levering" and ding.get("einde_levering") is not None:
        eind, lengte, grondslag, wie = ding["einde_levering"], "", OPGAVE, "gemeente"
    if eind is None:
        return None
    toestand, afgelopen_op = _end(
        eind, gehaald=_first_of(klok.haalt, ding), gestopt=_first_of(klok.stopt, ding)
    )
    return {
        **{name: ding[name] for name in SLEUTELS},
        "naam": naam,
        "begin": begin,
        "reden": klok.vanaf,
        "eind": eind,
        "lengte": lengte,
        "grondslag": grondslag,
        "wie": wie,
        "toestand": toestand,
        "afgelopen_op": afgelopen_op,
    }


def _end(eind: date, *, gehaald: date | None, gestopt: date | None) -> tuple[str, date | None]:
    """Say how a term ended and when, as `_with_toestand` does."""
    if gehaald and gehaald <= eind:
        return "gehaald", gehaald
    if gestopt and (gestopt <= eind or gehaald is None or gestopt < gehaald):
        return "gestopt", gestopt
    return ("gehaald", gehaald) if gehaald else ("loopt", None)


def _first_of(namen: tuple[str, ...], ding: Mapping[str, Any]) -> date | None:
    return min((ding[naam] for naam in namen if ding.get(naam) is not None), default=None)


def _rows(naam: str, klok: Klok, dingen: pl.DataFrame, *, versie_of: Versies) -> pl.DataFrame:
    begun = _with_vraag(naam, klok, dingen.filter(pl.col(klok.vanaf).is_not_null()))
    gevallen = begun.select(_VRAAG).unique().iter_rows()
    # The rule is asked once for each case that differs, not once for each zaak.
    cases = pl.DataFrame(
        [_ask(naam, geval, versie_of=versie_of) for geval in gevallen], schema=_GEVAL, orient="row"
    )
    known = begun.join(cases, on=_VRAAG, how="left")
    if naam == "einde_levering" and "einde_levering" in known.columns:
        known = _with_stated(known)
    return (
        _with_toestand(klok, known.filter(pl.col("eind").is_not_null()))
        .with_columns(naam=pl.lit(naam), reden=pl.lit(klok.vanaf))
        .select(pl.col(column).cast(kind) for column, kind in RIJ.items())
    )


def _with_vraag(naam: str, klok: Klok, begun: pl.DataFrame) -> pl.DataFrame:
    """Add what the length of this term depends on, and nothing more: fewer different cases to ask for."""

    def only(column: str, term: str, absent: pl.Expr) -> pl.Expr:
        holds = naam == term and column in begun.columns
        return (pl.coalesce(column, absent) if holds else absent).alias(column)

    return begun.with_columns(
        only("na_brief", "bellen_na_brief", pl.lit("")),
        only("weken", "beschikking", pl.lit(0)).cast(pl.Int64),
        pl.col(klok.vanaf).alias("begin"),
    )


def _ask(naam: str, geval: tuple[Any, ...], *, versie_of: Versies) -> tuple[Any, ...]:
    """Give a case with the last day, length, article and actor of its term; empty where nobody sets one."""
    sleutel, vanaf, na_brief, weken, begin = geval
    versie = versie_of(sleutel, vanaf)
    regel = versie and find_regel(naam, versie=versie, op=begin, acties=(na_brief,) if na_brief else ())
    if not versie or not regel:
        return (*geval, None, None, None, None)
    if weken:
        own = _ordinance(weken, regel.waarde.wie)
        regel = find_regel(naam, versie=versie, op=begin, eigen=(own,)) or regel
    waarde = regel.waarde
    length = f"{waarde.aantal} {waarde.eenheid}"
    return (*geval, due_day(regel, begin), length, write_artikel(waarde.artikel), waarde.wie)


def _ordinance(weken: int, wie: str) -> convenant.Termijn:
    return convenant.Termijn(
        naam="beschikking",
        aantal=weken,
        eenheid="weken",
        vanaf="het eerste gesprek",
        wie=wie,
        artikel="verordening; wet: Wgs 4a",
    )


def _with_stated(known: pl.DataFrame) -> pl.DataFrame:
    """Let the day that a partner states go before what the law has it wait at least."""
    stated = pl.col("einde_levering").is_not_null()
    return known.with_columns(
        eind=pl.coalesce("einde_levering", "eind"),
        lengte=pl.when(stated).then(pl.lit("")).otherwise("lengte"),
        grondslag=pl.when(stated).then(pl.lit(OPGAVE)).otherwise("grondslag"),
        wie=pl.when(stated).then(pl.lit("gemeente")).otherwise("wie"),
    )


def _with_toestand(klok: Klok, known: pl.DataFrame) -> pl.DataFrame:
    """Say how a term ended and when: what was in time counts, else what came first."""
    gehaald, gestopt = _first(klok.haalt, known), _first(klok.stopt, known)
    met = (
        pl.when(gehaald <= pl.col("eind"))
        .then(pl.lit(value=True))
        .when(gestopt <= pl.col("eind"))
        .then(pl.lit(value=False))
        .otherwise(gehaald.is_not_null() & (gestopt.is_null() | (gehaald <= gestopt)))
    )
    return known.with_columns(
        toestand=pl.when(met)
        .then(pl.lit("gehaald"))
        .when(gestopt.is_not_null())
        .then(pl.lit("gestopt"))
        .otherwise(pl.lit("loopt")),
        afgelopen_op=pl.when(met).then(gehaald).otherwise(gestopt),
    )


def _first(namen: tuple[str, ...], frame: pl.DataFrame) -> pl.Expr:
    known = [pl.col(naam) for naam in namen if naam in frame.columns]
    return pl.min_horizontal(known) if known else pl.lit(None, dtype=pl.Date)
