"""Where an account is signed in, and how that ends: by itself, by beheer, or with a role that ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.toegang.aanmelden.plek import Plek
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker, Sessie, new_sessieteken
from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.weigering import Weigering


@dataclass(frozen=True, slots=True)
class Sessieregel:
    """One place where an account is signed in, for a screen."""

    id: UUID
    apparaat: str
    netwerk: str
    begonnen_op: datetime
    deze: bool


def start_sessie(  # noqa: PLR0913 - a session is these facts
    *, gebruiker: UUID, sleutel: str, plek: Plek, wijze: str, factor: str, now: datetime
) -> None:
    """Keep that an account signed in with this session."""
    Sessie.objects.update_or_create(
        sleutel=sleutel,
        defaults={
            "gebruiker_id": gebruiker,
            "begonnen_op": now,
            "verloopt_op": now + timedelta(seconds=settings.SESSION_COOKIE_AGE),
            "beeindigd_op": None,
            "wijze": wijze,
            "factor": factor,
            "apparaat": plek.apparaat,
            "netwerk": plek.netwerk,
        },
    )


def move_sessie(*, oud: str, nieuw: str) -> None:
    """Follow a session whose key was changed."""
    Sessie.objects.filter(sleutel=oud).update(sleutel=nieuw)


def close_sessie(*, sleutel: str, now: datetime) -> None:
    """Keep that somebody signed out."""
    Sessie.objects.filter(sleutel=sleutel, beeindigd_op=None).update(beeindigd_op=now)


def list_sessies(gebruiker: UUID, *, sleutel: str, now: datetime) -> list[Sessieregel]:
    """Return where an account is signed in now, newest first; `sleutel` is the session that asks."""
    rows = Sessie.objects.filter(gebruiker=gebruiker, beeindigd_op=None, verloopt_op__gt=now)
    return [
        Sessieregel(row.id, row.apparaat, row.netwerk, row.begonnen_op, row.sleutel == sleutel)
        for row in rows.order_by("-begonnen_op", "-id")
    ]


@acting_on_accounts()
def end_sessie(*, sessie: UUID, door: Actor, now: datetime) -> None:
    """End one session of one's own. Raises Weigering when it is over already."""
    with transaction.atomic():
        row = Sessie.objects.select_for_update().filter(id=sessie, gebruiker=door.gebruiker).first()
        if row is None or row.beeindigd_op is not None:
            raise Weigering("Deze sessie is al beëindigd. [sessie_weg]")
        _end([row], now)
        record("sessie_beeindigd", objectsoort="account", object=row.gebruiker_id, door=door, now=now)


@acting_on_accounts()
def end_sessies_of(*, gebruiker: UUID, reden: str, door: Actor, now: datetime) -> None:
    """End every session of an account, known here or not, in the transaction of what gives reason to.

    The new mark refuses each session at its next request, also one that begins in the same moment.
    """
    with transaction.atomic():
        Gebruiker.objects.filter(id=gebruiker).update(sessieteken=new_sessieteken())
        rows = list(Sessie.objects.select_for_update().filter(gebruiker=gebruiker, beeindigd_op=None))
        _end(rows, now)
        record(
            "sessies_beeindigd",
            objectsoort="account",
            object=gebruiker,
            door=door,
            now=now,
            waarden={"reden": reden, "aantal": len(rows)},
        )


def sweep_sessies(*, now: datetime) -> int:
    """Delete what is known of sessions that were over long ago; return how many."""
    return Sessie.objects.filter(verloopt_op__lt=now - timedelta(days=30)).delete()[0]


def _end(rows: list[Sessie], now: datetime) -> None:
    Session.objects.filter(session_key__in=[row.sleutel for row in rows]).delete()
    Sessie.objects.filter(id__in=[row.id for row in rows]).update(beeindigd_op=now)
