"""Read the log: who did what, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from meldpunt.audit.doelen import BETROKKEN, name_betrokkene
from meldpunt.audit.inzagen import Inzage, list_inzagen_of
from meldpunt.audit.models import Logregel
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_supervise_privacy

PAGE = 50
__all__ = ["PAGE", "Inzage", "Logboekregel", "Logfilter", "list_inzagen_of", "list_logregels"]


@dataclass(frozen=True, slots=True)
class Logfilter:
    """What somebody looks for in the log; empty means everything."""

    wie: str = ""
    handeling: str = ""
    objectsoort: str = ""
    object: str = ""
    betrokkene: str = ""
    doel: str = ""
    resultaat: str = ""
    van: date | None = None
    tot: date | None = None


@dataclass(frozen=True, slots=True)
class Logboekregel:
    """One line of the log for the screen."""

    id: UUID
    tijd: datetime
    wie: str
    partij: str
    handeling: str
    objectsoort: str
    object: str
    gemeente: str
    resultaat: str
    herkomst: str
    doel: str
    waarden: dict[str, Any]
    rol: str = ""
    betrokkenen: tuple[str, ...] = ()


def list_logregels(
    *,
    door: Actor,
    filter: Logfilter,
    before: tuple[datetime, UUID] | None = None,
    size: int = PAGE,
) -> list[Logboekregel]:
    """Return a page of the log of the officer's municipalities, newest first; `before` is where the last one ended."""
    check_supervise_privacy(door)
    # One walk along the index per municipality: over several at once, all their lines would have to be sorted.
    pages = [
        _page(Logregel.objects.filter(gemeente=gemeente), filter, before, size) for gemeente in door.gemeenten
    ]
    page = list(_merge(pages, size)) if pages else []
    names = dict(Gebruiker.objects.filter(id__in={row.gebruiker for row in page}).values_list("id", "naam"))
    return [_line(row, names) for row in page]


def _page(
    rows: QuerySet[Logregel], wanted: Logfilter, before: tuple[datetime, UUID] | None, size: int
) -> QuerySet[Logregel]:
    rows = _matching(rows, wanted)
    if before is not None:
        moment, key = before
        rows = rows.filter(tijd__lte=moment).exclude(Q(tijd=moment) & Q(id__gte=key))
    return rows.order_by("-tijd", "-id")[:size]


def _merge(pages: list[QuerySet[Logregel]], size: int) -> QuerySet[Logregel]:
    if len(pages) == 1:
        return pages[0]
    return pages[0].union(*pages[1:], all=True).order_by("-tijd", "-id")[:size]


def _matching(rows: QuerySet[Logregel], wanted: Logfilter) -> QuerySet[Logregel]:
    if wanted.wie:
        rows = rows.filter(gebruiker__in=Gebruiker.objects.filter(naam__icontains=wanted.wie).values("id"))
    exact = {
        name: value
        for name in ("handeling", "objectsoort", "object", "doel", "resultaat")
        if (value := getattr(wanted, name).strip())
    }
    rows = rows.filter(**exact)
    if key := wanted.betrokkene.strip():
        rows = rows.filter(id__in=_list_about(key))
    if wanted.van is not None:
        rows = rows.filter(tijd__gte=_midnight(wanted.van))
    if wanted.tot is not None:
        rows = rows.filter(tijd__lt=_midnight(wanted.tot + timedelta(days=1)))
    return rows


def _list_about(key: str) -> list[UUID]:
    """Return the lines about a zaak, a person or a signaal, whichever the key is of.

    Asked for by itself: together with the order of the page the database would rather walk along the whole log.
    """
    named = [name_betrokkene(soort, key) for soort in sorted(BETROKKEN)]
    return list(Logregel.objects.filter(betrokkenen__overlap=named).values_list("id", flat=True))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware here


def _line(row: Logregel, names: dict[UUID, str]) -> Logboekregel:
    who = names.get(row.gebruiker, "Verwijderd account") if row.gebruiker else "Meldpunt (vanzelf)"
    return Logboekregel(
        id=row.id,
        tijd=row.tijd,
        wie=who,
        partij=row.partij,
        handeling=row.handeling,
        objectsoort=row.objectsoort,
        object=row.object,
        gemeente=row.gemeente,
        resultaat=row.resultaat,
        herkomst=row.herkomst,
        doel=row.doel,
        waarden=row.waarden,
        rol=row.rol,
        betrokkenen=tuple(row.betrokkenen),
    )
