"""Roles at a party: which go together, which are special, and who may give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Aanstelling, Rol
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

PASSEND: Final = {
    "partner": frozenset({"partner"}),
    "gemeente": frozenset({"behandelaar", "coordinator", "privacy"}),
    "uitvoerder": frozenset({"behandelaar", "coordinator", "uitvoerder"}),
    "meldpunt": frozenset({"beheer"}),
    "statistiek": frozenset({"statistiek"}),
}
# These see or decide more than the own work: one person asks, another one decides.
BIJZONDER: Final = frozenset({"privacy", "beheer", "coordinator"})


@dataclass(frozen=True, slots=True)
class Functie:
    """A role at a party."""

    rol: str
    partijsoort: str
    partij: str

    @property
    def rolnaam(self) -> str:
        """Return the role in words."""
        return str(Rol(self.rol).label)

    @property
    def bijzonder(self) -> bool:
        """Say whether this is a special right."""
        return self.rol in BIJZONDER


def check_functie(functie: Functie) -> None:
    """Raise Weigering unless the role exists at this kind of party."""
    if functie.rol not in PASSEND.get(functie.partijsoort, frozenset()) or not functie.partij:
        raise Weigering("Deze rol bestaat niet bij deze partij. Kies een andere rol. [rol_past_niet]")


def check_team(door: Actor, *, partijsoort: str, partij: str) -> None:
    """Raise unless the actor decides who works for this party: beheer, its coordinator or its appointed person."""
    if door.rol in {"beheer", "systeem"}:
        return
    own = door.partijsoort == partijsoort and door.partij == partij
    if own and (door.rol == "coordinator" or (door.rol == "partner" and beheert_team(door))):
        return
    raise GeenToegang(
        "Alleen een beheerder of wie uw organisatie daarvoor aanwees, regelt het team. [geen_toegang]"
    )


def beheert_team(door: Actor) -> bool:
    """Say whether the actor is the appointed person of the own party.

    No day is asked: the actor acts on this very appointment, so it holds.
    """
    own = Aanstelling.objects.filter(
        gebruiker=door.gebruiker, rol=door.rol, partijsoort=door.partijsoort, partij=door.partij
    )
    return own.filter(beheert_team=True).exists()
