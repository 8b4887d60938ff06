"""Judge the rows of a delivery: every row gets one decision, with all the grounds that hold."""

from __future__ import annotations

from typing import Final

import polars as pl

from meldpunt.rules.adres import postcode_number
from meldpunt.rules.convenant import Convenant, ConvenantVersie
from meldpunt.rules.deelname import (
    Deelname,
    DeelnemendeGemeente,
    Levering,
    Postcodebereik,
    find_gemeenten,
    spread_codes,
)
from meldpunt.rules.gronden import NEVENVORDERING, Grond, is_lone_nevenvordering, list_gronden
from meldpunt.rules.normalisatie import normalise_regels

__all__ = ["OORDEEL", "Deelname", "DeelnemendeGemeente", "Levering", "Postcodebereik", "judge_regels"]

# What a judged frame holds, in this order.
OORDEEL: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "regel": pl.Int32,
    "geaccepteerd": pl.Boolean,
    "gronden": pl.List(pl.String),
    "waarschuwingen": pl.List(pl.String),
    "gemeente": pl.String,
    "postcode": pl.String,
    "huisnummer": pl.Int32,
    "suffix": pl.String,
    "bedrag_cent": pl.Int64,
    "achterstand_sinds": pl.Date,
    "geboortedatum": pl.Date,
    "verwachte_einddatum": pl.Date,
    "type_vordering": pl.String,
    "bsn": pl.String,
    "klantnummer": pl.String,
    "referentie": pl.String,
    "voorletters": pl.String,
    "tussenvoegsel": pl.String,
    "achternaam": pl.String,
    "straat": pl.String,
    "woonplaats": pl.String,
    "telefoon": pl.String,
    "email": pl.String,
    "soort_signaal": pl.String,
    "reden": pl.String,
}


def judge_regels(
    regels: pl.DataFrame, *, convenant: Convenant, levering: Levering, deelname: Deelname
) -> pl.DataFrame:
    """Judge every row of one delivery; the frame comes back in its order with the columns of OORDEEL.

    The frame holds `regel`, one text column per field of ALLE_VELDEN (trimmed, null when empty) and
    `buiten_velden`. Its order is that of the file: `dubbel_in_aanlevering` looks at earlier rows.
    """
    versie = convenant.version_on(levering.datum)
    waarden = prepare_regels(regels, versie=versie, levering=levering, deelname=deelname)
    in_werking = convenant.is_in_force(levering.datum, deelname.einde)
    gronden = list_gronden(versie, levering, deelname, in_werking=in_werking)
    oordeel = waarden.with_columns(_masks(waarden, gronden, versie)).with_columns(
        (pl.col("masker") == 0).alias("geaccepteerd"),
        pl.col("masker")
        .map_batches(lambda masks: _spell(masks, _names(gronden)), return_dtype=OORDEEL["gronden"])
        .alias("gronden"),
        _warnings().alias("waarschuwingen"),
    )
    return oordeel.select(pl.col(kolom).cast(soort) for kolom, soort in OORDEEL.items())


def prepare_regels(
    regels: pl.DataFrame, *, versie: ConvenantVersie, levering: Levering, deelname: Deelname
) -> pl.DataFrame:
    """Read the cells of a delivery and find the municipality of each row, without judging."""
    waarden = normalise_regels(regels, versie, levering.datum)
    nummers = waarden.select(postcode_number(pl.col("postcode"))).to_series()
    plaatsen = find_gemeenten(nummers, deelname.gemeenten)
    taking_part = (
        gemeente.code if versie.has_gemeente(gemeente.code) and gemeente.takes_part(levering.datum) else None
        for gemeente in deelname.gemeenten
    )
    return waarden.with_columns(spread_codes(plaatsen, taking_part).alias("gemeente"))


def _names(gronden: tuple[Grond, ...]) -> list[str]:
    return sorted({grond.naam for grond in gronden} | {NEVENVORDERING})


def _masks(waarden: pl.DataFrame, gronden: tuple[Grond, ...], versie: ConvenantVersie) -> pl.Series:
    """Give each row a number with one bit per ground; a million lists are spelled from a few numbers."""
    names = _names(gronden)
    per_name: dict[str, list[pl.Expr]] = {}
    for grond in gronden:
        per_name.setdefault(grond.naam, []).append(grond.geldt)
    bits = [
        pl.any_horizontal(*geldt).fill_null(value=False).cast(pl.UInt64) * (1 << names.index(naam))
        for naam, geldt in per_name.items()
    ]
    masker = waarden.select(
        pl.lit(0, dtype=pl.UInt64).add(pl.sum_horizontal(*bits)).alias("masker")
    ).to_series()
    if versie.toelating.nevenvordering is None:
        return masker
    lone = (
        waarden.with_columns(masker).select(is_lone_nevenvordering(versie, pl.col("masker") == 0)).to_series()
    )
    return masker + lone.fill_null(value=False).cast(pl.UInt64) * (1 << names.index(NEVENVORDERING))


def _spell(masks: pl.Series, names: list[str]) -> pl.Series:
    """Write each number as the sorted list of its grounds."""
    different = masks.unique().sort()
    lists = [[name for bit, name in enumerate(names) if mask >> bit & 1] for mask in different]
    return pl.Series(lists, dtype=pl.List(pl.String)).gather(different.search_sorted(masks))


def _warnings() -> pl.Expr:
    lists = pl.Series([[], ["veld_verwijderd"]], dtype=pl.List(pl.String))
    return pl.col("veld_verwijderd").map_batches(
        lambda dropped: lists.gather(dropped.cast(pl.UInt32)), return_dtype=OORDEEL["waarschuwingen"]
    )
