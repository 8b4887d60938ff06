"""Counts that may be published: none under ten, and none that follows from the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

GRENS: Final = 10


@dataclass(frozen=True, slots=True)
class Telling:
    """A total with its parts; what is hidden is none. Parts that count nobody are left as they are: zero is nobody."""

    totaal: int | None
    delen: Mapping[str, int | None]


def hide_small(delen: Mapping[str, int]) -> Telling:
    """Hide every count from 1 to 9, and one more where the hidden one would follow from the total."""
    total = sum(delen.values())
    hidden = {naam for naam, aantal in delen.items() if 0 < aantal < GRENS}
    shown = sorted((aantal, naam) for naam, aantal in delen.items() if naam not in hidden and aantal)
    # Of what is hidden together only the sum can be worked out; that too must be of ten or more, and of two counts.
    while hidden and shown and (len(hidden) == 1 or sum(delen[naam] for naam in hidden) < GRENS):
        hidden.add(shown.pop(0)[1])
    lone = bool(hidden) and (len(hidden) == 1 or sum(delen[naam] for naam in hidden) < GRENS)
    return Telling(
        totaal=None if lone or 0 < total < GRENS else total,
        delen={naam: None if naam in hidden else aantal for naam, aantal in delen.items()},
    )


def hide_one(aantal: int) -> int | None:
    """Hide a count from 1 to 9 that stands alone."""
    return None if 0 < aantal < GRENS else aantal
