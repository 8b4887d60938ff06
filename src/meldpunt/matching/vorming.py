"""Signalen into zaken: frames in, the rows to write out. Reads nothing and writes nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.personen import group_personen
from meldpunt.rules.rangorde import rank_zaken
from meldpunt.rules.zaakvorming import (
    ADRES,
    assign_zaken,
    find_herhalingen,
    find_voorganger,
    order_of_adres,
    sum_zaken,
)
from meldpunt.sleutels import new_ids

PERSOONKOLOMMEN = (
    *("bsn", "geboortedatum", "voorletters", "tussenvoegsel", "achternaam"),
    *("partner", "klantnummer"),
)


@dataclass(frozen=True, slots=True)
class Vorming:
    """What a run writes: `zaken` with `is_nieuw`, `koppelingen` with `is_nieuw`, open `vragen` about persons."""

    zaken: pl.DataFrame
    koppelingen: pl.DataFrame
    vragen: pl.DataFrame


def has_maandlijst(versie: ConvenantVersie) -> bool:
    """Say whether the covenant puts the zaken of a month in an order: then a person makes the list."""
    return bool(versie.ordening.volgorde)


def form_zaken(  # noqa: PLR0913 - what is new, what is there, and by which rules
    nieuw: pl.DataFrame,
    bestaand: pl.DataFrame,
    *,
    versie: ConvenantVersie,
    besluiten: pl.DataFrame,
    now: datetime,
    zonder_lijst: bool = False,
) -> Vorming:
    """Form zaken out of new signalen and those that stand on the same addresses already.

    Where the covenant asks for a month's list, a signaal only joins what is open; the list makes new zaken,
    unless a person decided to take these up (`zonder_lijst`).
    """
    toegewezen = assign_zaken(nieuw, bestaand)
    toegewezen = (
        toegewezen.filter(pl.col("zaak").is_not_null())
        if has_maandlijst(versie) and not zonder_lijst
        else _with_new_zaken(toegewezen, now=now)
    )
    samen = pl.concat(
        [
            toegewezen.with_columns(is_nieuw=pl.lit(True)),
            list_staand(bestaand)
            .join(toegewezen.select("zaak").unique(), on="zaak", how="semi")
            .select(toegewezen.columns)
            .with_columns(is_nieuw=pl.lit(False)),
        ]
    )
    return describe_zaken(samen, bestaand, besluiten=besluiten)


def list_staand(bestaand: pl.DataFrame) -> pl.DataFrame:
    """Keep what counts: a signaal that its partner took back holds its zaak open and nothing else."""
    return bestaand.filter(pl.col("afgemeld") == 0)


def _with_new_zaken(toegewezen: pl.DataFrame, *, now: datetime) -> pl.DataFrame:
    """Give the signalen of each address without an open zaak a new one."""
    place = ("plaats", "suffix")
    rows = toegewezen.with_columns(plaats=order_of_adres())
    without = rows.filter(pl.col("zaak").is_null()).select(place).unique(maintain_order=True)
    keys = without.with_columns(new_ids(without.height, now=now).alias("nieuwe_zaak"))
    return (
        rows.join(keys, on=place, how="left", maintain_order="left")
        .with_columns(zaak=pl.coalesce("zaak", "nieuwe_zaak"))
        .drop("nieuwe_zaak", "plaats")
    )


def describe_zaken(samen: pl.DataFrame, bestaand: pl.DataFrame, *, besluiten: pl.DataFrame) -> Vorming:
    """Work out facts, persons and repeats of zaken from all their signalen (`samen`, with zaak and is_nieuw)."""
    ordered = samen if samen["signaal"].is_sorted() else samen.sort("signaal")
    sleutels = ordered.select("zaak").unique(maintain_order=True).with_row_index("nr")
    # From here to the end by number: the rank of a signaal by key, the number of its zaak.
    rows = ordered.join(sleutels, on="zaak", maintain_order="left").select(
        pl.exclude("zaak", "signaal", "nr"), zaak="nr", signaal=pl.int_range(pl.len(), dtype=pl.UInt32)
    )
    signalen, zaken = ordered["signaal"], sleutels["zaak"]
    indeling = group_personen(
        rows.select(pl.col("zaak").alias("groep"), "signaal", *PERSOONKOLOMMEN),
        besluiten=_numbered(besluiten, signalen),
    )
    koppelingen = _link(ordered, rows["zaak"], indeling.personen, bestaand)
    facts = _count_questions(sum_zaken(rows), rows["zaak"], koppelingen["herhaling_van"], indeling.vragen)
    named = facts.with_columns(
        zaak=zaken.gather(facts["zaak"]),
        adressignaal=signalen.gather(facts["adressignaal"]),
        te_druk=pl.col("zaak").is_in(indeling.te_druk.implode()),
    )
    vragen = indeling.vragen.with_columns(
        groep=zaken.gather(indeling.vragen["groep"]),
        signaal_a=signalen.gather(indeling.vragen["signaal_a"]),
        signaal_b=signalen.gather(indeling.vragen["signaal_b"]),
    )
    return Vorming(_with_before(named, bestaand), koppelingen, vragen)


def _numbered(besluiten: pl.DataFrame, signalen: pl.Series) -> pl.DataFrame:
    """Return the decisions with the numbers of their signalen; those about others are of no use here."""
    if besluiten.is_empty():
        return pl.DataFrame(schema={"signaal_a": pl.UInt32, "signaal_b": pl.UInt32, "zelfde": pl.Boolean})
    numbers = signalen.to_frame("signaal").with_row_index("nr")
    return besluiten.join(numbers, left_on="signaal_a", right_on="signaal").join(
        numbers, left_on="signaal_b", right_on="signaal", suffix="_b"
    ).select(signaal_a="nr", signaal_b="nr_b", zelfde="zelfde")  # fmt: skip


def _with_before(facts: pl.DataFrame, bestaand: pl.DataFrame) -> pl.DataFrame:
    """Say of each zaak whether it is new, and on which one it follows."""
    if bestaand.is_empty():
        return facts.with_columns(is_nieuw=pl.lit(value=True), opeenvolgend_op=pl.lit(None, pl.String))
    known = bestaand["zaak"].unique().implode()
    marked = facts.with_columns(is_nieuw=~pl.col("zaak").is_in(known))
    return pl.concat(
        [
            find_voorganger(marked.filter("is_nieuw"), bestaand),
            marked.filter(~pl.col("is_nieuw")).with_columns(opeenvolgend_op=pl.lit(None, pl.String)),
        ]
    )


def _link(
    samen: pl.DataFrame, zaak: pl.Series, personen: pl.DataFrame, bestaand: pl.DataFrame
) -> pl.DataFrame:
    """Return a row per signaal of a zaak: its person (named by that person's first signaal), why, and repeats.

    `personen` has a row per row of `samen`, in that order, with numbers; so has `zaak`.
    """
    first = (
        personen.filter(zaak.is_duplicated())
        .group_by("groep", "persoon")
        .agg(pl.col("signaal"), pl.col("signaal").min().alias("eerste"))
        .select("signaal", "eerste")
        .explode("signaal")
    )
    eerste = personen.join(first, on="signaal", how="left", maintain_order="left").select(
        pl.coalesce("eerste", "signaal")
    )
    columns = [*ADRES, "signaal", "partner", "klantnummer", "type_vordering", "bedrag_cent", "aanleverdatum"]
    ooit = samen.select(columns)
    if not bestaand.is_empty():
        ooit = pl.concat([ooit, list_staand(bestaand).select(columns)]).unique("signaal")
    rows = samen.select("zaak", "signaal", "gemeente", "is_nieuw").with_columns(
        samen["signaal"].gather(eerste["eerste"]).alias("persoon"), personen["trap"]
    )
    herhaald = find_herhalingen(ooit)
    if herhaald.is_empty():
        return rows.with_columns(herhaling_van=pl.lit(None, pl.String))
    return rows.join(herhaald, on="signaal", how="left", maintain_order="left")


def _count_questions(
    facts: pl.DataFrame, zaak: pl.Series, herhaling_van: pl.Series, vragen: pl.DataFrame
) -> pl.DataFrame:
    """Add how many questions are open, and whether everything in the zaak was reported before."""
    asked = vragen.group_by(pl.col("groep").alias("zaak")).agg(pl.len().cast(pl.Int32).alias("vragen_open"))
    fresh = zaak.filter(herhaling_van.is_null()).unique().implode()
    return facts.join(asked, on="zaak", how="left").with_columns(
        pl.col("vragen_open").fill_null(0), alles_herhaald=~pl.col("zaak").is_in(fresh)
    )


def place(facts: pl.DataFrame, bekend: pl.DataFrame, *, versie: ConvenantVersie) -> pl.DataFrame:
    """Mark known addresses and give each zaak its inbox and actions by the covenant's table."""
    return rank_zaken(
        facts.with_columns(venster_maanden=pl.lit(1, pl.Int32)),
        versie=versie,
        werkprotocollen={},
        bekend=bekend,
    )
