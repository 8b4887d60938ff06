"""Beside the end results: which one fits what happened, and which contradicts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from meldpunt.matching.queries import Persoonbeeld
from meldpunt.rules.eindkeuze import Verloop, find_tegenspraken, suggest_eindresultaat


@dataclass(frozen=True, slots=True)
class Eindvoorstel:
    """An end result that fits; `wie` is empty where it is about everybody."""

    wie: str
    eindresultaat: str
    waarom: str


@dataclass(frozen=True, slots=True)
class Eindtegenspraak:
    """What contradicts the chosen end result of a resident."""

    wie: str
    code: str
    zin: str
    hard: bool


def list_voorstellen(
    personen: Sequence[Persoonbeeld], verlopen: Mapping[UUID, Verloop]
) -> list[Eindvoorstel]:
    """List what fits, once where it is the same for everybody."""
    found = [(persoon, suggest_eindresultaat(verlopen[persoon.id])) for persoon in personen]
    first = found[0][1] if found else None
    if first is not None and all(voorstel == first for _, voorstel in found):
        return [Eindvoorstel("", *first)]
    return [Eindvoorstel(persoon.naam, *voorstel) for persoon, voorstel in found if voorstel is not None]


def list_tegenspraken(
    personen: Sequence[Persoonbeeld],
    verlopen: Mapping[UUID, Verloop],
    *,
    eindresultaat: str,
    per_persoon: Mapping[UUID, str],
) -> list[Eindtegenspraak]:
    """List what contradicts the choice, for each resident with the result that is chosen for that one."""
    return [
        Eindtegenspraak(persoon.naam if len(personen) > 1 else "", *tegenspraak)
        for persoon in personen
        for tegenspraak in find_tegenspraken(
            per_persoon.get(persoon.id) or eindresultaat, verlopen[persoon.id]
        )
    ]


def write_akkoord(tegenspraken: Sequence[Eindtegenspraak]) -> str:
    """Name the contradictions that the page shows, so that closing can tell that they were seen."""
    return ",".join(sorted({one.code for one in tegenspraken if one.hard}))
