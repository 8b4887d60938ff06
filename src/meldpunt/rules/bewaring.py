"""When the person behind a signaal must be gone: from which event, by which article, and what holds it.

Rows are of one covenant version and have: signaal, aanleverdatum, zaakstatus (null when it is in no zaak),
gesloten_op, lijst_op (when the last month's list that may need it was made; null while it was not), stop_tot (the
last day of a hold; null when there is none).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from meldpunt.rules.convenant import Bewaarstadium, Bewaring, ConvenantVersie
from meldpunt.rules.zaakvorming import OPEN

STADIA: Final = ("geweigerd", "niet_gematcht", "niet_opgepakt", "open", "gesloten")
GEBEURTENISSEN: Final = {
    "ontvangst": "de dag van ontvangst",
    "aanlevering": "de dag van aanlevering",
    "sluiting": "het sluiten van de zaak",
}
# Why somebody stays beyond the term, in the order in which it is shown.
HOUDT: Final = {
    "bewaarstop": "Bewaarstop",
    "zaak_open": "De zaak is nog open",
    "maandlijst": "De maandlijst die het signaal nog nodig kan hebben, is niet vastgesteld",
}


@dataclass(frozen=True, slots=True)
class Termijnkeuze:
    """The term that a municipality chose from a day on, where its covenant leaves that to it."""

    vanaf: date
    maanden: int


def plan_vernietiging(
    rows: pl.DataFrame, *, versie: ConvenantVersie, keuzes: Sequence[Termijnkeuze], today: date
) -> pl.DataFrame:
    """Add stadium, gebeurtenis, begin, weg_op, artikel, houdt and te_lang to each row.

    `weg_op` is the first day on which the person is gone, null while nobody can say; `houdt` says what keeps it
    there after all, and is empty when nothing does.
    """
    bewaring = versie.bewaring
    staged = rows.with_columns(stadium=_stage())
    own = keuzes if bewaring.instelbaar_per_gemeente else ()
    months = _months(bewaring, own, today)
    regels = {stadium: _rule_of(bewaring, stadium) for stadium in STADIA if stadium != "open"}
    dated = staged.with_columns(
        gebeurtenis=_per_stage({key: pl.lit(regel.gebeurtenis) for key, regel in regels.items()}, pl.String),
        artikel=_per_stage(
            {key: pl.lit(regel.artikel) for key, regel in regels.items()}, pl.String, pl.lit(bewaring.artikel)
        ),
        begin=_per_stage({key: _begin(regel) for key, regel in regels.items()}, pl.Date),
    ).with_columns(
        termijn_om=_per_stage(
            {key: _end(regel, months, follows=bool(own)) for key, regel in regels.items()}, pl.Date
        ),
        uiterlijk=pl.col("aanleverdatum").dt.offset_by(f"{bewaring.hoogstens_maanden}mo"),
    )
    return _with_holds(dated, versie, today)


def last_window_month(versie: ConvenantVersie) -> pl.Expr:
    """Return the first day of the last month whose list may still need a signaal (Haarlem 3.2b)."""
    months = versie.matching.verruimen_tot_maanden - 1
    return pl.col("aanleverdatum").dt.truncate("1mo").dt.offset_by(f"{months}mo")


def is_due(today: date) -> pl.Expr:
    """Say which rows must be gone today: their term is over and nothing holds them."""
    return (pl.col("weg_op") <= today) & (pl.col("houdt") == "")


def weigertermijn_of(bewaring: Bewaring) -> timedelta:
    """Return how long the cells of a refused row stay."""
    regel = _rule_of(bewaring, "geweigerd")
    return timedelta(days=regel.aantal if regel.eenheid == "dagen" else 30 * regel.aantal)


def _stage() -> pl.Expr:
    status = pl.col("zaakstatus")
    return (
        pl.when(status.is_null() | (status == "vervallen"))
        .then(pl.lit("niet_gematcht"))
        .when(status.is_in(OPEN))
        .then(pl.lit("open"))
        .when(status == "gesloten")
        .then(pl.lit("gesloten"))
        .otherwise(pl.lit("niet_opgepakt"))
    )


def _rule_of(bewaring: Bewaring, stadium: str) -> Bewaarstadium:
    """Give the rule of a stage; where the covenant names none, its general term from the delivery day."""
    found = bewaring.find_stadium(stadium)
    return found or Bewaarstadium(
        stadium=stadium,
        aantal=bewaring.maanden,
        eenheid="maanden",
        gebeurtenis="aanlevering",
        artikel=bewaring.artikel,
        lezing=bewaring.lezing,
    )


def _months(bewaring: Bewaring, keuzes: Sequence[Termijnkeuze], today: date) -> pl.Expr:
    """Return the months that hold for a delivery: the choice of its day, or a later one that is shorter."""
    begun = sorted((one for one in keuzes if one.vanaf <= today), key=lambda one: one.vanaf)
    months = pl.lit(bewaring.maanden, pl.Int32)
    for keuze in begun:
        later = pl.col("aanleverdatum") < keuze.vanaf
        chosen = pl.lit(keuze.maanden, pl.Int32)
        months = pl.when(later).then(pl.min_horizontal(months, chosen)).otherwise(chosen)
    return months


def _per_stage(
    values: dict[str, pl.Expr], kind: type[pl.DataType], otherwise: pl.Expr | None = None
) -> pl.Expr:
    result = pl.lit(None, kind) if otherwise is None else otherwise
    for stadium, value in values.items():
        result = pl.when(pl.col("stadium") == stadium).then(value).otherwise(result)
    return result


def _begin(regel: Bewaarstadium) -> pl.Expr:
    return pl.col("gesloten_op") if regel.gebeurtenis == "sluiting" else pl.col("aanleverdatum")


def _end(regel: Bewaarstadium, months: pl.Expr, *, follows: bool) -> pl.Expr:
    """Return the first day after the term; the municipality's own months replace months, never days."""
    if regel.eenheid == "dagen":
        return pl.col("begin") + pl.duration(days=regel.aantal)
    counted = months if follows else pl.lit(regel.aantal, pl.Int32)
    return pl.col("begin").dt.offset_by(counted.cast(pl.String) + "mo")


def _with_holds(rows: pl.DataFrame, versie: ConvenantVersie, today: date) -> pl.DataFrame:
    """Add what keeps a person there, and move the day to the list that was waited for."""
    waits = pl.lit(value=False)
    if versie.bewaring.na_laatste_verruiming:
        waits = pl.col("stadium").is_in(("niet_gematcht", "niet_opgepakt")) & pl.col("lijst_op").is_null()
    listed = (
        pl.max_horizontal("termijn_om", "lijst_op")
        if versie.bewaring.na_laatste_verruiming
        else pl.col("termijn_om")
    )
    stopped = (pl.col("stop_tot") >= today).fill_null(value=False)
    is_open = pl.col("stadium") == "open"
    # A list that never comes may not keep anybody forever: then the longest term ends it.
    weg_op = (
        pl.when(is_open)
        .then(None)
        .when(waits)
        .then(pl.max_horizontal("termijn_om", "uiterlijk"))
        .when(pl.col("stadium") == "gesloten")
        .then(pl.col("termijn_om"))
        .otherwise(listed)
    )
    overdue = pl.col("uiterlijk") <= today
    return rows.with_columns(weg_op=weg_op, te_lang=is_open & overdue).with_columns(
        houdt=pl.when(stopped)
        .then(pl.lit("bewaarstop"))
        .when(is_open)
        .then(pl.lit("zaak_open"))
        .when(waits & ~overdue)
        .then(pl.lit("maandlijst"))
        .otherwise(pl.lit(""))
    )
