"""Somebody opens a zaak: it is read, and a colleague who opens it too sees who has it open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from meldpunt.matching.models import Zaak
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_see_zaak
from meldpunt.werkvoorraad.models import Zaakslot

# The page renews it every minute; without script, or with the page closed, it lapses by itself.
SLOTDUUR: Final = timedelta(minutes=2)
# One statement, so that of two who open at the same moment one has it and the other sees that.
TAKE: Final = """
INSERT INTO meldpunt_zaakslot AS s (gemeente, zaak_id, gebruiker_id, sinds, tot)
VALUES (%(gemeente)s, %(zaak)s, %(gebruiker)s, %(now)s, %(tot)s)
ON CONFLICT (gemeente, zaak_id) DO UPDATE SET gebruiker_id = EXCLUDED.gebruiker_id, tot = EXCLUDED.tot,
  sinds = CASE WHEN s.gebruiker_id = EXCLUDED.gebruiker_id AND s.tot > %(now)s THEN s.sinds ELSE EXCLUDED.sinds END
WHERE s.gebruiker_id = EXCLUDED.gebruiker_id OR s.tot <= %(now)s
"""


@dataclass(frozen=True, slots=True)
class Openstaand:
    """The colleague who has a zaak open, and since when."""

    naam: str
    sinds: datetime


@transaction.atomic
def open_zaak(*, zaak: UUID, gemeente: str, door: Actor, now: datetime) -> Openstaand | None:
    """Take or renew the lock and return the colleague who has it, or none when it is ours; it never blocks.

    The zaak is read from now on when the actor is the one who should read it.
    """
    row = Zaak.objects.only("id", "gemeente", "postvak", "team", "behandelaar", "gezien_op").get(
        id=zaak, gemeente=gemeente
    )
    check_see_zaak(door, gemeente=gemeente, postvak=row.postvak, team=row.team)
    if row.gezien_op is None and is_receiver(door, team=row.team, behandelaar=row.behandelaar):
        Zaak.objects.filter(id=zaak, gemeente=gemeente, gezien_op=None).update(gezien_op=now)
    if door.gebruiker is None:
        return None
    values: dict[str, Any] = {
        "gemeente": gemeente,
        "zaak": zaak,
        "gebruiker": door.gebruiker,
        "now": now,
        "tot": now + SLOTDUUR,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        if cursor.rowcount:
            return None
    return find_openstaand(zaak=zaak, gemeente=gemeente, door=door, now=now)


def is_receiver(door: Actor, *, team: str, behandelaar: UUID | None) -> bool:
    """Say whether it is for this actor to read a zaak: the colleague it was given to, else the team, else anyone."""
    if behandelaar is not None:
        return door.gebruiker == behandelaar
    return not team or door.partij == team


def find_openstaand(*, zaak: UUID, gemeente: str, door: Actor, now: datetime) -> Openstaand | None:
    """Return the colleague who has a zaak open now, or none."""
    row = (
        Zaakslot.objects.filter(gemeente=gemeente, zaak=zaak, tot__gt=now)
        .exclude(gebruiker=door.gebruiker)
        .first()
    )
    if row is None:
        return None
    naam = Gebruiker.objects.filter(id=row.gebruiker_id).values_list("naam", flat=True).first()
    return Openstaand(naam or "Een collega", row.sinds)
