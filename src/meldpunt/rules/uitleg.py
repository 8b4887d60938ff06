"""Explain refusals: per row and ground value, limit, article and a sentence that says what to do."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from meldpunt.rules.convenant import Convenant, ConvenantVersie
from meldpunt.rules.deelname import Deelname, Levering
from meldpunt.rules.gronden import NEVENVORDERING, list_gronden
from meldpunt.rules.toelating import prepare_regels
from meldpunt.rules.uitlegteksten import Uitlegtekst, texts_of

UITLEG: Final = ("regel", "grond", "artikel", "waarde", "grens", "zin")
_CONVENANT: Final = re.compile(r"^[a-z0-9-]+$")
_SOORTEN: Final = {"regel": pl.Int32, **dict.fromkeys(UITLEG[1:], pl.String)}


def explain_regels(
    oordeel: pl.DataFrame,
    regels: pl.DataFrame,
    *,
    convenant: Convenant,
    levering: Levering,
    deelname: Deelname,
) -> pl.DataFrame:
    """Explain every ground of every refused row; sorted by row and ground, with the columns of UITLEG.

    `oordeel` is what judge_regels made of `regels`, in the same order.
    """
    versie = convenant.version_on(levering.datum)
    refused = ~oordeel["geaccepteerd"]
    waarden = prepare_regels(regels.filter(refused), versie=versie, levering=levering, deelname=deelname)
    waarden = waarden.with_columns(oordeel["gronden"].filter(refused))
    artikelen = articles_of(versie, levering, deelname)
    texts = texts_of(convenant, levering, deelname)
    parts = [
        _explain(waarden, naam, artikelen[naam], texts[naam], versie.titel)
        for naam in waarden["gronden"].explode(empty_as_null=False).unique().sort()
    ]
    return pl.concat(parts).sort("regel", "grond") if parts else pl.DataFrame(schema=_SOORTEN)


def articles_of(versie: ConvenantVersie, levering: Levering, deelname: Deelname) -> dict[str, str]:
    """Give the article of each ground that this delivery could meet."""
    gronden = list_gronden(versie, levering, deelname, in_werking=True)
    found = {grond.naam: grond.artikel for grond in reversed(gronden)}
    if versie.toelating.nevenvordering:
        found[NEVENVORDERING] = versie.toelating.nevenvordering.artikel
    return found


def _explain(waarden: pl.DataFrame, naam: str, artikel: str, tekst: Uitlegtekst, titel: str) -> pl.DataFrame:
    source = name_source(artikel, titel)
    waarde = tekst.waarde.cast(pl.String).fill_null("")
    parts = f"Regel {{}}: {tekst.zin} ({source}). {tekst.doe} [{naam}]"
    arguments = (pl.col("regel"), waarde) if "{}" in tekst.zin else (pl.col("regel"),)
    return waarden.filter(pl.col("gronden").list.contains(naam)).select(
        "regel",
        pl.lit(naam).alias("grond"),
        pl.lit(artikel).alias("artikel"),
        waarde.alias("waarde"),
        pl.lit(tekst.grens).alias("grens"),
        pl.format(parts, *arguments).alias("zin"),
    )


def name_source(artikel: str, titel: str) -> str:
    """Name the source of a rule in a sentence: law, our reading and another covenant name themselves."""
    if artikel.startswith(("wet: ", "onze lezing")):
        return artikel.removeprefix("wet: ")
    elsewhere, colon, article = artikel.partition(": ")
    if colon and _CONVENANT.match(elsewhere):
        return f"convenant {elsewhere}, {_number(article)}"
    return f"{titel}, {_number(artikel)}"


def _number(artikel: str) -> str:
    return f"art. {artikel}" if artikel[:1].isdigit() else artikel
