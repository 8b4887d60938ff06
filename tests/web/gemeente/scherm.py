"""A small world for the screens of the case worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.test import Client
from django.utils import timezone
from tests.factories import deliver, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.toegang.models import Gebruiker


@dataclass(frozen=True, slots=True)
class Wereld:
    """Haarlem with a case worker, signed in, and one zaak of two persons."""

    client: Client
    gebruiker: Gebruiker
    zaak: Zaak

    def url(self, what: str = "", zaak: Zaak | None = None) -> str:
        row = zaak or self.zaak
        return f"/gemeente/postvak/zaak/{row.gemeente_id}/{row.id}/{what}"

    def persons(self) -> list[UUID]:
        rows = Zaaksignaal.objects.filter(zaak=self.zaak).order_by("persoon")
        return list(rows.values_list("persoon", flat=True).distinct())


def log_in(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def make_wereld() -> Wereld:
    """Make Haarlem, where PWN reports Jansen and Vitens reports Bakker on one address, today."""
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    bring([make_regel(klantnummer="K1", sinds=recent())])
    bring(
        [
            make_regel(
                klantnummer="V1",
                achternaam="Bakker",
                voorletters="P.",
                geboortedatum="1955-01-02",
                sinds=recent(),
            )
        ],
        sleutel="vitens",
    )
    gebruiker = make_gebruiker()
    return Wereld(log_in(gebruiker), gebruiker, Zaak.objects.get())


def recent(dagen: int = 70) -> str:
    return (timezone.localdate() - timedelta(days=dagen)).isoformat()


def bring(regels: list[str], *, sleutel: str = "pwn", datum: date | None = None) -> None:
    """Deliver rows today, by the real clock: the screens read it too."""
    partner = make_partner(sleutel=sleutel)
    deliver(partner=partner, regels=regels, datum=datum or timezone.localdate(), now=timezone.now())
