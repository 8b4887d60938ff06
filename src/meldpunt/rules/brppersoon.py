"""A person as the BRP gives one (Haal Centraal Personen 2.7.0): only what a signaal needs, in frozen form.

Nothing here says what follows from it; `brpoordeel` does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

# The code of the register of non-residents, where a municipality would stand.
GEMEENTE_RNI: Final = "1999"
Verblijf = Literal["adres", "locatie", "buitenland", "onbekend", ""]


@dataclass(frozen=True, slots=True)
class BrpDatum:
    """A date of which day, month or even year may be unknown."""

    jaar: int | None = None
    maand: int | None = None
    dag: int | None = None

    @property
    def datum(self) -> date | None:
        """Return the whole date, or none when a part is unknown."""
        if self.jaar is None or self.maand is None or self.dag is None:
            return None
        return date(self.jaar, self.maand, self.dag)

    def can_be(self, day: date) -> bool:
        """Say whether this can be that day: each part that is known is equal."""
        known = ((self.jaar, day.year), (self.maand, day.month), (self.dag, day.day))
        return all(own is None or own == other for own, other in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrpNaam:
    """A name in its parts; `naamgebruik` is E, P, V or N, and empty where it was not asked."""

    voorletters: str = ""
    voorvoegsel: str = ""
    geslachtsnaam: str = ""
    naamgebruik: str = ""

    def write(self) -> str:
        """Write the name as people do."""
        return " ".join(part for part in (self.voorletters, self.voorvoegsel, self.geslachtsnaam) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrpAdres:
    """Where somebody is registered; `soort` is empty when it was not asked.

    `object_id` is the BAG key of the addressable object, 16 digits.
    """

    soort: Verblijf = ""
    straat: str = ""
    postcode: str = ""
    huisnummer: int | None = None
    huisletter: str = ""
    toevoeging: str = ""
    woonplaats: str = ""
    object_id: str = ""
    van: BrpDatum = field(default_factory=BrpDatum)
    in_onderzoek: bool = False
    # The municipality established that nobody of this name lives here.
    niet_hier: bool = False

    @property
    def suffix(self) -> str:
        """Return letter and addition in the form of an address key."""
        text = f"{self.huisletter}{self.toevoeging}".upper()
        return "".join(sign for sign in text if sign.isascii() and sign.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class BrpPersoon:
    """One person; `bsn` is never shown in a list, never logged and never in a URL.

    A search gives name, birth and address lines; address, municipality and partner come by reading one person.
    """

    bsn: str
    naam: BrpNaam
    geboorte: BrpDatum
    adresregels: tuple[str, ...] = ()
    adres: BrpAdres = field(default_factory=BrpAdres)
    gemeente: str = ""
    partners: tuple[BrpNaam, ...] = ()
    overleden: bool = False
    # Why the register stopped following somebody: O, E, M, R, W or F; empty while it follows.
    opschorting: str = ""
    geheim: bool = False
    # Of name, birth or number: the person may be another than it seems.
    in_onderzoek: bool = False


@dataclass(frozen=True, slots=True)
class BrpGevonden:
    """The answer to one question: persons, or that there were more than the register gives."""

    personen: tuple[BrpPersoon, ...] = ()
    te_veel: bool = False
