"""Read deliveries: what is due, and what a partner sees of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.models import Aanlevering as Aanlevering  # screens name the type
from meldpunt.aanlevering.models import Aanleveringvoortgang, Regelfout, Signaal
from meldpunt.aanlevering.parsers.kop import arrange_kop
from meldpunt.partijen.noodstop import is_gestopt
from meldpunt.partijen.queries import find_last_day
from meldpunt.rules.velden import ALLE_VELDEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import get_own_partner

PAGE = 50
# A report is made in memory. More refused rows than this have one cause, and are mended at the source.
FOUTREGELS = 100_000


def list_due() -> list[UUID]:
    """Return the deliveries that a step has to look at: received, stored but not matched, recalled."""
    due = (
        Q(status="ontvangen")
        | Q(status="verwerkt", gematcht_op=None)
        | Q(status="ingetrokken", intrekking_verwerkt_op=None)
    )
    return list(Aanlevering.objects.filter(due).order_by("id").values_list("id", flat=True))


def list_with_raw_left() -> list[UUID]:
    """Return the deliveries whose raw file should be gone and may not be."""
    return list(
        Aanlevering.objects.filter(ruw_vernietigd_op=None)
        .exclude(status__in=["concept", "ontvangen"])
        .order_by("id")
        .values_list("id", flat=True)
    )


def get_aanlevering(aanlevering: UUID, *, door: Actor) -> Aanlevering:
    """Return a delivery of the actor's own. Raises Aanlevering.DoesNotExist also when it is another's.

    What reads more of a delivery takes the row that this returns, so nobody gets at it by its key alone.
    """
    rows = Aanlevering.objects.select_related("partner")
    if door.rol != "systeem":
        rows = rows.filter(partner=get_own_partner(door))
    return rows.get(id=aanlevering)


def list_aanleveringen(*, door: Actor, before: UUID | None = None, size: int = PAGE) -> list[Aanlevering]:
    """Return a page of the actor's own deliveries, newest first; `before` is the last key of the page above."""
    rows = Aanlevering.objects.filter(partner=get_own_partner(door))
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows.order_by("-id")[:size])


@dataclass(frozen=True, slots=True)
class Stand:
    """How far the work on a delivery is, for the progress bar; `totaal` is 0 while it is not known."""

    stap: str
    gedaan: int
    totaal: int
    klaar: bool


def get_stand(aanlevering: Aanlevering) -> Stand:
    """Return the progress of a delivery."""
    klaar = aanlevering.status not in {"concept", "ontvangen"} and (
        aanlevering.status != "verwerkt" or aanlevering.gematcht_op is not None
    )
    row = Aanleveringvoortgang.objects.filter(aanlevering=aanlevering.id).first()
    if row is None:
        return Stand("wachten", 0, 0, klaar)
    return Stand(row.stap, row.gedaan, row.totaal, klaar)


@dataclass(frozen=True, slots=True)
class Foutregel:
    """A refused row for the screen: each ground with its sentence; empty once the report has expired."""

    regel: int
    gronden: list[str]
    waarschuwingen: list[str]
    uitleg: list[dict[str, Any]]
    vervalt_op: date


def list_foutregels(
    *, aanlevering: Aanlevering, after: int = 0, grond: str = "", size: int = PAGE
) -> list[Foutregel]:
    """Return a page of refused rows in the order of the file, from the line `after` on."""
    rows = Regelfout.objects.filter(aanlevering=aanlevering, regel__gt=after)
    if grond:
        rows = rows.filter(gronden__contains=[grond])
    return [
        Foutregel(r.regel, r.gronden, r.waarschuwingen, r.uitleg or [], r.vervalt_op)
        for r in rows.order_by("regel", "id")[:size]
    ]


def _list_refused_cells(
    aanlevering: Aanlevering, size: int
) -> list[tuple[int, dict[str, str], list[dict[str, Any]]]]:
    """Return line, cells and explanation of the refused rows whose report has not expired."""
    return [
        (regel, dict(cellen or {}), list(uitleg or []))
        for regel, cellen, uitleg in Regelfout.objects.filter(aanlevering=aanlevering, cellen__isnull=False)
        .order_by("regel", "id")
        .values_list("regel", "cellen", "uitleg")[:size]
    ]


def list_orphan_raw(*, now: datetime, older_than_seconds: float) -> list[UUID]:
    """Return raw files that no waiting delivery needs and that are older than this many seconds."""
    old = [key for key, written in ruw.list_stored() if now.timestamp() - written > older_than_seconds]
    needed = set(
        Aanlevering.objects.filter(id__in=old, status__in=["concept", "ontvangen"]).values_list(
            "id", flat=True
        )
    )
    return [key for key in old if key not in needed]


@dataclass(frozen=True, slots=True)
class Grondtelling:
    """How often a ground refused a row of a delivery, with the explanation of its first row while it is kept."""

    grond: str
    aantal: int
    regel: int
    uitleg: dict[str, Any]


FIRST_OF_GROND = """
SELECT g.grond, f.regel, u.uitleg
FROM unnest(%(gronden)s::text[]) g(grond)
CROSS JOIN LATERAL (
  SELECT r.regel, r.uitleg FROM meldpunt_regelfout r
  WHERE r.aanlevering_id = %(aanlevering)s AND r.gronden @> ARRAY[g.grond]::varchar[]
  ORDER BY r.regel LIMIT 1
) f
LEFT JOIN LATERAL (
  SELECT e AS uitleg FROM jsonb_array_elements(f.uitleg) e WHERE e ->> 'grond' = g.grond LIMIT 1
) u ON TRUE
"""


def list_gronden(aanlevering: Aanlevering) -> list[Grondtelling]:
    """Return every ground of a delivery, most frequent first, each with one row as an example."""
    if not aanlevering.gronden:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FIRST_OF_GROND, {"gronden": list(aanlevering.gronden), "aanlevering": aanlevering.id})
        first = {
            grond: (regel, json.loads(uitleg) if isinstance(uitleg, str) else uitleg or {})
            for grond, regel, uitleg in cursor.fetchall()
        }
    ordered = sorted(aanlevering.gronden.items(), key=lambda item: (-item[1], item[0]))
    return [Grondtelling(grond, aantal, *first.get(grond, (0, {}))) for grond, aantal in ordered]


def list_onbekende_kolommen(aanlevering: Aanlevering) -> list[str]:
    """Return the column names of a delivery that are none of our fields and were mapped onto none."""
    return list(arrange_kop(aanlevering.kop, ALLE_VELDEN, aanlevering.kolomkaart).onbekende_kolommen)


@dataclass(frozen=True, slots=True)
class Maandtelling:
    """What a partner delivered in one month, recalled deliveries left out."""

    maand: date
    aanleveringen: int
    regels: int
    geaccepteerd: int
    geweigerd: int
    bedrag_cent: int


def list_months(*, door: Actor, size: int = 6) -> list[Maandtelling]:
    """Return the newest months in which the actor's own partner delivered."""
    rows = (
        Aanlevering.objects.filter(partner=get_own_partner(door), status="verwerkt")
        .annotate(maand=TruncMonth("datum"))
        .values("maand")
        .annotate(
            aanleveringen=Count("id"),
            regels=Sum("aantal_regels"),
            geaccepteerd=Sum("aantal_geaccepteerd"),
            geweigerd=Sum("aantal_geweigerd"),
            cent=Sum("bedrag_cent"),
        )
        .order_by("-maand")[:size]
    )
    return [
        Maandtelling(
            r["maand"], r["aanleveringen"], r["regels"], r["geaccepteerd"], r["geweigerd"], r["cent"]
        )
        for r in rows
    ]


def list_attention(*, door: Actor, since: datetime) -> list[Aanlevering]:
    """Return the actor's own deliveries that ask something of it, newest first.

    Waiting for columns; refused as a whole since then; or with refused rows whose report still exists.
    """
    asks = (
        Q(status="concept")
        | Q(status__in=["afgekeurd", "mislukt"], ontvangen_op__gte=since, fout_code__gt="")
        | Q(status="verwerkt", aantal_geweigerd__gt=0, verwerkt_op__gte=since)
    )
    return list(Aanlevering.objects.filter(asks, partner=get_own_partner(door)).order_by("-id")[:10])


def count_per_gemeente(aanlevering: Aanlevering) -> list[tuple[str, str, int]]:
    """Return code, name and number of accepted signalen of every municipality that a delivery touched."""
    return list(
        # A copy for the municipality somebody moved to was not delivered there.
        Signaal.objects.filter(aanlevering=aanlevering, overgenomen_van=None)
        .values_list("gemeente_id", "gemeente__naam")
        .annotate(aantal=Count("id"))
        .order_by("gemeente_id")
    )


def list_alle_foutregels(aanlevering: Aanlevering, *, size: int = FOUTREGELS) -> pl.DataFrame:
    """Return the refused rows that are still kept as a frame: their cells, and what is wrong with each."""
    rows = _list_refused_cells(aanlevering, size)
    kolommen = [veld for veld in ALLE_VELDEN if any(veld in cellen for _, cellen, _ in rows)]
    return pl.DataFrame(
        [
            {
                **{veld: cellen.get(veld) for veld in kolommen},
                "gronden": [u["grond"] for u in uitleg],
                "wat_te_doen": " ".join(u["zin"] for u in uitleg),
            }
            for _, cellen, uitleg in rows
        ],
        schema={
            **dict.fromkeys(kolommen, pl.String),
            "gronden": pl.List(pl.String),
            "wat_te_doen": pl.String,
        },
    )


def is_held(aanlevering: UUID, *, on: date) -> bool:
    """Say whether a delivery waits because its covenant stands still; a recall is put right all the same.

    One of a day on which the covenant stood still is not held: it is refused, with the reason.
    """
    row = Aanlevering.objects.filter(id=aanlevering).exclude(status="ingetrokken").first()
    if row is None or not is_gestopt(row.convenant, on=on):
        return False
    last = find_last_day(row.convenant, on=on)
    return last is None or row.datum <= last
