"""A zaak in hand with one or two residents, and its case worker."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tests.factories import NU, deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld, get_zaak, list_personen
from meldpunt.opvolging.actions import take_zaak
from meldpunt.toegang.actor import Actor

JANSEN = make_regel(klantnummer="J1")
BAKKER = make_regel(
    klantnummer="B1", achternaam="Bakker", voorletters="P.", geboortedatum="1955-01-02", bedrag="80,00"
)


@dataclass(frozen=True, slots=True)
class Zaakwereld:
    """The zaak and who has it."""

    zaak: UUID
    door: Actor

    def beeld(self) -> Zaakbeeld:
        return get_zaak(zaak=self.zaak, gemeente="0392", door=self.door)

    def personen(self) -> list[Persoonbeeld]:
        return list_personen(zaak=self.zaak, gemeente="0392", door=make_actor(rol="coordinator"))

    def persoon(self, naam: str = "Jansen") -> UUID:
        return next(p.id for p in self.personen() if naam in p.naam)

    def signaal(self, naam: str = "Jansen") -> UUID:
        return Zaaksignaal.objects.filter(persoon=self.persoon(naam)).values_list("signaal", flat=True)[0]


def make_zaakwereld(*regels: str, taken: bool = True) -> Zaakwereld:
    """Make Haarlem with one zaak of these rows; without any of Jansen alone."""
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=list(regels) or [JANSEN])
    door = make_actor(gebruiker=make_gebruiker(email="noor@haarlem.example").id)
    zaak = Zaak.objects.get().id
    if taken:
        take_zaak(zaak=zaak, gemeente="0392", door=door, now=NU)
    return Zaakwereld(zaak, door)


def list_strangers() -> list[Actor]:
    """Give somebody of every kind that has nothing to do with the zaak."""
    return [
        make_actor(partij="0473", gemeenten=("0473",)),
        make_actor(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam"),
        make_actor(rol="partner", partijsoort="partner", partij="pwn", gemeenten=()),
        make_actor(rol="privacy"),
        make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=()),
    ]
