"""The parties themselves, for lists and for choices in forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from meldpunt.partijen.models import (
    Gemeente,
    GemeenteDeelname,
    PartnerDeelname,
    Partnerlabel,
    Signaalpartner,
    Uitvoerder,
)
from meldpunt.rules.proefinwoners import GEEN_GEMEENTE

PAGE = 50


@dataclass(frozen=True, slots=True)
class Gemeentekeuze:
    """A municipality with the covenants it takes or took part in."""

    code: str
    naam: str
    convenanten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partnerkeuze:
    """A partner with its brands (UZOVI code where there is one) and its covenants."""

    id: UUID
    sleutel: str
    naam: str
    type: str
    labels: tuple[str, ...] = ()
    convenanten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uitvoerderregel:
    """Who does the work, for which municipalities."""

    sleutel: str
    naam: str
    soort: str
    gemeenten: tuple[str, ...]


def list_gemeenten(codes: Sequence[str] | None = None) -> list[Gemeentekeuze]:
    """List these municipalities (default: all) by name."""
    rows = Gemeente.objects.exclude(code__in=GEEN_GEMEENTE)
    if codes is not None:
        rows = rows.filter(code__in=codes)
    return [Gemeentekeuze(row.code, row.naam) for row in rows.order_by("naam", "code")]


def list_partners() -> list[Partnerkeuze]:
    """List every partner by name, for a choice in a form."""
    return [
        Partnerkeuze(row.id, row.sleutel, row.naam, row.type)
        for row in Signaalpartner.objects.filter(proef=False).order_by("naam", "id")
    ]


def list_gemeenten_page(*, zoek: str = "", after: str = "") -> list[Gemeentekeuze]:
    """Return a page of municipalities with their covenants, by code; `after` is the last code before it."""
    rows = Gemeente.objects.filter(code__gt=after).exclude(code__in=GEEN_GEMEENTE)
    if zoek:
        rows = rows.filter(Q(naam__icontains=zoek) | Q(code=zoek))
    page = list(rows.order_by("code")[: PAGE + 1])
    joined: dict[str, set[str]] = defaultdict(set)
    for code, convenant in GemeenteDeelname.objects.filter(gemeente__in=page).values_list(
        "gemeente_id", "convenant"
    ):
        joined[code].add(convenant)
    return [Gemeentekeuze(row.code, row.naam, tuple(sorted(joined[row.code]))) for row in page]


def list_partners_page(*, zoek: str = "", after: str = "") -> list[Partnerkeuze]:
    """Return a page of partners with brands and covenants, by key; `after` is the last key before it."""
    rows = Signaalpartner.objects.filter(sleutel__gt=after, proef=False)
    if zoek:
        rows = rows.filter(Q(naam__icontains=zoek) | Q(labels__naam__icontains=zoek) | Q(type__iexact=zoek))
    page = list(rows.distinct().order_by("sleutel")[: PAGE + 1])
    labels: dict[UUID, list[str]] = defaultdict(list)
    for label in Partnerlabel.objects.filter(partner__in=page).order_by("naam", "id"):
        labels[label.partner_id].append(f"{label.naam} ({label.uzovi})" if label.uzovi else label.naam)
    joined: dict[UUID, set[str]] = defaultdict(set)
    for partner, convenant in PartnerDeelname.objects.filter(partner__in=page).values_list(
        "partner_id", "convenant"
    ):
        joined[partner].add(convenant)
    return [
        Partnerkeuze(
            row.id, row.sleutel, row.naam, row.type, tuple(labels[row.id]), tuple(sorted(joined[row.id]))
        )
        for row in page
    ]


def list_uitvoerders(*, gemeente: str = "") -> list[Uitvoerderregel]:
    """List the uitvoerders (of one municipality, if named) with where they work."""
    rows = Uitvoerder.objects.prefetch_related("gemeenten")
    if gemeente:
        rows = rows.filter(gemeenten=gemeente)
    return [
        Uitvoerderregel(
            row.sleutel,
            row.naam,
            row.get_soort_display(),
            tuple(sorted(one.naam for one in row.gemeenten.all())),
        )
        for row in rows.order_by("naam", "sleutel")
    ]
