"""The form of a declaration: what a column says about whom, for which purpose, till when, and how it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Soort = Literal[
    "naam", "adres", "geboortedatum", "bsn", "contact", "kenmerk", "schuld", "vrije_tekst", "gedrag", "account",
    "besluit",
]  # fmt: skip
Van = Literal["inwoner", "medewerker", "partner"]
Weg = Literal["leeg", "rij", "blijft"]
# By which key rows are found: see `Via`.
Langs = Literal["signaal", "zaak_persoon", "zaak", "verzending", "adres", "opdracht"]

SOORTEN: Final[Mapping[Soort, str]] = {
    "naam": "naam",
    "adres": "adres",
    "geboortedatum": "geboortedatum",
    "bsn": "burgerservicenummer",
    "contact": "telefoon en e-mail",
    "kenmerk": "klantnummer en ander kenmerk",
    "schuld": "vordering en bedrag",
    "vrije_tekst": "vrije tekst",
    "gedrag": "wat iemand deed of antwoordde",
    "account": "account en sessie",
    "besluit": "stand en besluit",
}


@dataclass(frozen=True, slots=True)
class Gegeven:
    """One kind of personal data in a column.

    `weg` is what destruction does: `leeg` empties the column, `rij` removes the row, `blijft` leaves it, because
    it counts for statistics and cannot be led back once the rest is gone. `als` is what a column reads afterwards
    that may not be empty.
    """

    soort: Soort
    van: Van
    doel: str
    bewaring: str
    weg: Weg
    als: str = ""


# Not about anybody: a key, a count, a rule, a moment of the system.
FEIT: Final = None


@dataclass(frozen=True, slots=True)
class Via:
    """How the rows of a table hang on a resident.

    `signaal`: the column holds the key of a signaal. `zaak`: of a zaak, whoever lives there. `zaak_persoon`: of a
    zaak, and of the person in it as in Zaaksignaal; without person it is about everybody in the zaak. `verzending`:
    of a message. `adres`: postcode, house number and suffix. `opdracht`: of an act on many zaken, whose
    Stapelregels name them.
    """

    langs: Langs
    kolommen: tuple[str, ...]

    def __init__(self, langs: Langs, *kolommen: str) -> None:
        """Say by which key, and in which columns it stands."""
        object.__setattr__(self, "langs", langs)
        object.__setattr__(self, "kolommen", kolommen)


@dataclass(frozen=True, slots=True)
class Tabel:
    """Every column of one model, and how its rows hang on a resident (None: they do not)."""

    koppeling: Via | None
    velden: Mapping[str, Gegeven | None]

    @property
    def gegevens(self) -> dict[str, Gegeven]:
        """Return the columns that say something about somebody."""
        return {kolom: gegeven for kolom, gegeven in self.velden.items() if gegeven is not None}


def declare(koppeling: Via | None, *groepen: tuple[Gegeven | None, str]) -> Tabel:
    """Make a table of groups of columns: what they hold, and their names with spaces between."""
    namen = [(naam, gegeven) for gegeven, tekst in groepen for naam in tekst.split()]
    double = [naam for naam, count in Counter(naam for naam, _ in namen).items() if count > 1]
    if double:
        raise ValueError(f"declared twice: {', '.join(double)}")
    return Tabel(koppeling, dict(namen))
