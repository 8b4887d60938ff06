"""Judge the rows of a delivery: every row gets one decision, with all the grounds that hold."""

from __future__ import annotations

from collections.abc import Iterable
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
from meldpunt.rules.gronden import DUBBEL, NEVENVORDERING, Grond, is_lone_nevenvordering, list_gronden
from meldpunt.rules.lezen import map_parts
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
    in_werking = convenant.is_in_force(levering.datum, deelname.einde)
    gronden = list_gronden(versie, levering, deelname, in_werking=in_werking)
    names = _names(gronden)

    def read(part: pl.DataFrame) -> pl.DataFrame:
        waarden = prepare_regels(part, versie=versie, levering=levering, deelname=deelname)
        judged = waarden.with_columns(_mask(waarden, gronden, names), _warnings().alias("waarschuwingen"))
        return judged.select(
            "masker",
            *(pl.col(kolom).cast(soort) for kolom, soort in OORDEEL.items() if kolom in judged.columns),
        )

    waarden = pl.concat(map_parts(regels, read))
    masks = _mask_of_file(waarden, gronden, names, versie)
    return (
        waarden.with_columns(masks)
        .with_columns(
            (pl.col("masker") == 0).alias("geaccepteerd"),
            pl.col("masker")
            .map_batches(lambda masks: _spell(masks, names), return_dtype=OORDEEL["gronden"])
            .alias("gronden"),
        )
        .select(*OORDEEL)
    )


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


def _mask(waarden: pl.DataFrame, gronden: Iterable[Grond], names: list[str]) -> pl.Series:
    """Give each row a number with one bit per ground; a million lists are spelled from a few numbers."""
    per_name: dict[str, list[pl.Expr]] = {}
    for grond in gronden:
        if grond.naam != DUBBEL:
            per_name.setdefault(grond.naam, []).append(grond.geldt)
    bits = [_bit(pl.any_horizontal(*geldt), naam, names) for naam, geldt in per_name.items()]
    return waarden.select(
        pl.lit(0, dtype=pl.UInt64).add(pl.sum_horizontal(*bits)).alias("masker")
    ).to_series()


def _mask_of_file(
    waarden: pl.DataFrame, gronden: Iterable[Grond], names: list[str], versie: ConvenantVersie
) -> pl.Series:
    """Add to the number of each row the grounds that look at other rows of the file."""
    double = [_bit(grond.geldt, DUBBEL, names) for grond in gronden if grond.naam == DUBBEL]
    masker = waarden.select(pl.sum_horizontal("masker", *double).alias("masker")).to_series()
    if versie.toelating.nevenvordering is None:
        return masker
    lone = is_lone_nevenvordering(versie, pl.col("masker") == 0)
    return (
        waarden.with_columns(masker)
        .select((pl.col("masker") + _bit(lone, NEVENVORDERING, names)).alias("masker"))
        .to_series()
    )


def _bit(holds: pl.Expr, naam: str, names: list[str]) -> pl.Expr:
    return holds.fill_null(value=False).cast(pl.UInt64) * (1 << names.index(naam))


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
