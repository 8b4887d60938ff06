"""Read deliveries: what is due, and what a partner sees of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.models import Aanlevering, Aanleveringvoortgang, Regelfout

PAGE = 50


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
        .exclude(status__in=["concept", "ontvangen", "mislukt"])
        .order_by("id")
        .values_list("id", flat=True)
    )


def get_aanlevering(aanlevering: UUID, *, partner: UUID) -> Aanlevering:
    """Return a delivery of this partner. Raises Aanlevering.DoesNotExist also when it is another's."""
    return Aanlevering.objects.select_related("partner").get(id=aanlevering, partner=partner)


def list_aanleveringen(*, partner: UUID, before: UUID | None = None, size: int = PAGE) -> list[Aanlevering]:
    """Return a page of a partner's deliveries, newest first; `before` is the last key of the page above."""
    rows = Aanlevering.objects.filter(partner=partner)
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
    *, aanlevering: UUID, after: int = 0, grond: str = "", size: int = PAGE
) -> list[Foutregel]:
    """Return a page of refused rows in the order of the file, from the line `after` on."""
    rows = Regelfout.objects.filter(aanlevering=aanlevering, regel__gt=after)
    if grond:
        rows = rows.filter(gronden__contains=[grond])
    return [
        Foutregel(r.regel, r.gronden, r.waarschuwingen, r.uitleg or [], r.vervalt_op)
        for r in rows.order_by("regel", "id")[:size]
    ]


def list_refused_cells(aanlevering: UUID) -> list[tuple[int, dict[str, str], list[dict[str, Any]]]]:
    """Return line, cells and explanation of every refused row whose report has not expired."""
    return [
        (regel, dict(cellen or {}), list(uitleg or []))
        for regel, cellen, uitleg in Regelfout.objects.filter(aanlevering=aanlevering, cellen__isnull=False)
        .order_by("regel", "id")
        .values_list("regel", "cellen", "uitleg")
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
