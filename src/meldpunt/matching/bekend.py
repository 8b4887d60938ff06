"""Addresses that the social service or debt help knows, loaded from its file: the newest file replaces the last."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import polars as pl
from django.db import transaction
from django.db.models import Count, Max, QuerySet

from meldpunt.aanlevering.parsers import read_regels
from meldpunt.adapters.bekendheid import REDENEN
from meldpunt.audit.actions import record
from meldpunt.matching.actions import redescribe_zaken
from meldpunt.matching.frames import lock_gemeenten
from meldpunt.matching.models import BekendAdres, Zaak
from meldpunt.partijen.register import get_versie
from meldpunt.rules.adres import read_huisnummer, read_postcode, read_suffix
from meldpunt.sleutels import new_ids
from meldpunt.tabelkopie import copy_in
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_coordinate
from meldpunt.toegang.weigering import Weigering

BEKEND_VELDEN = ("postcode", "huisnummer", "huisletter", "huisnummertoevoeging", "reden")


@dataclass(frozen=True, slots=True)
class Geladen:
    """How many addresses were loaded, and the lines that could not be read or have an unknown reason."""

    adressen: int
    overgeslagen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bekendstand:
    """How many known addresses a municipality has for a reason, and when the file with them was loaded."""

    reden: str
    adressen: int
    geladen_op: datetime


def list_standen(gemeente: str, *, door: Actor) -> list[Bekendstand]:
    """Return what is loaded now, per reason; never the addresses themselves."""
    check_coordinate(door, gemeente=gemeente)
    rows = (
        BekendAdres.objects.filter(gemeente=gemeente)
        .values("reden")
        .annotate(adressen=Count("id"), geladen=Max("geladen_op"))
        .order_by("reden")
    )
    return [Bekendstand(row["reden"], row["adressen"], row["geladen"]) for row in rows]


def read_bekend(path: Path, *, naam: str) -> pl.DataFrame:
    """Read a file of known addresses: regel, address, reden; the address is null where it cannot be read.

    Raises BestandFout when the file cannot be read at all.
    """
    cells = read_regels(path, naam=naam, velden=BEKEND_VELDEN, zoek_kop=True).regels
    return cells.select(
        "regel",
        read_postcode(pl.col("postcode")).alias("postcode"),
        read_huisnummer(pl.col("huisnummer")).alias("huisnummer"),
        read_suffix(pl.col("huisnummer"), pl.col("huisletter"), pl.col("huisnummertoevoeging"))
        .fill_null("")
        .alias("suffix"),
        pl.col("reden").str.to_lowercase(),
    )


@transaction.atomic
def load_bekend(*, gemeente: str, bestand: Path, naam: str, door: Actor, now: datetime) -> Geladen:
    """Replace the known addresses of a municipality by those of a file, and say which lines were left out.

    Raises Weigering when no line can be used: an empty list must not come from a wrong file by accident.
    """
    check_coordinate(door, gemeente=gemeente)
    rows = read_bekend(bestand, naam=naam)
    usable = (
        pl.col("postcode").is_not_null() & pl.col("huisnummer").is_not_null() & pl.col("reden").is_in(REDENEN)
    )
    good = rows.filter(usable).unique(["postcode", "huisnummer", "suffix", "reden"], maintain_order=True)
    if good.is_empty():
        raise Weigering(
            "In dit bestand staat geen bruikbaar adres. Het bestand heeft de kolommen postcode, huisnummer, "
            f"huisletter, huisnummertoevoeging en reden ({' of '.join(REDENEN)}). [bekend_leeg]"
        )
    lock_gemeenten([gemeente])
    BekendAdres.objects.filter(gemeente=gemeente).delete()
    copy_in(
        "meldpunt_bekendadres",
        good.select(
            pl.Series("id", new_ids(good.height, now=now), dtype=pl.String),
            pl.lit(gemeente).alias("gemeente"),
            "postcode",
            "huisnummer",
            "suffix",
            "reden",
            pl.lit(now.isoformat()).alias("geladen_op"),
        ),
    )
    _place_again(gemeente, now=now)
    record(
        "bekende_adressen_geladen",
        objectsoort="gemeente",
        object=gemeente,
        gemeente=gemeente,
        door=door,
        now=now,
        waarden={"adressen": good.height},
    )
    return Geladen(good.height, tuple(rows.filter(~usable.fill_null(value=False))["regel"]))


def _place_again(gemeente: str, *, now: datetime) -> None:
    """Let the zaken that nobody has taken follow the new list."""
    place_again(Zaak.objects.filter(gemeente=gemeente), now=now)


def place_again(zaken: QuerySet[Zaak], *, now: datetime) -> None:
    """Let those of these zaken that nobody has taken follow what is known: it may put them in another inbox."""
    waiting: dict[tuple[str, date], list[UUID]] = defaultdict(list)
    for zaak, convenant, versie in (
        zaken.filter(status="nieuw").order_by("id").values_list("id", "convenant", "versie")
    ):
        waiting[convenant, versie].append(zaak)
    for (convenant, versie), those in waiting.items():
        redescribe_zaken(
            those, versie=get_versie(convenant, versie), now=now, convenant=convenant, markering=""
        )
