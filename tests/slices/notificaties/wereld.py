"""A partner with a subscription to a receiver that really listens, on this machine."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.factories import NU, make_actor
from tests.koppelingen.buren import Buur, Gevraagd

from meldpunt import pipeline
from meldpunt.notificaties.actions import Aanvraag, Begonnen, create_abonnement
from meldpunt.notificaties.hosts import allow_host
from meldpunt.notificaties.models import Abonnement, Notificatie, Ontvangsthost
from meldpunt.partijen.models import Signaalpartner
from meldpunt.rules.gebeurtenissen import GEBEURTENISSOORTEN
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.rijcontext import DOELEN, acting

SYSTEEM = system_actor(herkomst="test")
BEHEER = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())
MINUUT = timedelta(minutes=1)
ALLES = tuple(GEBEURTENISSOORTEN)


def speak_for(partner: Signaalpartner) -> Actor:
    return make_actor(
        rol="partner", partijsoort="partner", partij=partner.sleutel, gemeenten=(), partner=partner.id
    )


def say_yes(receiver: Buur, *, rate: str = "*") -> None:
    """Let the receiver consent, and take every message without a word."""
    receiver.koppen = {"WebHook-Allowed-Origin": "meldpunt.example", "WebHook-Allowed-Rate": rate}
    receiver.antwoord = lambda gevraagd: (204 if gevraagd.methode == "POST" else 200, b"")


def ask_for(
    partner: Signaalpartner,
    adres: str,
    *,
    soorten: tuple[str, ...] = ALLES,
    naam: str = "debiteuren",
    now: datetime = NU,
) -> Begonnen:
    aanvraag = Aanvraag(naam, adres, soorten)
    return create_abonnement(aanvraag=aanvraag, door=speak_for(partner), now=now)


def allow_all(*, now: datetime = NU) -> None:
    for host in Ontvangsthost.objects.order_by("id"):
        allow_host(host=host.id, door=BEHEER, now=now)


def subscribe(
    partner: Signaalpartner, receiver: Buur, *, soorten: tuple[str, ...] = ALLES, now: datetime = NU
) -> Begonnen:
    """Begin a subscription that is allowed and confirmed, at the moment `now`."""
    begonnen = ask_for(partner, f"{receiver.adres}/haak", soorten=soorten, now=now)
    allow_all(now=now)
    notify(now=now)
    assert Abonnement.objects.get(id=begonnen.id).status == "actief"
    receiver.gevraagd.clear()
    return begonnen


def notify(*, now: datetime) -> int:
    """Take one turn of the minute, as the worker does: with its role in the database and its rows."""
    with acting(SYSTEEM, doel=DOELEN["systeem"]):
        return pipeline.notify_due(door=SYSTEEM, clock=lambda: now)


def posted(receiver: Buur) -> list[Gevraagd]:
    return [one for one in receiver.gevraagd if one.methode == "POST"]


def types(receiver: Buur) -> list[str]:
    return sorted(one.json()["type"].removeprefix("nl.meldpunt.") for one in posted(receiver))


def make_notificatie(begonnen: UUID, partner: Signaalpartner, **changes: Any) -> Notificatie:
    """Make a message that waits, as the announcing step does."""
    given = {"soort": "terugkoppeling_gegeven", "tijd": NU, "volgende_poging_op": NU, **changes}
    given.setdefault("bron", UUID(int=Notificatie.objects.count() + 1))
    return Notificatie.objects.create(abonnement_id=begonnen, partner=partner, **given)
