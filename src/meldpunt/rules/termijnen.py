"""Terms as clocks: from which event a term runs, until when, who must act, and how it stands on a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from meldpunt.rules import convenant
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.datum import add_months
from meldpunt.rules.kalender import add_werkdagen, count_werkdagen, extend_einde
from meldpunt.rules.wettermijnen import find_wettermijn

BIJNA: Final = timedelta(days=7)
Gebeurtenissen = Mapping[str, date]


class Klok(NamedTuple):
    """The events behind a term: what starts it, what meets it, and what takes away its sense."""

    titel: str
    vanaf: str
    haalt: tuple[str, ...] = ()
    stopt: tuple[str, ...] = ()
    # A term that nobody has to meet: it is simply over.
    verloopt: bool = False


_GESPREK: Final = ("eerste_gesprek",)
_OVER: Final = ("afgezien", "gesloten")

# By the name a term has in a covenant. One of another name is shown with its covenant and does not run.
KLOKKEN: Final[Mapping[str, Klok]] = {
    "eerste_gesprek": Klok("Eerste gesprek", "ontvangst", _GESPREK, _OVER),
    "eerste_gesprek_bedreigend": Klok("Eerste gesprek, bedreigend", "bedreigend", _GESPREK, _OVER),
    "beschikking": Klok("Beschikking", "eerste_gesprek", ("beschikking",), _OVER),
    "bericht_selectie": Klok(
        "Partners horen of u oppakt", "aanlevering", ("bericht_selectie",), ("ingetrokken",)
    ),
    "terugkoppeling": Klok("Terugkoppeling aan partners", "ontvangst", ("terugkoppeling",)),
    "bellen_na_brief": Klok("Bellen na de brief", "brief", ("gebeld",), (*_GESPREK, *_OVER)),
    "einde_levering": Klok("Levering stopt", "einde_levering_gemeld", (), ("gesloten",)),
    "pauze_bij_oppakken": Klok("Pauze in de incasso", "opgepakt", (), ("pauze_gestopt",), True),
    "pauze_bij_hulp": Klok("Pauze in de incasso", "hulp_aanvaard", (), ("pauze_gestopt",), True),
}
_NA_BRIEF: Final = re.compile(r"^bellen_na_([1-9][0-9]?)_(dagen|weken)$")
_WET: Final = re.compile(r"\b(Wgs|Atw) ([0-9])")
# Only to tell which of two terms is the shorter.
_DAGEN: Final = {"uren": 1 / 24, "dagen": 1.0, "werkdagen": 1.4, "weken": 7.0, "maanden": 30.4}


# Word by which the start of a term is told.
GEBEURTENISSEN: Final[Mapping[str, str]] = {
    "aanlevering": "de aanlevering",
    "ontvangst": "de ontvangst van het signaal",
    "bedreigend": "de vaststelling dat het bedreigend is",
    "eerste_gesprek": "het eerste gesprek",
    "brief": "de brief",
    "einde_levering_gemeld": "het signaal dat de levering stopt",
    "opgepakt": "het oppakken",
    "hulp_aanvaard": "het aanvaarden van hulp",
}


class Termijnregel(NamedTuple):
    """A term as it holds for a covenant version: its clock, its value, and whether it is a term of law."""

    klok: Klok
    waarde: convenant.Termijn
    wettelijk: bool

    @property
    def naam(self) -> str:
        return self.waarde.naam


@dataclass(frozen=True, slots=True, kw_only=True)
class Termijn:
    """A term on a day: `toestand` is loopt, bijna, te_laat, gehaald or rust; `rest` counts the days left.

    `werkdagen` counts the working days left of a term in working days, and is None for any other.
    """

    naam: str
    titel: str
    begin: date
    eind: date
    toestand: str
    wie: str
    grondslag: str
    lengte: str
    rest: int
    werkdagen: int | None = None

    @property
    def verbruikt(self) -> int:
        """Return how much of the term has gone by, from 0 to 100."""
        whole = max((self.eind - self.begin).days, 1)
        return min(max(round(100 * (whole - self.rest) / whole), 0), 100)


def list_termijnen(
    gebeurtenissen: Gebeurtenissen,
    *,
    versie: ConvenantVersie,
    today: date,
    acties: Sequence[str] = (),
    eigen: Sequence[convenant.Termijn] = (),
) -> tuple[Termijn, ...]:
    """List the terms that run or ran, the first to end first.

    `gebeurtenissen` gives the day of each event of `KLOKKEN` that happened. `acties` are those of the decision table;
    `eigen` are terms of the municipality itself (ordinance, werkprotocol), which count when they are shorter.
    """
    found = [_stated(gebeurtenissen, today=today)] if "einde_levering" in gebeurtenissen else []
    for naam, klok in KLOKKEN.items():
        begin = gebeurtenissen.get(klok.vanaf)
        if begin is None or naam in {termijn.naam for termijn in found}:
            continue
        regel = find_regel(naam, versie=versie, op=begin, acties=acties, eigen=eigen)
        if regel is not None:
            found.append(_run(regel, gebeurtenissen, today=today))
    return tuple(sorted(found, key=lambda termijn: (termijn.eind, termijn.naam)))


def find_regel(
    naam: str,
    *,
    versie: ConvenantVersie,
    op: date,
    acties: Sequence[str] = (),
    eigen: Sequence[convenant.Termijn] = (),
) -> Termijnregel | None:
    """Give the term of this name that begins on a day, the shortest of what is set; None when nobody sets it.

    A covenant or ordinance can shorten a term of law and never lengthen it (Wgs art. 4a: at most eight weeks).
    """
    own = [term for term in eigen if term.naam == naam]
    agreed = [term for term in _list_agreed(versie, acties) if term.naam == naam]
    wet = find_wettermijn(naam, op=op)
    every = [*own, *agreed, *([wet] if wet else [])]
    if not every:
        return None
    waarde = min(every, key=_length)
    lawful = wet is not None and (waarde in own or _length(waarde) == _length(wet))
    return Termijnregel(KLOKKEN[naam], waarde, lawful)


def due_day(regel: Termijnregel, begin: date) -> date:
    """Give the last day of a term; the day of the event itself does not count.

    A term of law that ends on a Saturday, Sunday or holiday runs to the next working day (Atw art. 1; for an
    ordinance by Gemeentewet art. 145), except in hours or above ninety days (Atw art. 4). A term that partners agreed
    ends on its day: the Atw speaks of terms set in a law.
    """
    waarde = regel.waarde
    if waarde.eenheid == "werkdagen":
        return add_werkdagen(begin, waarde.aantal)
    if waarde.eenheid == "maanden":
        eind = add_months(begin, waarde.aantal)
    else:
        eind = begin + timedelta(days=count_dagen(waarde))
    return extend_einde(begin, eind) if is_extended(regel) else eind


def count_dagen(waarde: convenant.Termijn) -> int:
    """Count the days of a term in hours, days or weeks; a part of a day is not waited for."""
    return {"uren": waarde.aantal // 24, "weken": waarde.aantal * 7}.get(waarde.eenheid, waarde.aantal)


def is_extended(regel: Termijnregel) -> bool:
    """Say whether the Atw makes a term longer: not in hours, over ninety days, twelve weeks, three months (art. 4)."""
    highest = {"dagen": 90, "weken": 12, "maanden": 3}.get(regel.waarde.eenheid, 0)
    return regel.wettelijk and regel.waarde.aantal <= highest


def write_artikel(artikel: str) -> str:
    """Write where a term stands: the article of the covenant, or of the law by its name."""
    plain = _WET.sub(r"\1 art. \2", artikel.replace("wet: ", ""))
    return f"art. {plain}" if plain[:1].isdigit() else plain


def state_on(
    eind: date, *, gehaald: date | None, gestopt: date | None, today: date, verloopt: bool = False
) -> str:
    """Say how a term stands: met or stopped in time, late, nearly over or running; one that is over rests."""
    if gehaald and gehaald <= eind:
        return "gehaald"
    if gestopt and gestopt <= eind:
        return "rust"
    if today > eind or gehaald or gestopt:
        return "rust" if verloopt else "te_laat"
    return "bijna" if eind - today <= BIJNA else "loopt"


def stand_on(  # noqa: PLR0913 - what a kept term is made of
    naam: str,
    *,
    begin: date,
    eind: date,
    lengte: str,
    wie: str,
    grondslag: str,
    gehaald: date | None,
    gestopt: date | None,
    today: date,
) -> Termijn:
    """Give a term that was kept, as it stands on a day."""
    until = min(gehaald or date.max, gestopt or date.max, today)
    return Termijn(
        naam=naam,
        titel=KLOKKEN[naam].titel if naam in KLOKKEN else naam,
        begin=begin,
        eind=eind,
        toestand=state_on(eind, gehaald=gehaald, gestopt=gestopt, today=today),
        wie=wie,
        grondslag=grondslag,
        lengte=lengte,
        rest=(eind - until).days,
        werkdagen=count_werkdagen(until, eind) if lengte.endswith("werkdagen") else None,
    )


def _list_agreed(versie: ConvenantVersie, acties: Sequence[str]) -> Iterator[convenant.Termijn]:
    yield from versie.termijnen
    yield from list_na_brief(versie, acties)
    if (pauze := versie.pauze) is not None:
        yield convenant.Termijn(
            naam=f"pauze_bij_{'hulp' if pauze.gebeurtenis == 'hulp_aanvaard' else 'oppakken'}",
            aantal=pauze.aantal,
            eenheid=pauze.eenheid,
            vanaf=pauze.vanaf,
            wie="signaalpartner",
            artikel=pauze.artikel,
        )


def list_na_brief(versie: ConvenantVersie, acties: Sequence[str]) -> Iterator[convenant.Termijn]:
    """Yield the term that an action of the decision table such as `bellen_na_2_weken` sets."""
    for actie in acties:
        named = _NA_BRIEF.match(actie)
        rij = next((row for row in versie.beslistabel if actie in row.acties), None)
        if named and rij:
            yield convenant.Termijn.model_validate(
                {
                    "naam": "bellen_na_brief",
                    "aantal": int(named[1]),
                    "eenheid": named[2],
                    "vanaf": "de brief",
                    "wie": rij.postvak,
                    "artikel": rij.artikel,
                }
            )


def _length(waarde: convenant.Termijn) -> float:
    return waarde.aantal * _DAGEN[waarde.eenheid]


def _run(regel: Termijnregel, gebeurtenissen: Gebeurtenissen, *, today: date) -> Termijn:
    klok, waarde = regel.klok, regel.waarde
    begin = gebeurtenissen[klok.vanaf]
    eind = due_day(regel, begin)
    gehaald, gestopt = _first(klok.haalt, gebeurtenissen), _first(klok.stopt, gebeurtenissen)
    until = min(gehaald or date.max, gestopt or date.max, today)
    return Termijn(
        naam=regel.naam,
        titel=klok.titel,
        begin=begin,
        eind=eind,
        toestand=state_on(eind, gehaald=gehaald, gestopt=gestopt, today=today, verloopt=klok.verloopt),
        wie=waarde.wie,
        grondslag=write_artikel(waarde.artikel),
        lengte=f"{waarde.aantal} {waarde.eenheid}",
        rest=(eind - until).days,
        werkdagen=count_werkdagen(until, eind) if waarde.eenheid == "werkdagen" else None,
    )


def _stated(gebeurtenissen: Gebeurtenissen, *, today: date) -> Termijn:
    """Give the end of supply as the partner states it; that goes before what the law has it wait at least."""
    eind, klok = gebeurtenissen["einde_levering"], KLOKKEN["einde_levering"]
    gestopt = _first(klok.stopt, gebeurtenissen)
    return Termijn(
        naam="einde_levering",
        titel=klok.titel,
        begin=gebeurtenissen.get(klok.vanaf, eind),
        eind=eind,
        toestand=state_on(eind, gehaald=None, gestopt=gestopt, today=today),
        wie="gemeente",
        grondslag="opgave van de partner",
        lengte="",
        rest=(eind - min(gestopt or date.max, today)).days,
    )


def _first(namen: Sequence[str], gebeurtenissen: Gebeurtenissen) -> date | None:
    return min((gebeurtenissen[naam] for naam in namen if naam in gebeurtenissen), default=None)
