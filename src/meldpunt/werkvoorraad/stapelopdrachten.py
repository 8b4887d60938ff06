"""Read what was asked for on many zaken: how far it is, and what was skipped and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from meldpunt.toegang.actor import Actor
from meldpunt.toegang.zichtbaar import scope_of
from meldpunt.werkvoorraad.models import Stapelopdracht, Stapelregel
from meldpunt.werkvoorraad.stapel import GEDAAN, OVERGESLAGEN

RECENT: Final = 30
SHOWN: Final = 200
# The address of a zaak that somebody sees no more (it went to another inbox) is not shown.
SKIPPED: Final = """
SELECT r.gemeente, r.zaak_id, r.zin, coalesce(a.straat, ''), coalesce(a.postcode, ''), a.huisnummer,
       coalesce(a.suffix, ''), z.id IS NOT NULL
FROM meldpunt_stapelregel r
CROSS JOIN LATERAL (SELECT r.gemeente AS code) g
LEFT JOIN meldpunt_zaak z
  ON z.id = r.zaak_id AND z.gemeente = r.gemeente AND g.code = ANY(%(gemeenten)s) AND {scope}
LEFT JOIN meldpunt_signaalpersoon a ON a.id = z.adressignaal AND a.gemeente = z.gemeente
WHERE r.opdracht_id = %(opdracht)s AND r.uitkomst = 'overgeslagen'
ORDER BY r.zin, r.gemeente, r.zaak_id LIMIT %(size)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stapelstand:
    """One stapelopdracht with how far it is; `redenen` gives each reason for skipping with how often."""

    id: UUID
    handeling: str
    waarden: dict[str, Any]
    aantal: int
    gedaan: int
    overgeslagen: int
    gemaakt_op: datetime
    klaar_op: datetime | None
    redenen: tuple[tuple[str, int], ...] = ()

    @property
    def procent(self) -> int:
        """Return how much of it is behind us, from 0 to 100."""
        return 100 * (self.gedaan + self.overgeslagen) // max(self.aantal, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overgeslagen:
    """A zaak on which the act could not be done, and why; without an address when it is not to be seen."""

    gemeente: str
    zaak: UUID
    zin: str
    straat: str
    postcode: str
    huisnummer: int | None
    suffix: str
    zichtbaar: bool


def get_stapelstand(*, opdracht: UUID, door: Actor) -> Stapelstand:
    """Return one's own stapelopdracht as it stands. Raises Stapelopdracht.DoesNotExist for another's."""
    row = Stapelopdracht.objects.get(id=opdracht, gebruiker=door.gebruiker)
    counts = dict(
        Stapelregel.objects.filter(opdracht=row).values_list("uitkomst").annotate(Count("uitkomst"))
    )
    reasons = (
        Stapelregel.objects.filter(opdracht=row, uitkomst=OVERGESLAGEN)
        .values_list("zin")
        .annotate(n=Count("zin"))
        .order_by("-n", "zin")
    )
    return _stand(row, counts.get(GEDAAN, 0), counts.get(OVERGESLAGEN, 0), tuple(reasons))


def list_overgeslagen(*, opdracht: UUID, door: Actor, size: int = SHOWN) -> list[Overgeslagen]:
    """Return the zaken of one's own stapelopdracht that were skipped, by reason."""
    if not Stapelopdracht.objects.filter(id=opdracht, gebruiker=door.gebruiker).exists():
        return []
    values: dict[str, Any] = {
        "opdracht": opdracht,
        "gemeenten": list(door.gemeenten),
        "partij": door.partij,
        "size": size,
    }
    names = list(Overgeslagen.__slots__)
    with connection.cursor() as cursor:
        cursor.execute(SKIPPED.format(scope=scope_of(door)), values)
        return [Overgeslagen(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def list_recent(*, door: Actor, size: int = RECENT) -> list[Stapelstand]:
    """Return one's own latest stapelopdrachten, the newest first."""
    rows = Stapelopdracht.objects.filter(gebruiker=door.gebruiker).annotate(
        gedaan=Count("regels", filter=Q(regels__uitkomst=GEDAAN)),
        overgeslagen=Count("regels", filter=Q(regels__uitkomst=OVERGESLAGEN)),
    )
    return [_stand(row, row.gedaan, row.overgeslagen, ()) for row in rows.order_by("-id")[:size]]


def list_due() -> list[UUID]:
    """Return the stapelopdrachten that are not finished, the oldest first."""
    return list(Stapelopdracht.objects.filter(klaar_op=None).order_by("id").values_list("id", flat=True))


def _stand(row: Stapelopdracht, done: int, skipped: int, reasons: tuple[tuple[str, int], ...]) -> Stapelstand:
    return Stapelstand(
        id=row.id,
        handeling=row.handeling,
        waarden=row.waarden,
        aantal=row.aantal,
        gedaan=done,
        overgeslagen=skipped,
        gemaakt_op=row.gemaakt_op,
        klaar_op=row.klaar_op,
        redenen=reasons,
    )
