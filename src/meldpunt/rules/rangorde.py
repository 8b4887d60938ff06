"""The list of a month: who is known, in which order, how far capacity reaches, which inbox and actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from meldpunt.rules.convenant import Beslisrij, ConvenantVersie

_ADRES: Final = ("postcode", "huisnummer", "suffix")
# Postcode and number in one number: sorting a million zaken by it is a third quicker.
_PLAATS: Final = pl.col("postcode").str.to_integer(base=36, dtype=pl.Int64) * 100_000 + pl.col("huisnummer")
OPGEPAKT: Final = "opgepakt"
NIET_OPGEPAKT: Final = "niet_opgepakt"
REDEN_BEKEND: Final = "bekend_bij_schuldhulpverlening"
REDEN_CAPACITEIT: Final = "capaciteit"

# The keys a covenant may put in its order: the expressions, and whether the highest comes first.
_VOLGORDE: Final[dict[str, tuple[tuple[pl.Expr, ...], bool]]] = {
    "venster": ((pl.col("venster_maanden"),), False),
    "drie_of_meer": ((pl.col("aantal") >= 3,), True),
    "bedrag": ((pl.col("bedrag_cent"),), True),
    "oudste_achterstand": ((pl.col("oudste_achterstand"),), False),
    "adres": (tuple(pl.col(deel) for deel in _ADRES), False),
}


@dataclass(frozen=True, slots=True)
class Werkprotocol:
    """What a municipality set for its list; no capacity means that nothing is widened or left over."""

    capaciteit: int | None = None
    bekende_buiten_beschouwing: bool = False


def rank_zaken(
    zaken: pl.DataFrame,
    *,
    versie: ConvenantVersie,
    werkprotocollen: Mapping[str, Werkprotocol],
    bekend: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Turn the zaken of find_zaken into the list: adds bekend, rang, selectie, reden, postvak and acties.

    `bekend` holds postcode, huisnummer, suffix and reden. Zaken of a wider window that the list does not
    need are gone. Sorted by municipality, rank (none last), postcode, number and suffix.
    """
    marked = _mark(zaken, versie, werkprotocollen, bekend)
    listed = _without_needless_windows(marked) if versie.matching.verruimen_tot_maanden > 1 else marked
    ranked = _number(listed, versie) if versie.ordening.volgorde else listed.with_columns(_no_rank())
    return (
        ranked.with_columns(_selection())
        .with_columns(*_decide(versie.beslistabel))
        .sort("gemeente", *(["rang"] if versie.ordening.volgorde else []), _PLAATS, "suffix", nulls_last=True)
        .select(pl.exclude("weggelaten"))
        .collect()
    )


def _mark(
    zaken: pl.DataFrame,
    versie: ConvenantVersie,
    werkprotocollen: Mapping[str, Werkprotocol],
    bekend: pl.DataFrame | None,
) -> pl.LazyFrame:
    """Add whether the household is known, whether it is left out, and the capacity that counts."""
    mag_weg = versie.bekend.buiten_beschouwing_mogelijk
    left_out = [code for code, one in werkprotocollen.items() if one.bekende_buiten_beschouwing and mag_weg]
    limits = {code: one.capaciteit for code, one in werkprotocollen.items() if versie.ordening.volgorde}
    capaciteit = pl.DataFrame(
        {"gemeente": list(limits), "capaciteit": list(limits.values())},
        schema={"gemeente": pl.String, "capaciteit": pl.Int64},
    )
    known = _known(zaken, versie, bekend)
    return known.join(capaciteit.lazy(), on="gemeente", how="left").with_columns(
        (pl.col("bekend") & pl.col("gemeente").is_in(left_out)).alias("weggelaten")
    )


def _known(zaken: pl.DataFrame, versie: ConvenantVersie, bekend: pl.DataFrame | None) -> pl.LazyFrame:
    if bekend is None or bekend.is_empty():
        return zaken.lazy().with_columns(pl.lit(value=False).alias("bekend"))
    counted = (
        bekend.lazy()
        .filter(pl.col("reden").str.to_lowercase().is_in(versie.bekend.redenen))
        .select(*_ADRES, pl.lit(value=True).alias("bekend"))
        .unique(_ADRES)
    )
    joined = zaken.lazy().join(counted, on=_ADRES, how="left")
    return joined.with_columns(pl.col("bekend").fill_null(value=False))


def _without_needless_windows(zaken: pl.LazyFrame) -> pl.LazyFrame:
    """Drop the zaken of a wider window where the narrower ones fill the capacity, or none is stated."""
    per_window = (
        zaken.group_by("gemeente", "venster_maanden")
        .agg((~pl.col("weggelaten")).sum().cast(pl.Int64).alias("telt"))
        .sort("gemeente", "venster_maanden")
        .with_columns((pl.col("telt").cum_sum().over("gemeente") - pl.col("telt")).alias("eerder"))
        .select("gemeente", "venster_maanden", "eerder")
    )
    needed = (pl.col("venster_maanden") == 1) | (pl.col("eerder") < pl.col("capaciteit")).fill_null(
        value=False
    )
    return (
        zaken.join(per_window, on=("gemeente", "venster_maanden"), how="left").filter(needed).drop("eerder")
    )


def _number(zaken: pl.LazyFrame, versie: ConvenantVersie) -> pl.LazyFrame:
    keys = [(key, high) for name in versie.ordening.volgorde for key in _VOLGORDE[name][0]
            for high in [_VOLGORDE[name][1]]]  # fmt: skip
    ordered = zaken.sort(
        pl.col("gemeente"), pl.col("weggelaten"), *(key for key, _ in keys),
        descending=[False, False, *(high for _, high in keys)],
    )  # fmt: skip
    # Those left out come last in their municipality, so that the others are numbered without gaps.
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("gemeente")
    return ordered.with_columns(pl.when(~pl.col("weggelaten")).then(number).alias("rang"))


def _no_rank() -> pl.Expr:
    return pl.lit(None, dtype=pl.Int32).alias("rang")


def _selection() -> tuple[pl.Expr, pl.Expr]:
    """Say whether a zaak is taken up, and if not why."""
    over = (pl.col("rang") > pl.col("capaciteit")).fill_null(value=False)
    reden = pl.when("weggelaten").then(pl.lit(REDEN_BEKEND)).when(over).then(pl.lit(REDEN_CAPACITEIT))
    taken = pl.when(pl.col("weggelaten") | over).then(pl.lit(NIET_OPGEPAKT)).otherwise(pl.lit(OPGEPAKT))
    return taken.alias("selectie"), reden.alias("reden")


def _decide(tabel: tuple[Beslisrij, ...]) -> tuple[pl.Expr, pl.Expr]:
    """Give inbox and actions by the first row of the decision table that fits."""
    place = pl.coalesce(*(pl.when(fits(rij)).then(pl.lit(index)) for index, rij in enumerate(tabel)))
    inboxes = [None if rij.postvak == "gemeente" else rij.postvak for rij in tabel]
    named = pl.lit(pl.Series(inboxes, dtype=pl.String)).gather(place)
    actions = pl.lit(pl.Series([list(rij.acties) for rij in tabel], dtype=pl.List(pl.String))).gather(place)
    return pl.coalesce(named, pl.col("gemeente")).alias("postvak"), actions.alias("acties")


def fits(rij: Beslisrij) -> pl.Expr:
    """Say whether all conditions of a row of the decision table hold for a zaak."""
    conditions = [pl.lit(value=True)]
    if rij.selectie is not None:
        conditions.append(pl.col("selectie") == rij.selectie)
    if rij.bekend is not None:
        conditions.append(pl.col("bekend") == rij.bekend)
    if rij.vanaf_cent is not None:
        conditions.append(pl.col("bedrag_cent") >= rij.vanaf_cent)
    if rij.onder_cent is not None:
        conditions.append(pl.col("bedrag_cent") < rij.onder_cent)
    return pl.all_horizontal(*conditions)
