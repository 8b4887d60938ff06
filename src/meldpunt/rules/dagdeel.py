"""Parts of the day: which one a moment falls in, and which one to try now, from what was tried before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from meldpunt.rules.statussen import DAGDELEN

OCHTEND, MIDDAG, AVOND = DAGDELEN
# Only these are answered at the moment itself; a letter is read whenever somebody is home.
OP_HET_MOMENT: Final = frozenset({"Telefoon", "Huisbezoek", "Afspraak op locatie"})
# Whoever works is home in the evening, and before work sooner than after lunch.
VOORKEUR: Final = (AVOND, OCHTEND, MIDDAG)
_BIJ: Final = {OCHTEND: "’s ochtends", MIDDAG: "’s middags", AVOND: "’s avonds"}


class Poging(NamedTuple):
    """An attempt as the plan sees it; `persoon` is empty when it was for everybody on the address."""

    soort: str
    datum: date
    dagdeel: str
    bereikt: bool = False
    persoon: object | None = None


class Dagdeeladvies(NamedTuple):
    """The part of the day to try, and why in a sentence."""

    dagdeel: str
    reden: str


def dagdeel_of(hour: int) -> str:
    """Give the part of day of an hour of local time (DDAS: morning before 12, afternoon before 18)."""
    return OCHTEND if hour < 12 else MIDDAG if hour < 18 else AVOND


def suggest_dagdeel(soort: str, pogingen: Sequence[Poging]) -> Dagdeeladvies | None:
    """Suggest when to try: what was not tried first, then what reached somebody, the evening before the rest.

    None for a kind that is not answered at the moment itself.
    """
    if soort not in OP_HET_MOMENT:
        return None
    tried = [poging for poging in pogingen if poging.soort in OP_HET_MOMENT]
    times = {part: [p for p in tried if p.dagdeel == part] for part in VOORKEUR}
    fresh = [part for part in VOORKEUR if not times[part]]
    if len(fresh) == len(VOORKEUR):
        return Dagdeeladvies(AVOND, "’s Avonds zijn de meeste mensen thuis.")
    if fresh:
        return Dagdeeladvies(fresh[0], f"{_capital(_BIJ[fresh[0]])} is het nog niet geprobeerd.")
    reached = {part: sum(p.bereikt for p in times[part]) for part in VOORKEUR}
    if any(reached.values()):
        best = max(VOORKEUR, key=lambda part: (reached[part], -len(times[part]), -VOORKEUR.index(part)))
        return Dagdeeladvies(best, f"{_capital(_BIJ[best])} was er eerder contact.")
    least = min(VOORKEUR, key=lambda part: (len(times[part]), VOORKEUR.index(part)))
    return Dagdeeladvies(least, f"Alle dagdelen zijn geprobeerd; {_BIJ[least]} het minst.")


def _capital(text: str) -> str:
    """Give a sentence that begins with ’s its capital on the next word."""
    sign, word = text.split(" ")
    return f"{sign} {word.capitalize()}"
