"""Who acts, for what and on whose rows: carried to the database, which shows no row without it.

`acting` sets it for a block of code; the database backend (`rijdatabase`) takes it along in every transaction,
and `rijbeveiliging` says which rows it opens. It is held per thread and task: a second thread starts empty and
is given it with `contextvars.copy_context().run`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from meldpunt.audit.doelen import AANBOD, STATISTIEK
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import INWONER

DOELEN: Final[Mapping[str, str]] = {
    "partner": "eigen signalen aanleveren en volgen (Wgs art. 3 lid 2)",
    "behandelaar": AANBOD,
    "coordinator": AANBOD,
    "uitvoerder": AANBOD,
    "privacy": "toezicht op de verwerking (AVG art. 39)",
    "beheer": "beheer van partijen en instellingen",
    "systeem": AANBOD,
    "statistiek": STATISTIEK,
}
AANMELDEN: Final = "aanmelden en een rol kiezen"
EIGEN_GEGEVENS: Final = "een inwoner ziet de eigen gegevens (AVG art. 15)"
ANTWOORDEN: Final = "antwoord van een inwoner op een brief"


@dataclass(frozen=True, slots=True)
class Rijcontext:
    """What the database knows of a transaction; `zaken` is the one of a reply code."""

    soort: str
    rol: str = ""
    partijsoort: str = ""
    partij: str = ""
    partner: UUID | None = None
    gemeenten: tuple[str, ...] = ()
    gebruiker: UUID | None = None
    doel: str = ""
    zaken: tuple[UUID, ...] = ()
    # Which process this is, `web` or `werker`: work that begins in a request never becomes that of the worker.
    proces: str = "web"

    def settings(self) -> dict[str, str]:
        """Return the settings of the transaction by name."""
        return {
            "meldpunt.soort": self.soort,
            "meldpunt.rol": self.rol,
            "meldpunt.partijsoort": self.partijsoort,
            "meldpunt.partij": self.partij,
            "meldpunt.partner": str(self.partner or ""),
            "meldpunt.gemeenten": ",".join(self.gemeenten),
            "meldpunt.gebruiker": str(self.gebruiker or ""),
            "meldpunt.doel": self.doel,
            "meldpunt.zaken": ",".join(map(str, self.zaken)),
        }


NIEMAND: Final = Rijcontext("")
_current: ContextVar[Rijcontext | None] = ContextVar("rijcontext", default=None)


def current() -> Rijcontext | None:
    """Return the context of this thread; none means that no row of any table is shown."""
    return _current.get()


@contextmanager
def acting(door: Actor, *, doel: str = "") -> Iterator[None]:
    """Let a block reach the rows of this actor; without a purpose none of a table about residents."""
    before = _current.get()
    soort = _soort_of(door)
    with _as(
        Rijcontext(
            soort=soort,
            rol=door.rol,
            partijsoort=door.partijsoort,
            partij=door.partij,
            partner=door.partner,
            gemeenten=door.gemeenten,
            gebruiker=door.gebruiker,
            doel=doel,
            proces=before.proces if before else ("werker" if soort == "systeem" else "web"),
        )
    ):
        yield


@contextmanager
def acting_beyond(*gemeenten: str) -> Iterator[None]:
    """Let an act do what goes beyond the rows of its actor, after it checked that it may.

    It reaches the whole of the actor's municipalities, and the others that are named: where a partner's signaal
    is, where a resident moved from. For the inside of acts only: what a screen shows never comes from here.
    Without a context around it, and for the system, it changes nothing.
    """
    before = _current.get()
    if before is None or before.soort == "systeem":
        yield
        return
    reach = tuple(dict.fromkeys([*before.gemeenten, *gemeenten]))
    with _as(replace(before, soort="gevolg", gemeenten=reach)):
        yield


@contextmanager
def signing_in() -> Iterator[None]:
    """Let a block reach accounts, appointments, sessions and the names of parties, and nothing else."""
    with _as(Rijcontext("aanmelden", doel=AANMELDEN)):
        yield


@contextmanager
def acting_on_accounts() -> Iterator[None]:
    """Let an act about accounts and rights reach them, and no row about a resident, after it checked that it may.

    Second factors, sessions and requests open in no other way. For the system it changes nothing.
    """
    before = _current.get()
    if before is None or before.soort == "systeem":
        yield
        return
    with _as(replace(before, soort="aanmelden", gemeenten=(), partner=None)):
        yield


@contextmanager
def answering() -> Iterator[None]:
    """Let a block of the reply page look up a code; `narrow_to_zaak` opens what belongs to it."""
    with _as(Rijcontext("inwoner", rol="systeem", doel=ANTWOORDEN)):
        yield


def is_answering() -> bool:
    """Say whether this is the reply page, which must be shown each zaak apart."""
    context = _current.get()
    return context is not None and context.soort == INWONER


@contextmanager
def seeing_self(*gemeenten: str) -> Iterator[None]:
    """Let a resident who signed in be found in these municipalities; the act narrows it to what is theirs.

    It reaches what the privacy officer of them reaches, for it answers the same question (AVG art. 15).
    """
    with _as(Rijcontext("privacy", rol="systeem", gemeenten=gemeenten, doel=EIGEN_GEGEVENS)):
        yield


@contextmanager
def narrow_to_zaak(zaak: UUID | None) -> Iterator[None]:
    """Let a block of the reply page reach the one zaak of the code; elsewhere it changes nothing."""
    before = _current.get()
    if before is None or not is_answering():
        yield
        return
    with _as(replace(before, zaken=(zaak,) if zaak else ())):
        yield


@contextmanager
def _as(context: Rijcontext) -> Iterator[None]:
    token = _current.set(context)
    try:
        yield
    finally:
        _current.reset(token)


def _soort_of(door: Actor) -> str:
    if door.rol == "systeem" and door.herkomst == INWONER:
        return INWONER
    return door.rol
