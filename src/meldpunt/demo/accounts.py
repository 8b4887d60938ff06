"""Who can sign in to the demo world; one long password holds for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import NAMESPACE_DNS, UUID, uuid5

WACHTWOORD: Final = "samen-op-tijd-erbij"
ROLNAMEN: Final = {
    "partner": "levert aan voor",
    "behandelaar": "behandelaar bij",
    "coordinator": "coördinator bij",
    "uitvoerder": "uitvoerder bij",
    "privacy": "privacyfunctionaris van",
    "beheer": "beheerder van",
}


class Functie(NamedTuple):
    """A role at a party."""

    rol: str
    partijsoort: str
    partij: str


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the demo world with what it is for."""

    email: str
    naam: str
    partijnaam: str
    functies: tuple[Functie, ...]

    @property
    def wachtwoord(self) -> str:
        """The password, the same for every account."""
        return WACHTWOORD

    @property
    def rol(self) -> str:
        """The role the account signs in with, as a code."""
        return self.functies[0].rol

    @property
    def omschrijving(self) -> str:
        """Who this is and for whom, in one line."""
        return f"{self.naam}, {ROLNAMEN[self.rol]} {self.partijnaam}"

    @property
    def gebruiker(self) -> UUID:
        """The key of the account: known before its row is there, so that the rows of its work can name it."""
        return uuid5(NAMESPACE_DNS, self.email)


def _partner(email: str, naam: str, sleutel: str, partijnaam: str) -> Account:
    return Account(email, naam, partijnaam, (Functie("partner", "partner", sleutel),))


def _gemeente(email: str, naam: str, rol: str, codes: str, partijnaam: str) -> Account:
    functies = tuple(Functie(rol, "gemeente", code) for code in codes.split())
    return Account(email, naam, f"gemeente {partijnaam}", functies)


def _uitvoerder(email: str, naam: str, rol: str, sleutel: str, partijnaam: str) -> Account:
    return Account(email, naam, partijnaam, (Functie(rol, "uitvoerder", sleutel),))


ACCOUNTS: Final = (
    _partner("sanne@pwn.example", "Sanne Kuiper", "pwn", "PWN"),
    _partner("daan@elanwonen.example", "Daan Postma", "elan-wonen", "Elan Wonen"),
    _partner("youssef@achmea.example", "Youssef El Amrani", "achmea", "Achmea"),
    _partner("roos@cocensus.example", "Roos Terpstra", "cocensus", "Cocensus"),
    _partner("lotte@duo.example", "Lotte Hofman", "duo", "DUO"),
    _partner("bram@cak.example", "Bram van Dongen", "cak", "het CAK"),
    _partner("fatima@woonkracht10.example", "Fatima Belhaj", "woonkracht10", "Woonkracht10"),
    _partner("tim@vitens.example", "Tim Schutte", "vitens", "Vitens"),
    _partner("wieke@elkien.example", "Wieke Hoekstra", "elkien", "Elkien"),
    _gemeente("noor@haarlem.example", "Noor de Wit", "behandelaar", "0392", "Haarlem"),
    _gemeente("sem@haarlem.example", "Sem Aydın", "behandelaar", "0392", "Haarlem"),
    _gemeente("marit@haarlem.example", "Marit Veenstra", "coordinator", "0392 0473", "Haarlem"),
    _gemeente("jip@zandvoort.example", "Jip Paap", "behandelaar", "0473", "Zandvoort"),
    _gemeente("amina@amsterdam.example", "Amina Pinas", "behandelaar", "0363", "Amsterdam"),
    _gemeente("ruben@amsterdam.example", "Ruben Stolk", "coordinator", "0363", "Amsterdam"),
    _gemeente("eva@utrecht.example", "Eva Brands", "behandelaar", "0344", "Utrecht"),
    _gemeente("hugo@utrecht.example", "Hugo Kamphuis", "coordinator", "0344", "Utrecht"),
    _gemeente("femke@groningen.example", "Femke Dijkema", "behandelaar", "0014", "Groningen"),
    _gemeente("joris@zwolle.example", "Joris Bosch", "behandelaar", "0193", "Zwolle"),
    _gemeente("wietske@leeuwarden.example", "Wietske Bouma", "behandelaar", "0080", "Leeuwarden"),
    _gemeente("sjors@tilburg.example", "Sjors van Gorp", "behandelaar", "0855", "Tilburg"),
    _gemeente("nadia@zoetermeer.example", "Nadia Ramdin", "behandelaar", "0637", "Zoetermeer"),
    _gemeente("kim@dordrecht.example", "Kim Visser", "behandelaar", "0505", "Dordrecht"),
    _gemeente("peter@zwijndrecht.example", "Peter Kooijman", "coordinator", "0642", "Zwijndrecht"),
    _uitvoerder("linda@sdd.example", "Linda Nowak", "behandelaar", "SDD", "de Sociale Dienst Drechtsteden"),
    _uitvoerder("mehmet@sdd.example", "Mehmet Kaya", "coordinator", "SDD", "de Sociale Dienst Drechtsteden"),
    _uitvoerder(
        "ans@schalkwijk.example", "Ans Groen", "uitvoerder", "wijkteam-schalkwijk", "Wijkteam Schalkwijk"
    ),
    _uitvoerder(
        "kees@sterrenburg.example", "Kees Blok", "uitvoerder", "wijkteam-sterrenburg", "Wijkteam Sterrenburg"
    ),
    _uitvoerder(
        "chantal@gripopgeld.example", "Chantal Wijdenbosch", "uitvoerder", "grip-op-geld", "Grip op Geld"
    ),
    _gemeente("petra@haarlem.example", "Petra Lammers", "privacy", "0392", "Haarlem"),
    _gemeente("okan@amsterdam.example", "Okan Demir", "privacy", "0363", "Amsterdam"),
    Account(
        "ilse@meldpunt.example", "Ilse Bakker", "het meldpunt", (Functie("beheer", "meldpunt", "meldpunt"),)
    ),
    Account(
        "wim@meldpunt.example", "Wim Scholten", "het meldpunt", (Functie("beheer", "meldpunt", "meldpunt"),)
    ),
)
