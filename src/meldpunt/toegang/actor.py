"""Who acts: the person, the role and the party, fixed for the length of one act."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting user of an act; `gemeenten` and `partner` say on whose behalf."""

    gebruiker: UUID | None
    naam: str
    rol: str
    partijsoort: str
    partij: str
    herkomst: str
    gemeenten: tuple[str, ...] = ()
    partner: UUID | None = None


def system_actor(*, herkomst: str) -> Actor:
    """Return the actor of work that the clock or a command starts, not a person."""
    return Actor(None, "Meldpunt", "systeem", "meldpunt", "meldpunt", herkomst)


def account_actor(gebruiker: UUID, naam: str) -> Actor:
    """Return the actor of what a person does to the own account, before or beside any role."""
    return Actor(gebruiker, naam, "account", "account", "account", "web")
