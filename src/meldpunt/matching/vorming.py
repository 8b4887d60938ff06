"""Signalen into zaken: frames in, the rows to write out. Reads nothing and writes nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.personen import group_personen
from meldpunt.rules.rangorde import rank_zaken
from meldpunt.rules.zaakvorming import ADRES, assign_zaken, find_herhalingen, find_voorganger, sum_zaken
from meldpunt.sleutels import new_ids

PERSOONKOLOMMEN = ("bsn", "geboortedatum", "voorletters", "tussenvoegsel", "achternaam")


@dataclass(frozen=True, slots=True)
class Vorming:
    """What a run writes: `zaken` with `is_nieuw`, `koppelingen` with `is_nieuw`, open `vragen` about persons."""

    zaken: pl.DataFrame
    koppelingen: pl.DataFrame
    vragen: pl.DataFrame


def has_maandlijst(versie: ConvenantVersie) -> bool:
    """Say whether the covenant puts the zaken of a month in an order: then a person makes the list."""
    return bool(versie.ordening.volgorde)


def form_zaken(
    nieuw: pl.DataFrame,
    bestaand: pl.DataFrame,
    *,
    versie: ConvenantVersie,
    besluiten: pl.DataFrame,
    now: datetime,
) -> Vorming:
    """Form zaken out of new signalen and those that stand on the same addresses already.

    Where the covenant asks for a month's list, a signaal only joins what is open; the list makes new zaken.
    """
    toegewezen = assign_zaken(nieuw, bestaand)
    toegewezen = (
        toegewezen.filter(pl.col("zaak").is_not_null())
        if has_maandlijst(versie)
        else _with_new_zaken(toegewezen, now=now)
    )
    samen = pl.concat(
        [
            toegewezen.with_columns(is_nieuw=pl.lit(True)),
            bestaand.join(toegewezen.select("zaak").unique(), on="zaak", how="semi")
            .select(toegewezen.columns)
            .with_columns(is_nieuw=pl.lit(False)),
        ]
    )
    return describe_zaken(samen, bestaand, besluiten=besluiten)


def _with_new_zaken(toegewezen: pl.DataFrame, *, now: datetime) -> pl.DataFrame:
    """Give the signalen of each address without an open zaak a new one."""
    without = toegewezen.filter(pl.col("zaak").is_null()).select(ADRES).unique(maintain_order=True)
    keys = without.with_columns(pl.Series("nieuwe_zaak", new_ids(without.height, now=now), dtype=pl.String))
    return (
        toegewezen.join(keys, on=ADRES, how="left", maintain_order="left")
        .with_columns(zaak=pl.coalesce("zaak", "nieuwe_zaak"))
        .drop("nieuwe_zaak")
    )


def describe_zaken(samen: pl.DataFrame, bestaand: pl.DataFrame, *, besluiten: pl.DataFrame) -> Vorming:
    """Work out facts, persons and repeats of zaken from all their signalen (`samen`, with zaak and is_nieuw)."""
    facts = sum_zaken(samen)
    known = bestaand.select("zaak").unique().with_columns(bestond=pl.lit(True))
    facts = (
        facts.join(known, on="zaak", how="left", maintain_order="left")
        .with_columns(is_nieuw=pl.col("bestond").is_null())
        .drop("bestond")
    )
    facts = pl.concat(
        [
            find_voorganger(facts.filter("is_nieuw"), bestaand),
            facts.filter(~pl.col("is_nieuw")).with_columns(opeenvolgend_op=pl.lit(None, pl.String)),
        ]
    )
    indeling = group_personen(
        samen.select(pl.col("zaak").alias("groep"), "signaal", *PERSOONKOLOMMEN), besluiten=besluiten
    )
    koppelingen = _link(samen, indeling.personen, bestaand)
    return Vorming(_count_questions(facts, koppelingen, indeling.vragen), koppelingen, indeling.vragen)


def _link(samen: pl.DataFrame, personen: pl.DataFrame, bestaand: pl.DataFrame) -> pl.DataFrame:
    """Return a row per signaal of a zaak: its person (named by that person's first signaal), why, and repeats."""
    first = personen.group_by("groep", "persoon").agg(pl.col("signaal").min().alias("eerste"))
    named = personen.join(first, on=["groep", "persoon"]).select(
        pl.col("groep").alias("zaak"), "signaal", pl.col("eerste").alias("persoon"), "trap"
    )
    columns = [*ADRES, "signaal", "partner", "klantnummer", "type_vordering", "bedrag_cent", "aanleverdatum"]
    ooit = pl.concat([samen.select(columns), bestaand.select(columns)]).unique("signaal")
    return (
        samen.select("zaak", "signaal", "gemeente", "is_nieuw")
        .join(named, on=["zaak", "signaal"], maintain_order="left")
        .join(find_herhalingen(ooit), on="signaal", how="left", maintain_order="left")
    )


def _count_questions(facts: pl.DataFrame, koppelingen: pl.DataFrame, vragen: pl.DataFrame) -> pl.DataFrame:
    asked = vragen.group_by(pl.col("groep").alias("zaak")).agg(pl.len().cast(pl.Int32).alias("vragen_open"))
    repeated = koppelingen.group_by("zaak").agg(
        pl.col("herhaling_van").is_not_null().all().alias("alles_herhaald")
    )
    return (
        facts.join(asked, on="zaak", how="left")
        .with_columns(pl.col("vragen_open").fill_null(0))
        .join(repeated, on="zaak")
    )


def place(facts: pl.DataFrame, bekend: pl.DataFrame, *, versie: ConvenantVersie) -> pl.DataFrame:
    """Mark known addresses and give each zaak its inbox and actions by the covenant's table."""
    return rank_zaken(
        facts.with_columns(venster_maanden=pl.lit(1, pl.Int32)),
        versie=versie,
        werkprotocollen={},
        bekend=bekend,
    )
