"""Haarlem with two partners on one address, and the acts of a partner and of a case worker."""

from __future__ import annotations

from datetime import datetime

from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt import pipeline
from meldpunt.aanlevering.models import Signaal, SignaalPersoon
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.actions import close_zaak, take_zaak
from meldpunt.partijen.models import Signaalpartner
from meldpunt.terugkoppeling.partnerberichten import Berichtopdracht, report_bericht
from meldpunt.toegang.actor import Actor, system_actor

HULP = "Vervolghulp en/of verwijzing financieel"
GEEN_CONTACT = "Definitief geen contact kunnen krijgen"
SYSTEEM = system_actor(herkomst="test")


def make_partners(*, convenant: str = "landelijk") -> tuple[Signaalpartner, Signaalpartner]:
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(convenant=convenant, partners=[pwn, vitens])
    return pwn, vitens


def speak_for(partner: Signaalpartner) -> Actor:
    return make_actor(rol="partner", partijsoort="partner", partij=partner.sleutel, partner=partner.id)


def make_gedeeld(*, convenant: str = "landelijk") -> tuple[Signaalpartner, Signaalpartner, Zaak]:
    """Let both partners report one address under one covenant without a list."""
    pwn, vitens = make_partners(convenant=convenant)
    deliver(partner=pwn, convenant=convenant, regels=[make_regel(bedrag="120,50")])
    deliver(partner=vitens, convenant=convenant, regels=[make_regel(klantnummer="V1", bedrag="50,00")])
    return pwn, vitens, Zaak.objects.get()


def signaal_of(partner: Signaalpartner) -> Signaal:
    return Signaal.objects.get(partner=partner)


def signaal_named(klantnummer: str) -> Signaal:
    return Signaal.objects.get(id=SignaalPersoon.objects.get(klantnummer=klantnummer).id)


def say(partner: Signaalpartner, *, soort: str = "betaald", now: datetime = NU) -> None:
    opdracht = Berichtopdracht(signaal=signaal_of(partner).id, soort=soort, datum=now.date())
    report_bericht(opdracht=opdracht, door=speak_for(partner), now=now)


def take(zaak: Zaak, *, now: datetime = NU) -> None:
    take_zaak(zaak=zaak.id, gemeente="0392", door=make_actor(), now=now)


def close(zaak: Zaak, *, resultaat: str, now: datetime = NU) -> None:
    close_zaak(zaak=zaak.id, gemeente="0392", eindresultaat=resultaat, door=make_actor(), now=now)


def tell(*, now: datetime = NU) -> None:
    pipeline.tell_due(door=SYSTEEM, clock=lambda: now)
