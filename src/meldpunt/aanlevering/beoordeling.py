"""A raw file into judged rows: read, map the columns, judge by the covenant, explain what is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.aanlevering.parsers import BestandFout, read_regels
from meldpunt.aanlevering.voortgang import Voortgang
from meldpunt.partijen.deelname import get_deelname
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.deelname import Levering
from meldpunt.rules.toelating import judge_regels
from meldpunt.rules.uitleg import explain_regels
from meldpunt.rules.velden import ALLE_VELDEN
from meldpunt.rules.zaakvorming import order_of_adres


@dataclass(frozen=True, slots=True, kw_only=True)
class Oordeel:
    """The judged rows of one file, with what the delivery's page counts and shows; the accepted ones by address."""

    aantal_regels: int
    controlegetal: str
    geaccepteerd: pl.DataFrame
    geweigerd: pl.DataFrame
    cellen: pl.DataFrame
    versie: ConvenantVersie
    formaat: str
    kop: Sequence[str]
    gronden: dict[str, int]
    verwijderde_velden: dict[str, int]


# The register of addresses knows five signs; many more are a cell that slipped, and no index could hold them.
SUFFIXTEKENS = 200


def hash_kop(kop: Sequence[str]) -> str:
    """Return the key under which the column map of a header is remembered."""
    return hashlib.sha256("\x1f".join(kop).encode()).hexdigest()


def judge_bestand(*, aanlevering: Aanlevering, voortgang: Voortgang) -> Oordeel:
    """Judge every row of the raw file of a delivery. Raises BestandFout when the file cannot be read."""
    voortgang.tell("lezen", 0, 0)
    naam = aanlevering.bestandsnaam
    with ruw.open_plain(aanlevering.id, naam=naam, digest=aanlevering.inhoud_sha256) as path:
        bestand = read_regels(
            path, naam=naam, velden=ALLE_VELDEN, kolomkaart=aanlevering.kolomkaart, zoek_kop=True
        )
    total = bestand.regels.height
    voortgang.tell("beoordelen", 0, total)
    convenant = get_convenant(aanlevering.convenant)
    levering = Levering(aanlevering.partner.sleutel, aanlevering.partner.type, aanlevering.datum)
    deelname = get_deelname(convenant, aanlevering.partner, on=aanlevering.datum)
    regels = judge_regels(bestand.regels, convenant=convenant, levering=levering, deelname=deelname)
    _check_suffix(regels)
    versie = convenant.version_on(aanlevering.datum)
    allowed = [veld for veld in ALLE_VELDEN if veld in versie.velden]
    voortgang.tell("beoordelen", total, total)
    refused = regels.filter(~pl.col("geaccepteerd"))
    uitleg = explain_regels(regels, bestand.regels, convenant=convenant, levering=levering, deelname=deelname)
    cellen = bestand.regels.select("regel", *allowed).join(refused.select("regel"), on="regel", how="semi")
    dropped = _count_dropped(bestand.regels, versie.velden, bestand.onbekende_kolommen)
    formaat, kop = bestand.formaat, bestand.kop
    # The cells of the file go before the accepted rows are copied into their order: they are the larger half.
    del bestand
    return Oordeel(
        aantal_regels=total,
        controlegetal=count_controlegetal(regels, aanlevering.inhoud_sha256),
        geaccepteerd=_in_order_of_adres(regels),
        geweigerd=_with_uitleg(refused, uitleg),
        cellen=cellen,
        versie=versie,
        formaat=formaat,
        kop=kop,
        gronden=count_gronden(refused),
        verwijderde_velden=dropped,
    )


def _check_suffix(regels: pl.DataFrame) -> None:
    long = regels.filter("geaccepteerd", pl.col("suffix").str.len_bytes() > SUFFIXTEKENS)
    if not long.is_empty():
        regel, suffix = long.select("regel", "suffix").row(0)
        raise BestandFout(
            "toevoeging_te_lang",
            f"Regel {regel}: de toevoeging bij het huisnummer telt {len(suffix)} tekens ({suffix[:20]}…); het maximum "
            f"is {SUFFIXTEKENS}. Kijk of de kolommen goed staan, verbeter de regel en lever het bestand opnieuw aan.",
        )


def count_controlegetal(regels: pl.DataFrame, inhoud_sha256: str) -> str:
    """Return the SHA-256 over the file's own checksum and every line's decision, for the receipt."""
    digest = hashlib.sha256(inhoud_sha256.encode())
    lines = regels.sort("regel").select(
        pl.format(
            "{};{};{}\n",
            pl.col("regel"),
            pl.when("geaccepteerd").then(pl.lit("geaccepteerd")).otherwise(pl.lit("geweigerd")),
            pl.col("gronden").list.join(","),
        ).alias("lijn")
    )
    for chunk in lines.iter_slices(100_000):
        digest.update(chunk["lijn"].str.join("").item().encode())
    return digest.hexdigest()


def _in_order_of_adres(regels: pl.DataFrame) -> pl.DataFrame:
    """Return the accepted rows by address, so that what is stored lands side by side in every index.

    Their places are sorted, so that a million rows are copied once.
    """
    places = regels.select(place=pl.int_range(pl.len(), dtype=pl.UInt32), order=order_of_adres())
    accepted = places.filter(regels["geaccepteerd"]).sort("order", maintain_order=True)
    return regels.drop("gronden", "geaccepteerd")[accepted["place"]]


def _with_uitleg(refused: pl.DataFrame, uitleg: pl.DataFrame) -> pl.DataFrame:
    """Give each refused row its explanations as one JSON text, in the order of the grounds."""
    texts = (
        uitleg.select("regel", pl.struct(pl.exclude("regel")).struct.json_encode().alias("uitleg"))
        .group_by("regel", maintain_order=True)
        .agg(pl.col("uitleg").str.join(","))
        .with_columns(pl.format("[{}]", "uitleg").alias("uitleg"))
    )
    return refused.join(texts, on="regel", how="left", maintain_order="left")


def count_gronden(refused: pl.DataFrame) -> dict[str, int]:
    """Return how many refused rows carry each ground, most frequent first."""
    counts = (
        refused.select(pl.col("gronden").explode().alias("grond"))
        .group_by("grond")
        .agg(pl.len().alias("aantal"))
        .sort("aantal", "grond", descending=[True, False])
    )
    return dict(counts.iter_rows())


def _count_dropped(
    regels: pl.DataFrame, allowed: Mapping[str, object], onbekend: Sequence[str]
) -> dict[str, int]:
    """Return how many rows held a value in each field that the covenant has no place for."""
    outside = [veld for veld in ALLE_VELDEN if veld not in allowed]
    counts = regels.select(pl.col(outside).count()).row(0, named=True) if outside else {}
    found = {veld: count for veld, count in counts.items() if count}
    if onbekend:
        found["onbekende kolommen"] = int(regels["buiten_velden"].sum() or 0)
    return found
