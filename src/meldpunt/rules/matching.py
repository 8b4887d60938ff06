"""Which signalen form a zaak: those of one address, in the month or in the window that found it."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.datum import months_before

ADRES: Final = ("gemeente", "postcode", "huisnummer", "suffix")


def find_zaken(signalen: pl.DataFrame, *, versie: ConvenantVersie, peildatum: date) -> pl.DataFrame:
    """Find the zaken in accepted signalen on the peildatum, also those only a wider window finds.

    Signalen have `signaal` (a key of any type), `partner`, the address, `aanleverdatum`, `bedrag_cent` and
    `achterstand_sinds`. A zaak has the address, `venster_maanden` (the smallest window that found it),
    `aantal`, `bedrag_cent`, `oudste_achterstand` and `signalen` (keys, in the order of the frame).
    """
    regel = versie.matching
    geleden = months_before(pl.col("aanleverdatum"), peildatum).alias("geleden")
    recent = signalen.lazy().filter(
        pl.col("aanleverdatum") <= peildatum, geleden < regel.verruimen_tot_maanden
    )
    if regel.partners_minimum == 1 and regel.verruimen_tot_maanden == 1:
        per_adres = recent.with_columns(pl.lit(1, dtype=pl.Int32).alias("venster_maanden"))
    else:
        per_adres = _in_their_window(recent.with_columns(geleden), versie)
    return (
        per_adres.group_by(*ADRES)
        .agg(
            pl.first("venster_maanden"),
            pl.len().cast(pl.Int32).alias("aantal"),
            pl.sum("bedrag_cent"),
            pl.min("achterstand_sinds").alias("oudste_achterstand"),
            pl.col("signaal").alias("signalen"),
        )
        .collect()
    )


def _in_their_window(recent: pl.LazyFrame, versie: ConvenantVersie) -> pl.LazyFrame:
    """Keep the signalen of the addresses that qualify, each within the smallest window that found it."""
    maanden = range(versie.matching.verruimen_tot_maanden)
    code = pl.col("partner").cast(pl.Categorical).to_physical()
    in_maand = {maand: pl.when(pl.col("geleden") == maand).then(code) for maand in maanden}
    # Two different partners in a month: the lowest and highest code of that month are not the same.
    laagste = [in_maand[maand].min().alias(f"laagste_{maand}") for maand in maanden]
    hoogste = [in_maand[maand].max().alias(f"hoogste_{maand}") for maand in maanden]
    gevonden = (
        recent.group_by(*ADRES)
        .agg(*laagste, *hoogste)
        .select(*ADRES, _smallest_window(versie).alias("venster_maanden"))
        .filter(pl.col("venster_maanden").is_not_null())
    )
    return recent.join(gevonden, on=ADRES, how="inner", maintain_order="left").filter(
        pl.col("geleden") < pl.col("venster_maanden")
    )


def _smallest_window(versie: ConvenantVersie) -> pl.Expr:
    """Give the smallest window in which the address qualifies; null when none does."""
    windows = range(1, versie.matching.verruimen_tot_maanden + 1)
    return pl.coalesce(
        *(
            pl.when(_qualifies(venster, versie.matching.partners_minimum)).then(
                pl.lit(venster, dtype=pl.Int32)
            )
            for venster in windows
        )
    )


def _qualifies(venster: int, partners_minimum: int) -> pl.Expr:
    """Say whether enough partners reported in the window, and in no single month of a wider one."""
    lowest = pl.min_horizontal(*(f"laagste_{maand}" for maand in range(venster)))
    highest = pl.max_horizontal(*(f"hoogste_{maand}" for maand in range(venster)))
    if partners_minimum == 1:
        return pl.lit(venster == 1) & lowest.is_not_null()
    together = (lowest != highest).fill_null(value=False)
    if venster == 1:
        return together
    had_its_turn = pl.any_horizontal(
        *(pl.col(f"laagste_{maand}") != pl.col(f"hoogste_{maand}") for maand in range(venster))
    )
    return together & ~had_its_turn.fill_null(value=False)
