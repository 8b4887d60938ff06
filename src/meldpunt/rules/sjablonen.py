"""Templates: a closed list of places, what each channel may show, and strict filling; no code in a text, ever."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

BRIEF, KAARTJE, MAIL, SMS = "brief", "kaartje", "mail", "sms"
KANALEN: Final = (BRIEF, KAARTJE, MAIL, SMS)
KANAALNAAM: Final = {BRIEF: "een brief", KAARTJE: "een kaartje", MAIL: "een e-mail", SMS: "een sms"}
ALLES: Final = frozenset(KANALEN)
# Only a closed envelope with a name on it may say who reported what: a card, screen or inbox is read by others.
DICHT: Final = frozenset({BRIEF})
# Three parts of an SMS, with room for what is filled in.
SMS_LENGTE: Final = 400

# A subject is one line, and it shows through the window of an inbox.
NIET_IN_ONDERWERP: Final = frozenset({"partners", "vorderingen", "adres", "lokaal_aanbod"})

_PLAATS: Final = re.compile(r"\{([^{}\n]*)\}")
_BEDRAG: Final = re.compile(r"€|\beuro\b|\bEUR\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plaatshouder:
    """A place in a text that is filled in for one resident."""

    naam: str
    uitleg: str
    kanalen: frozenset[str] = ALLES


PLAATSHOUDERS: Final = {
    p.naam: p
    for p in (
        Plaatshouder("aanhef", "Beste heer of mevrouw …, in de taal van het sjabloon"),
        Plaatshouder("naam", "Voorletters en achternaam"),
        Plaatshouder("adres", "Straat, huisnummer, postcode en woonplaats", frozenset({BRIEF, KAARTJE})),
        Plaatshouder("partners", "Wie een achterstand van deze persoon meldde", DICHT),
        Plaatshouder("vorderingen", "Een lijst: partner, bedrag en sinds wanneer, van deze persoon", DICHT),
        Plaatshouder("gemeente", "Naam van de gemeente"),
        Plaatshouder("afzender", "Naam van de afzender"),
        Plaatshouder("telefoon", "Telefoonnummer van de afzender"),
        Plaatshouder("mail", "E-mailadres van de afzender"),
        Plaatshouder("lokaal_aanbod", "Het lokaal aanbod uit het werkprotocol", frozenset({BRIEF, MAIL})),
        Plaatshouder("antwoordcode", "De code waarmee de inwoner antwoordt"),
        Plaatshouder("antwoordadres", "Het webadres om te antwoorden"),
        Plaatshouder("datum", "De dag waarop het bericht is gemaakt"),
    )
}


class Sjabloonfout(ValueError):
    """A text that cannot be a template; `zinnen` says for each mistake what is wrong and what to do."""

    def __init__(self, zinnen: tuple[str, ...]) -> None:
        super().__init__(" ".join(zinnen))
        self.zinnen = zinnen


def list_plaatshouders(kanaal: str) -> list[Plaatshouder]:
    """List the places that a channel may use."""
    return [p for p in PLAATSHOUDERS.values() if kanaal in p.kanalen]


def list_used(tekst: str) -> set[str]:
    """Name the places that a text uses."""
    return set(_PLAATS.findall(tekst))


def check_sjabloon(*, kanaal: str, onderwerp: str, tekst: str) -> None:
    """Raise Sjabloonfout with every mistake in a template at once."""
    found: list[str] = []
    if not tekst.strip():
        found.append("De tekst is leeg. Schrijf wat de inwoner leest. [tekst_leeg]")
    if kanaal in {BRIEF, MAIL} and not onderwerp.strip():
        found.append("Het onderwerp is leeg. Vul een onderwerp in. [onderwerp_leeg]")
    if wrong := sorted(list_used(onderwerp) & NIET_IN_ONDERWERP):
        found.append(
            f"In het onderwerp kan {{{wrong[0]}}} niet staan. Zet het in de tekst. [plaatshouder_onderwerp]"
        )
    if kanaal == SMS and len(tekst) > SMS_LENGTE:
        found.append(
            f"De sms telt {len(tekst)} tekens; hoogstens {SMS_LENGTE} mag. Maak de tekst korter. [sms_te_lang]"
        )
    for place, line in (("Onderwerp", onderwerp), *_lines(tekst)):
        found += _check_line(place, line, kanaal)
    if found:
        raise Sjabloonfout(tuple(found))


def _lines(tekst: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(tekst.splitlines(), start=1):
        yield f"Regel {number}", line


def _check_line(place: str, line: str, kanaal: str) -> Iterator[str]:
    for naam in _PLAATS.findall(line):
        if naam not in PLAATSHOUDERS:
            near = get_close_matches(naam, PLAATSHOUDERS, n=1, cutoff=0.5)
            hint = f"Bedoelt u {{{near[0]}}}?" if near else "Kies er een uit de lijst, bijvoorbeeld {naam}."
            yield f"{place}: {{{naam}}} is geen plaatshouder. {hint} [plaatshouder_onbekend]"
        elif kanaal not in PLAATSHOUDERS[naam].kanalen:
            yield (
                f"{place}: {{{naam}}} mag niet in {KANAALNAAM[kanaal]}, want een ander kan dat lezen. "
                "Haal het weg. [plaatshouder_kanaal]"
            )
    if re.search(r"[{}]", _PLAATS.sub("", line)):
        yield f"{place}: hier staat een losse accolade. Schrijf een plaatshouder als {{naam}}. [accolade_los]"
    if kanaal not in DICHT and _BEDRAG.search(line):
        yield (
            f"{place}: in {KANAALNAAM[kanaal]} staan geen bedragen, want een ander kan dat lezen. "
            "Haal het bedrag weg. [bedrag_in_tekst]"
        )


def fill(tekst: str, waarden: Mapping[str, str]) -> str:
    """Fill in the places of a checked text in one pass: what is filled in is never read again.

    Raises KeyError for a place without a value: half a letter never goes out.
    """
    return _PLAATS.sub(lambda place: waarden[place[1]], tekst)


def without_braces(waarde: str) -> str:
    """Take the signs of a place out of a value, so that no name can pose as one."""
    return waarde.replace("{", "(").replace("}", ")")
