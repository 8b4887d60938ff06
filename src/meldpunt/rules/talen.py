"""The languages in which a municipality writes: direction, salutation, and how a claim and a day are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

# Left-to-right isolate … pop: a telephone number within Arabic keeps its own direction.
BEGIN_EIGEN, EIND_EIGEN = "\u2066", "\u2069"
_MAANDEN: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
    *("september", "oktober", "november", "december"),
)


@dataclass(frozen=True, slots=True)
class Taal:
    """A language; `aanhef` and `vordering` have {} places of their own, `en` is the word "and"."""

    code: str
    naam: str
    aanhef: str
    vordering: str
    en: str
    rechts: bool = False


TALEN: Final = {
    taal.code: taal
    for taal in (
        Taal(
            "nl",
            "Nederlands",
            "Beste heer of mevrouw {achternaam}",
            "{partner}: {bedrag}, sinds {sinds}",
            "en",
        ),
        Taal("en", "Engels", "Dear {naam}", "{partner}: {bedrag}, since {sinds}", "and"),
        Taal("tr", "Turks", "Sayın {naam}", "{partner}: {bedrag} ({sinds} tarihinden beri)", "ve"),
        Taal("ar", "Arabisch", "السيد/السيدة {naam}", "{partner}: {bedrag}، منذ {sinds}", "و", rechts=True),
        Taal("pl", "Pools", "Szanowna Pani, Szanowny Panie {naam}", "{partner}: {bedrag}, od {sinds}", "i"),
        Taal("uk", "Oekraïens", "Шановна пані, шановний пане {naam}", "{partner}: {bedrag}, з {sinds}", "та"),
    )
}


def write_bedrag(cent: int) -> str:
    """Write cents as euros the Dutch way, as it stands on every bill here: € 1.234,56."""
    euros, rest = divmod(cent, 100)
    return f"€\u00a0{f'{euros:,}'.replace(',', '.')},{rest:02d}"


def write_dag(dag: date, taal: str) -> str:
    """Write a day: in words in Dutch, in figures elsewhere."""
    if taal != "nl":
        return keep_direction(f"{dag.day:02d}-{dag.month:02d}-{dag.year}", taal)
    return f"{dag.day} {_MAANDEN[dag.month - 1]} {dag.year}"


def write_aanhef(naam: str, achternaam: str, taal: str) -> str:
    """Write the salutation; Dutch names its prefix with a capital where no first name stands before it."""
    surname = achternaam[:1].upper() + achternaam[1:]
    return TALEN[taal].aanhef.format(naam=keep_direction(naam, taal), achternaam=surname)


def write_vordering(*, partner: str, cent: int, sinds: date, taal: str) -> str:
    """Write one claim of one partner."""
    return TALEN[taal].vordering.format(
        partner=keep_direction(partner, taal),
        bedrag=keep_direction(write_bedrag(cent), taal),
        sinds=write_dag(sinds, taal),
    )


def keep_direction(tekst: str, taal: str) -> str:
    """Let a name, number or address keep its own direction within a language that runs from right to left."""
    if not TALEN[taal].rechts or not tekst:
        return tekst
    return "\n".join(f"{BEGIN_EIGEN}{line}{EIND_EIGEN}" for line in tekst.split("\n"))
