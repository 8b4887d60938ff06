"""Haarlem with zaken on numbered addresses, and people who work on them."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.factories import NU, deliver, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.matching.models import Zaak
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker


def on(dagen: int) -> datetime:
    """Give the moment so many days after the deliveries of the tests."""
    return NU + timedelta(days=dagen)


def make_zaken(aantal: int = 3) -> list[Zaak]:
    """Make so many zaken, whose first conversation is due on 23 November, in the order of their house numbers."""
    pwn = make_partner()
    make_deelname(partners=[pwn])
    regels = [make_regel(klantnummer=f"K{n}", huisnummer=str(n)) for n in range(1, aantal + 1)]
    deliver(partner=pwn, regels=regels)
    return list(Zaak.objects.order_by("id"))


def actor_of(gebruiker: Gebruiker, *, rol: str = "behandelaar") -> Actor:
    """Give the actor of an account of Haarlem."""
    return Actor(gebruiker.id, gebruiker.naam, rol, "gemeente", "0392", "test", ("0392",))


def make_behandelaar(*, naam: str = "Noor Jansen", email: str = "noor@haarlem.example") -> Gebruiker:
    """Make a case worker of Haarlem."""
    return make_gebruiker(email=email, naam=naam)


def make_coordinator() -> Gebruiker:
    """Make the coordinator of Haarlem."""
    return make_gebruiker(rol="coordinator", email="marit@haarlem.example", naam="Marit Veenstra")
