"""The clocks of a zaak, worked out from what is stored: no table, so they cannot run out of step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

EERSTE_GESPREK = timedelta(weeks=4)
BESCHIKKING = timedelta(weeks=8)
BIJNA = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Termijn:
    """A term: `toestand` is loopt, bijna, te_laat, gehaald or rust; `rest` counts the days left."""

    titel: str
    begin: date
    eind: date
    toestand: str
    grondslag: str
    rest: int

    @property
    def verbruikt(self) -> int:
        """Return how much of the term has gone by, from 0 to 100."""
        whole = max((self.eind - self.begin).days, 1)
        return min(max(round(100 * (whole - self.rest) / whole), 0), 100)


def eerste_gesprek(*, ontvangen: date, bereikt: date | None, gesloten: date | None, today: date) -> Termijn:
    """Give the term for the first conversation: four weeks from receipt (Wgs art. 4 lid 1)."""
    eind = ontvangen + EERSTE_GESPREK
    reached = bereikt is not None and bereikt <= eind
    stopped = bereikt or gesloten
    state = "gehaald" if reached else _state(eind, today) if stopped is None else _ended(eind, stopped)
    rest = (eind - (stopped or today)).days
    return Termijn("Eerste gesprek", ontvangen, eind, state, "Wgs art. 4 lid 1", rest)


def beschikking(*, gesprek: date, gesloten: date | None, today: date) -> Termijn:
    """Give the term for the decision: eight weeks after the first conversation (Wgs art. 4a)."""
    eind = gesprek + BESCHIKKING
    state = _state(eind, today) if gesloten is None else _ended(eind, gesloten)
    return Termijn("Beschikking", gesprek, eind, state, "Wgs art. 4a", (eind - (gesloten or today)).days)


def einde_levering(*, gemeld: date, eind: date, today: date) -> Termijn:
    """Give the day on which supply or insurance ends, as the partner expects it."""
    return Termijn(
        "Levering stopt", gemeld, eind, _state(eind, today), "opgave van de partner", (eind - today).days
    )


def _state(eind: date, today: date) -> str:
    if today > eind:
        return "te_laat"
    return "bijna" if eind - today <= BIJNA else "loopt"


def _ended(eind: date, on: date) -> str:
    return "rust" if on <= eind else "te_laat"
