"""Say why a zaak stands where it stands: rule, version, article and values."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from meldpunt.rules.bedrag import format_bedrag
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.rangorde import fits

_DELEN: Final = ("regel", "versie", "artikel", "waarden", "zin")
WAAROM: Final = pl.List(pl.Struct(dict.fromkeys(_DELEN, pl.String())))


class _Stap(NamedTuple):
    regel: str
    artikel: pl.Expr
    waarden: pl.Expr
    zin: pl.Expr
    geldt: pl.Expr


def explain_zaken(lijst: pl.DataFrame, *, versie: ConvenantVersie) -> pl.Series:
    """Explain each zaak of rank_zaken step by step: a list of {regel, versie, artikel, waarden, zin}."""
    steps = (_matching(versie), _known(versie), _order(versie), _capacity(versie), _table(versie))
    rows = lijst.lazy().with_row_index("rij")
    told = pl.concat(
        rows.filter(step.geldt).select(
            "rij",
            pl.lit(step.regel).alias("regel"),
            pl.lit(versie.kenmerk).alias("versie"),
            step.artikel.alias("artikel"),
            step.waarden.alias("waarden"),
            step.zin.alias("zin"),
        )
        for step in steps
    )
    # Each zaak has a first and a last step, so no zaak is lost; joining lists of structs side by side instead
    # took a hundred times as long.
    grouped = told.sort("rij", maintain_order=True).group_by("rij", maintain_order=True)
    return grouped.agg(pl.struct(_DELEN).alias("waarom")).collect()["waarom"].cast(WAAROM)


def _matching(versie: ConvenantVersie) -> _Stap:
    aantal, venster = pl.col("aantal"), pl.col("venster_maanden")
    who = "twee of meer partners" if versie.matching.partners_minimum > 1 else "een of meer partners"
    window = pl.when(venster == 1).then(pl.lit("in de maand van de peildatum")).otherwise(
        pl.format("binnen {} opeenvolgende maanden, en niet al samen in een van die maanden", venster)
    )  # fmt: skip
    return _Stap(
        "matching",
        pl.lit(versie.matching.artikel),
        pl.format("aantal {}; venster_maanden {}", aantal, venster),
        pl.format("Dit adres is gemeld door {} {}; samen {}.", pl.lit(who), window, aantal),
        pl.lit(value=True),
    )


def _known(versie: ConvenantVersie) -> _Stap:
    left_out = pl.col("reden") == "bekend_bij_schuldhulpverlening"
    told = pl.when(left_out.fill_null(value=False)).then(
        pl.lit("Het huishouden is bekend en de gemeente laat bekende huishoudens buiten beschouwing.")
    ).otherwise(pl.lit("Het huishouden is bekend."))  # fmt: skip
    counted = pl.lit(f"bekend; telt: {', '.join(versie.bekend.redenen)}")
    return _Stap("bekend", pl.lit(versie.bekend.artikel), counted, told, pl.col("bekend"))


def _order(versie: ConvenantVersie) -> _Stap:
    values = pl.format(
        "venster_maanden {}; aantal {}; bedrag {}; oudste_achterstand {}",
        "venster_maanden", "aantal", format_bedrag(pl.col("bedrag_cent")),
        pl.col("oudste_achterstand").cast(pl.String),
    )  # fmt: skip
    keys = ", ".join(sleutel.replace("_", " ") for sleutel in versie.ordening.volgorde)
    told = pl.format("Plaats {} op de lijst van de gemeente; de volgorde is: {}.", "rang", pl.lit(keys))
    return _Stap("volgorde", pl.lit(versie.ordening.artikel), values, told, pl.col("rang").is_not_null())


def _capacity(versie: ConvenantVersie) -> _Stap:
    told = pl.when(pl.col("rang") > pl.col("capaciteit")).then(
        pl.format("De capaciteit is {}; plaats {} valt erbuiten.", "capaciteit", "rang")
    ).otherwise(pl.format("De capaciteit is {}; plaats {} valt erbinnen.", "capaciteit", "rang"))  # fmt: skip
    values = pl.format("capaciteit {}; rang {}", "capaciteit", "rang")
    holds = pl.col("capaciteit").is_not_null() & pl.col("rang").is_not_null()
    return _Stap("capaciteit", pl.lit(versie.ordening.artikel), values, told, holds)


def _table(versie: ConvenantVersie) -> _Stap:
    tabel = versie.beslistabel
    artikel = pl.coalesce(*(pl.when(fits(rij)).then(pl.lit(rij.artikel)) for rij in tabel))
    row = pl.coalesce(*(pl.when(fits(rij)).then(pl.lit(rij.omschrijving)) for rij in tabel))
    values = pl.format(
        "bekend {}; bedrag {}; postvak {}; acties {}",
        pl.when("bekend").then(pl.lit("ja")).otherwise(pl.lit("nee")),
        format_bedrag(pl.col("bedrag_cent")), "postvak", pl.col("acties").list.join(", "),
    )  # fmt: skip
    told = pl.format("Beslistabel: {}. Postvak {}.", row, "postvak")
    return _Stap("beslistabel", artikel, values, told, pl.lit(value=True))
