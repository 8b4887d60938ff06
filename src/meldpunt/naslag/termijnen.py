"""The terms, drawn from the table of clocks: which event starts them, who must act, and what meets them."""

from __future__ import annotations

from typing import Final

from meldpunt.naslag.opmaak import format_page, format_table
from meldpunt.partijen.register import list_convenanten
from meldpunt.rules import convenant
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.termijnen import GEBEURTENISSEN, KLOKKEN, Klok, list_na_brief, write_artikel
from meldpunt.rules.termijnrijen import GEEN_RIJ
from meldpunt.rules.wettermijnen import WETTERMIJNEN

INLEIDING: Final = (
    "Elke termijn is een rij met een begin, een reden, een laatste dag, een artikel en wie moet handelen. De tekening "
    "en de tabellen komen uit `rules/termijnen.py`, `rules/wettermijnen.py` en de convenanten. De pauze in de incasso "
    "hoort bij een vordering en staat in `Opschorting`."
)
EINDE: Final = {
    "eerste_gesprek": "eerste gesprek",
    "beschikking": "beschikking",
    "bericht_selectie": "maandlijst vastgesteld",
    "terugkoppeling": "zaak gesloten of niet opgepakt",
    "gebeld": "gebeld na de brief",
    "afgezien": "inwoner ziet af van hulp",
    "gesloten": "zaak gesloten, of geen signaal meer over",
    "ingetrokken": "aanlevering ingetrokken",
    "pauze_gestopt": "pauze gestopt",
}
WAAROM: Final = (
    "## Hoe een termijn afloopt",
    "",
    "Een termijn van de wet die op een zaterdag, zondag of feestdag eindigt, loopt door tot de eerste werkdag daarna "
    "(Atw art. 1). Een termijn die partijen afspraken, eindigt op zijn dag. De verordening van een gemeente kan de "
    "beschikking korter maken, nooit langer (Wgs art. 4a). Het aanvaarden van het aanbod verschuift de termijn van het "
    "eerste gesprek niet: die loopt vanaf de ontvangst (Wgs art. 4 lid 1). Een zaak die wordt heropend, heeft haar "
    "oude termijnen weer. Zeven dagen en één dag voor het einde volgt een herinnering; is de termijn te laat, dan "
    "hoort de coördinator het.",
)


def describe_termijnen() -> str:
    """Return the page with the diagram and what each covenant sets."""
    return format_page("Termijnen", INLEIDING, _draw(), _explain(), _set(), list(WAAROM))


def _klokken() -> dict[str, Klok]:
    return {naam: klok for naam, klok in KLOKKEN.items() if naam not in GEEN_RIJ}


def _draw() -> list[str]:
    """Draw event, term and who acts from left to right."""
    klokken = _klokken()
    who = {naam: _who(naam) for naam in klokken}
    starts = dict.fromkeys(klok.vanaf for klok in klokken.values())
    people = dict.fromkeys(name for names in who.values() for name in names)
    return [
        "```mermaid",
        "flowchart LR",
        *(f'    van_{start}(["{GEBEURTENISSEN[start]}"])' for start in starts),
        *(f'    {naam}["{klok.titel}"]' for naam, klok in klokken.items()),
        *(f'    wie_{_key(name)}[/"{name}"/]' for name in people),
        *(f"    van_{klok.vanaf} --> {naam}" for naam, klok in klokken.items()),
        *(f"    {naam} --> wie_{_key(name)}" for naam, names in who.items() for name in names),
        "```",
    ]


def _explain() -> list[str]:
    rows = [
        (
            f"`{naam}`",
            klok.titel,
            GEBEURTENISSEN[klok.vanaf],
            ", ".join(EINDE[name] for name in klok.haalt) or "niets: hij stopt of loopt af",
            ", ".join(EINDE[name] for name in klok.stopt),
        )
        for naam, klok in _klokken().items()
    ]
    return [
        "## Welke termijnen er zijn",
        "",
        *format_table(("termijn", "naam op het scherm", "begint bij", "gehaald door", "gestopt door"), rows),
    ]


def _set() -> list[str]:
    rows = [
        (f"`{term.naam}`", source, f"{term.aantal} {term.eenheid}", term.wie, write_artikel(term.artikel))
        for source, term in _sources()
    ]
    return [
        "## Wie een termijn stelt, en hoe lang hij is",
        "",
        "De kortste telt. Waar een convenant zwijgt, geldt de wet.",
        "",
        *format_table(("termijn", "gesteld in", "lengte", "wie", "artikel"), rows),
    ]


def _sources() -> list[tuple[str, convenant.Termijn]]:
    lawful = [(f"wet, vanaf {wet.vanaf:%d-%m-%Y}", wet.termijn) for wet in WETTERMIJNEN]
    agreed = [
        (f"{versie.convenant} {versie.vanaf:%d-%m-%Y}", term)
        for one in list_convenanten().values()
        for versie in one.versies
        for term in versie.termijnen
    ]
    called = [
        (f"{versie.convenant} {versie.vanaf:%d-%m-%Y}", term)
        for one in list_convenanten().values()
        for versie in one.versies
        for term in _calls(versie)
    ]
    order = list(KLOKKEN)
    return sorted([*lawful, *agreed, *called], key=lambda pair: order.index(pair[1].naam))


def _calls(versie: ConvenantVersie) -> list[convenant.Termijn]:
    """Return the calls after a letter that the decision table of a covenant asks for."""
    actions = dict.fromkeys(actie for rij in versie.beslistabel for actie in rij.acties)
    return list(dict.fromkeys(term for actie in actions for term in list_na_brief(versie, (actie,))))


def _who(naam: str) -> list[str]:
    return list(dict.fromkeys(term.wie for _, term in _sources() if term.naam == naam))


def _key(name: str) -> str:
    return name.lower().replace(" ", "_")
