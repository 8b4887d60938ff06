"""What a line of the registry behind row security is made of: which rows, and what may be done with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from meldpunt.toegang.rijblokken import Blok


@dataclass(frozen=True, slots=True)
class Recht:
    """Which rows, and what may be done with them; `schrijf` where others are written than read."""

    blok: Blok
    mag: str
    schrijf: Blok | None = None


@dataclass(frozen=True, slots=True)
class Rijregel:
    """One table: whether it is about residents, what each kind of context reaches, and what the system may."""

    rechten: Mapping[str, Recht] = field(default_factory=dict)
    over_inwoners: bool = False
    systeem: str = "lvwx"
    # Tables of the queue, which the worker's own library reads on a connection that knows no context.
    zonder_context: bool = False
    # Columns that nobody but the worker reads.
    verborgen: tuple[str, ...] = ()


# The kinds of context but that of the system, which counts only for the role of the worker.
IEDEREEN: Final = (
    "aanmelden",
    "inwoner",
    "partner",
    "behandelaar",
    "coordinator",
    "uitvoerder",
    "privacy",
    "beheer",
    "statistiek",
    "gevolg",
)
MEDEWERKERS: Final = tuple(soort for soort in IEDEREEN if soort not in {"aanmelden", "inwoner", "statistiek"})
GEMEENTELIJK: Final = ("behandelaar", "coordinator", "uitvoerder")


def each(soorten: tuple[str, ...], blok: Blok, mag: str) -> dict[str, Recht]:
    """Give each of these kinds of context the same right."""
    return {soort: Recht(blok, mag) for soort in soorten}
