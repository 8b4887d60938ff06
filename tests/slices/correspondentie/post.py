"""A municipality that can write: texts, a sender, and a zaak in hand of two residents on one address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tests.factories import NU, deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.correspondentie.actions import Sjabloonkeuze, make_verzending
from meldpunt.correspondentie.models import Verzending
from meldpunt.correspondentie.sjablonen import Sjabloontekst, adopt_voorbeelden, save_sjabloon
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import take_zaak
from meldpunt.partijen.afzenders import Afzendergegevens, save_afzender
from meldpunt.toegang.actor import Actor

AFZENDER = Afzendergegevens(
    naam="Gemeente Haarlem",
    adresregels=("Postbus 511", "2003 PB Haarlem"),
    telefoon="14 023",
    mail="hulp@haarlem.example",
    antwoordadres="https://meldpunt.haarlem.example/reageren/",
)


@dataclass(frozen=True, slots=True)
class Kantoor:
    """Who works there, and the zaak on the desk."""

    noor: Actor
    coordinator: Actor
    zaak: Zaak

    def persoon(self, achternaam: str) -> UUID:
        signaal = SignaalPersoon.objects.filter(achternaam=achternaam).order_by("id")[0].id
        return Zaaksignaal.objects.get(signaal=signaal).persoon

    def make(
        self, achternaam: str = "Jansen", sleutel: str = "eerste-brief", *, taal: str = "nl", **rest: object
    ) -> Verzending:
        now = rest.pop("now", NU)
        assert isinstance(now, datetime)
        return make_verzending(
            zaak=self.zaak.id,
            gemeente="0392",
            persoon=self.persoon(achternaam),
            keuze=Sjabloonkeuze(sleutel, taal, apart=bool(rest.pop("apart", False))),
            door=self.noor,
            now=now,
        )


def make_kantoor(*, now: datetime = NU, opgepakt: bool = True) -> Kantoor:
    """Let PWN report Jansen and Vitens report Bakker on one address in Haarlem."""
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    deliver(partner=pwn, regels=[make_regel()], now=now)
    bakker = make_regel(
        klantnummer="V1", achternaam="Bakker", voorletters="P.", geboortedatum="1955-01-02", bedrag="61,99"
    )
    deliver(partner=vitens, regels=[bakker], now=now)
    coordinator = make_actor(
        rol="coordinator", gebruiker=make_gebruiker(rol="coordinator", naam="Marit Veenstra").id
    )
    noor = make_actor(gebruiker=make_gebruiker().id)
    prepare_texts(coordinator, now=now)
    zaak = Zaak.objects.get()
    if opgepakt:
        take_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=now)
    return Kantoor(noor, coordinator, Zaak.objects.get())


def prepare_texts(coordinator: Actor, *, gemeente: str = "0392", now: datetime = NU) -> None:
    """Give a municipality its sender and the example texts."""
    save_afzender(gemeente=gemeente, gegevens=AFZENDER, door=coordinator, now=now)
    adopt_voorbeelden(gemeente=gemeente, door=coordinator, now=now)


def write_text(kantoor: Kantoor, *, now: datetime = NU, **anders: str) -> None:
    """Save a text of the municipality."""
    values = {
        "sleutel": "eerste-brief",
        "kanaal": "brief",
        "taal": "nl",
        "naam": "Eerste brief",
        "onderwerp": "Wij helpen u",
        "tekst": "{aanhef}, {partners}: {vorderingen}",
    }
    save_sjabloon(
        gemeente="0392", inhoud=Sjabloontekst(**(values | anders)), door=kantoor.coordinator, now=now
    )


def give_contact(achternaam: str, *, telefoon: str = "", email: str = "") -> None:
    """Let a resident have a telephone number or an address for mail."""
    SignaalPersoon.objects.filter(achternaam=achternaam).update(telefoon=telefoon, email=email)
