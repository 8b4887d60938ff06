"""How the bench is shown: a signaal, a candidate and its reasons, and the counts, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from meldpunt.brp.mismatchbank import Kandidaatbeeld, Mismatchbeeld, Mismatchregel, Oorzaaktelling
from meldpunt.rules.brppersoon import BrpDatum, BrpPersoon
from meldpunt.rules.mismatchwoorden import OORZAKEN, Uitkomst
from meldpunt.web.gemeente.woorden import write_plaats
from meldpunt.web.gemeente.zaakscherm import mask_bsn
from meldpunt.web.opmaak import LEEG, MAANDEN, datum, euro_cent, postcode

UITKOMSTEN: Final = {
    "niemand": ("Niemand gevonden", "De BRP kent niemand met deze gegevens."),
    "meer": ("Meer dan één persoon past", "De BRP gaf meer mensen die passen."),
    "te_veel": ("Te veel personen gevonden", "De BRP gaf te veel mensen om te noemen."),
    "onzeker": ("Niet zeker genoeg", "De BRP gaf iemand die past, maar niet zeker genoeg."),
}
STERKTE: Final = {
    "sterk": ("Sterk", "goed"),
    "mogelijk": ("Mogelijk", "let_op"),
    "zwak": ("Zwak", "neutraal"),
}
BESLUIT: Final = {"kandidaat": ("Gekozen", "goed"), "niemand": ("Geen van deze", "neutraal")}
# More candidates than keys: the rest has a button and no key.
TOETSEN: Final = 9


def title_of_uitkomst(code: str) -> tuple[str, str]:
    """Return title and sentence of what the registry answered."""
    return UITKOMSTEN[code]


def list_oorzaken() -> list[tuple[str, str]]:
    """Return the value list of causes for a choice."""
    return [(code, oorzaak.titel) for code, oorzaak in OORZAKEN.items()]


def show_regel(regel: Mismatchregel) -> dict[str, Any]:
    """Give a line of the bench in words."""
    return {
        "regel": regel,
        "plaats": write_plaats(regel),
        "naam": regel.naam or "vernietigd",
        "uitkomst": UITKOMSTEN[regel.uitkomst][0],
        "oorzaak": OORZAKEN[regel.oorzaak].titel,
        "besluit": BESLUIT.get(regel.besluit),
    }


def show_gezochte(beeld: Mismatchbeeld) -> list[dict[str, str]]:
    """Give what the partner wrote, line by line; nothing when it is destroyed."""
    persoon = beeld.persoon
    if not persoon:
        return []
    name = (persoon["voorletters"], persoon["tussenvoegsel"], persoon["achternaam"])
    place = (
        postcode(persoon["postcode"]),
        str(persoon["huisnummer"]),
        persoon["suffix"],
        persoon["woonplaats"],
    )
    return [
        {
            "naam": "Naam",
            "waarde": _join(name),
            "sub": "Dit lijkt een bedrijfsnaam." if beeld.bedrijf else "",
        },
        {
            "naam": "Geboortedatum",
            "waarde": datum(persoon["geboortedatum"]) if persoon["geboortedatum"] else "niet opgegeven",
        },
        {"naam": "Adres", "waarde": _join(place), "sub": persoon["straat"]},
        *(_show_signaal(signaal) for signaal in beeld.signalen),
    ]


def _show_signaal(signaal: tuple[Any, ...]) -> dict[str, str]:
    partner, _, kind, cents, since = signaal
    return {
        "naam": partner,
        "waarde": f"{kind.replace('_', ' ').capitalize()}, {euro_cent(cents)}",
        "sub": f"sinds {datum(since)}",
    }


@dataclass(frozen=True, slots=True)
class Kaart:
    """A candidate as a card."""

    nummer: int
    toets: str
    naam: str
    partners: str
    geboorte: str
    adres: tuple[str, ...]
    bsn: str
    sterkte: tuple[str, str]
    kenmerken: tuple[Uitkomst, ...]
    waarschuwingen: tuple[str, ...]
    gekozen: bool

    @property
    def knop(self) -> str:
        """Return what the button says: the number too, for who hears it."""
        return f"Kies kandidaat {self.nummer}"


def show_kandidaat(kandidaat: Kandidaatbeeld, beeld: Mismatchbeeld) -> Kaart:
    """Give a candidate as a card: the reasons that differ first in the eye, a secret address never."""
    persoon, judged = kandidaat.persoon, kandidaat.beoordeling
    return Kaart(
        nummer=kandidaat.nummer,
        toets=str(kandidaat.nummer) if kandidaat.nummer <= TOETSEN else "",
        naam=persoon.naam.write() or LEEG,
        partners=", ".join(naam.write() for naam in persoon.partners),
        geboorte=write_deeldatum(persoon.geboorte),
        adres=("Geheim adres",) if persoon.geheim else _lines_of(persoon),
        bsn=mask_bsn(persoon.bsn),
        sterkte=STERKTE[judged.sterkte],
        kenmerken=judged.kenmerken,
        waarschuwingen=_warnings(persoon),
        gekozen=beeld.gekozen == kandidaat.nummer,
    )


def write_deeldatum(dag: BrpDatum) -> str:
    """Write a date of which parts may be unknown: 1 mei 1980, mei 1980, 1980."""
    if dag.datum is not None:
        return datum(dag.datum)
    if dag.jaar is None:
        return "onbekend"
    if dag.maand is None:
        return f"{dag.jaar} (dag en maand onbekend)"
    return f"{MAANDEN[dag.maand - 1]} {dag.jaar} (dag onbekend)"


def _lines_of(persoon: BrpPersoon) -> tuple[str, ...]:
    if persoon.adresregels:
        return persoon.adresregels
    adres = persoon.adres
    if not adres.postcode:
        return ()
    street = _join((adres.straat, str(adres.huisnummer or ""), adres.suffix))
    return (street, _join((postcode(adres.postcode), adres.woonplaats)))


def _warnings(persoon: BrpPersoon) -> tuple[str, ...]:
    facts = (
        (persoon.overleden, "Overleden"),
        (persoon.opschorting == "E", "Vertrokken uit Nederland"),
        (persoon.geheim, "Geheim adres"),
        (persoon.in_onderzoek, "In onderzoek"),
    )
    return tuple(text for holds, text in facts if holds)


@dataclass(frozen=True, slots=True)
class Partnertelling:
    """The causes of one partner, the most frequent first, and of how many somebody was found."""

    naam: str
    type: str
    oorzaken: tuple[tuple[str, str, int, int], ...]
    gevonden: int
    aantal: int


def show_telling(counts: Sequence[Oorzaaktelling]) -> list[Partnertelling]:
    """Give the counts per partner, with causes in words."""
    found = []
    for (naam, soort), rows in groupby(counts, key=lambda row: (row.partner, row.partnertype)):
        own = list(rows)
        causes = tuple(
            (OORZAKEN[row.oorzaak].titel, OORZAKEN[row.oorzaak].zin, row.gevonden, row.aantal) for row in own
        )
        found.append(
            Partnertelling(
                naam, soort, causes, sum(row.gevonden for row in own), sum(row.aantal for row in own)
            )
        )
    return found


def _join(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)
