"""Haarlem with Jansen and her housemate Bakker, reported by two partners, and an officer who answers requests."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from tests.factories import NU, deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.aanlevering.bsn import seal_bsn
from meldpunt.aanlevering.models import Signaal, SignaalPersoon
from meldpunt.betrokkenen.actions import Aanvraag, receive_verzoek
from meldpunt.betrokkenen.besluit import Besluit, decide_verzoek
from meldpunt.betrokkenen.rectificaties import Correctie
from meldpunt.betrokkenen.verzegeling import Inwoner
from meldpunt.betrokkenen.vinden import confirm_personen, list_kandidaten
from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Signaalpartner
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker

BSN = "999999990"
GEBOREN = date(1980, 5, 1)
JANSEN = Inwoner(
    voorletters="J.",
    achternaam="Jansen",
    geboortedatum=GEBOREN,
    postcode="2011AA",
    huisnummer=12,
    antwoord_aan="haalt het op",
    wens="Ik wil weten wat er over mij staat.",
)


def make_wereld() -> Zaak:
    """Let PWN and Vitens report Jansen, and PWN her housemate Bakker: one zaak, two persons."""
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    bakker = make_regel(
        klantnummer="K9", achternaam="Bakker", voorletters="P.", geboortedatum="1955-01-02", bedrag="77,00"
    )
    deliver(partner=pwn, regels=[make_regel(referentie="ref-1"), bakker])
    deliver(partner=vitens, regels=[make_regel(klantnummer="V1", bedrag="50,00")])
    return Zaak.objects.get()


def signaal_named(klantnummer: str) -> Signaal:
    return Signaal.objects.get(id=SignaalPersoon.objects.get(klantnummer=klantnummer).id)


def give_bsn(klantnummer: str, bsn: str = BSN) -> None:
    SignaalPersoon.objects.filter(klantnummer=klantnummer).update(**seal_bsn(bsn))


def make_officer(*, naam: str = "Petra Lammers") -> Actor:
    gebruiker = make_gebruiker(rol="privacy", naam=naam)
    return act_as(gebruiker, rol="privacy")


def act_as(gebruiker: Gebruiker, *, rol: str = "behandelaar", gemeente: str = "0392") -> Actor:
    return Actor(gebruiker.id, gebruiker.naam, rol, "gemeente", gemeente, "test", (gemeente,))


def speak_for(partner: Signaalpartner) -> Actor:
    return make_actor(rol="partner", partijsoort="partner", partij=partner.sleutel, partner=partner.id)


def receive(
    door: Actor,
    *,
    soort: str = "inzage",
    inwoner: Inwoner = JANSEN,
    identiteit: str = "document",
    now: datetime = NU,
) -> UUID:
    aanvraag = Aanvraag(soort=soort, gemeente="0392", inwoner=inwoner, kanaal="balie", identiteit=identiteit)
    return receive_verzoek(aanvraag=aanvraag, door=door, now=now)


def confirm(verzoek: UUID, door: Actor, *, alleen: set[UUID] | None = None, now: datetime = NU) -> list[UUID]:
    found = [one.signaal for one in list_kandidaten(verzoek=verzoek, gemeente="0392", door=door)]
    own = [one for one in found if alleen is None or one in alleen]
    confirm_personen(verzoek=verzoek, gemeente="0392", signalen=own, gezien=found, door=door, now=now)
    return own


def decide(
    verzoek: UUID,
    door: Actor,
    *,
    grond: str,
    inwilligen: bool = True,
    toelichting: str = "",
    correcties: list[Correctie] | None = None,
    now: datetime = NU,
) -> None:
    besluit = Besluit(
        inwilligen=inwilligen, grond=grond, toelichting=toelichting, correcties=correcties or []
    )
    decide_verzoek(verzoek=verzoek, gemeente="0392", besluit=besluit, door=door, now=now)


def grant(door: Actor, *, soort: str, grond: str, correcties: list[Correctie] | None = None) -> UUID:
    """Take a request through its four steps."""
    verzoek = receive(door, soort=soort)
    confirm(verzoek, door)
    decide(verzoek, door, grond=grond, correcties=correcties)
    return verzoek
