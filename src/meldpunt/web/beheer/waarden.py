"""Every value of a covenant version in words, with its article, our reading, and whether it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from meldpunt.rules.bewaring import GEBEURTENISSEN
from meldpunt.rules.convenant import ConvenantVersie, Vensters, Waarde
from meldpunt.web.opmaak import datum, euro_cent


@dataclass(frozen=True, slots=True)
class Regel:
    """One value: what it is called, what it says, where it stands."""

    naam: str
    waarde: str
    artikel: str
    lezing: str = ""
    gewijzigd: bool = False


@dataclass(frozen=True, slots=True)
class Hoofdstuk:
    """A group of values under one heading."""

    titel: str
    regels: tuple[Regel, ...]


# These stand in a line of their own, or in none.
GEGEVENS: Final = {"artikel", "lezing", "stadia"}
NAMEN: Final = {
    "aantal": "Aantal", "begin": "Begint op", "binnen_uren": "Binnen (uren)", "buiten_beschouwing_mogelijk":
    "Mag buiten beschouwing", "cent": "Minimumbedrag", "dag_van_de_maand": "Leverdag van de maand", "duur_maanden":
    "Looptijd (maanden)", "einde": "Eindigt op", "elke_gemeente": "Elke gemeente", "elke_maanden":
    "Elke (maanden)", "gemeenten": "Gemeenten", "instelbaar_per_gemeente": "Gemeente kan afwijken", "maanden":
    "Maanden", "minimum": "Minstens", "na_laatste_verruiming": "Niet vóór de laatste verruiming", "naast":
    "Alleen naast", "noodstop": "Noodstop", "opzegtermijn_maanden": "Opzegtermijn (maanden)", "partners":
    "Genoemde partners", "partners_minimum": "Partners op één adres", "partnertypen": "Soorten partners",
    "postvakken": "Postvakken", "redenen": "Redenen", "stappen": "Stappen", "stilzwijgend_verlengd":
    "Stilzwijgend verlengd", "tekst": "Afspraak", "type": "Soort vordering", "typen": "Soorten", "uitvoerders":
    "Uitvoerders", "vanaf": "Vanaf", "verlengbaar": "Verlengbaar", "verruimen_tot_maanden":
    "Verruimen tot (maanden)", "volgorde": "Volgorde", "voorwaarden": "Voorwaarden om te beginnen", "eenheid":
    "Eenheid", "signaal": "Eén bericht heet", "signalen": "Meer berichten heten", "zaak": "Een bundel heet",
    "zaken": "Meer bundels heten", "hoogstens_maanden": "Langer is te lang (maanden)",
}  # fmt: skip
AFDELINGEN: Final = (
    ("Namen", "labels"),
    ("Looptijd", "looptijd"),
    ("Partijen", "partijen"),
    ("Vorderingen", "vorderingen"),
    ("Leverdag", "leverdag"),
    ("Matching", "matching"),
    ("Volgorde", "ordening"),
    ("Bekende huishoudens", "bekend"),
    ("Pauze in de incasso", "pauze"),
    ("Bewaren", "bewaring"),
    ("Datalek", "inbreuk"),
    ("Evaluatie", "evaluatie"),
)


def describe_versie(versie: ConvenantVersie, *, vorige: ConvenantVersie | None = None) -> list[Hoofdstuk]:
    """Write out a version; with the one before it, values that differ are marked."""
    before = (
        {(h.titel, r.naam): r.waarde for h in describe_versie(vorige) for r in h.regels} if vorige else None
    )
    chapters = [
        *(Hoofdstuk(title, tuple(_section(getattr(versie, name)))) for title, name in AFDELINGEN),
        Hoofdstuk("Bewaren per stadium", tuple(_stages(versie))),
        Hoofdstuk("Toelating", tuple(_admission(versie))),
        Hoofdstuk("Velden", tuple(_fields(versie))),
        Hoofdstuk("Beslistabel", tuple(_table(versie))),
        Hoofdstuk("Termijnen", tuple(_terms(versie))),
        Hoofdstuk("Grondslag in de wet", tuple(_basis(versie))),
        Hoofdstuk(
            "Afspraken", tuple(Regel(a.onderwerp.capitalize(), a.tekst, a.artikel) for a in versie.afspraken)
        ),
        Hoofdstuk(
            "Onze lezingen",
            tuple(Regel(a.onderwerp.capitalize(), a.tekst, a.artikel) for a in versie.lezingen),
        ),
    ]
    filled = [chapter for chapter in chapters if chapter.regels]
    return filled if before is None else [_marked(chapter, before) for chapter in filled]


def _marked(chapter: Hoofdstuk, before: dict[tuple[str, str], str]) -> Hoofdstuk:
    return Hoofdstuk(
        chapter.titel,
        tuple(
            Regel(r.naam, r.waarde, r.artikel, r.lezing, before.get((chapter.titel, r.naam)) != r.waarde)
            for r in chapter.regels
        ),
    )


def _section(waarde: Waarde | None) -> Iterator[Regel]:
    """Write each value of a section; the reading belongs to the section and stands with its first value."""
    if waarde is None:
        return
    reading = waarde.lezing or ""
    for name in type(waarde).model_fields:
        value = getattr(waarde, name)
        if name in GEGEVENS or value in (None, (), ""):
            continue
        yield Regel(
            NAMEN.get(name, name.replace("_", " ").capitalize()), _words(value), waarde.artikel, reading
        )
        reading = ""


def _stages(versie: ConvenantVersie) -> Iterator[Regel]:
    for one in versie.bewaring.stadia:
        yield Regel(
            one.stadium.replace("_", " ").capitalize(),
            f"{one.aantal} {one.eenheid} vanaf {GEBEURTENISSEN[one.gebeurtenis]}",
            one.artikel,
            one.lezing or "",
        )


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, tuple):
        return ", ".join(_words(part) for part in value)
    if hasattr(value, "year"):
        return datum(value)
    return str(value).replace("_", " ")


def _admission(versie: ConvenantVersie) -> Iterator[Regel]:
    rules = versie.toelating
    yield from _windows(rules.vensters)
    if rules.minimumbedrag:
        low = rules.minimumbedrag
        yield Regel("Minimumbedrag", euro_cent(low.cent), low.artikel, low.lezing or "")
    yield from _amid("Wachttijd", rules.wachttijd)
    yield from _amid("Herinneringen", rules.herinneringen)
    yield from _amid("Incassostappen", rules.incassostappen)
    yield from _amid("Nevenvordering", rules.nevenvordering)
    for statement in rules.verklaringen:
        yield Regel(
            f"Verklaring {statement.veld.replace('_', ' ')}",
            f"weigert bij '{statement.weigert_bij}': {statement.zin}",
            statement.artikel,
            statement.lezing or "",
        )
    for ground, article in rules.algemeen:
        if article:
            yield Regel(f"Weigergrond {ground.replace('_', ' ')}", "geldt", article)


def _windows(vensters: Vensters | None) -> Iterator[Regel]:
    if vensters is None:
        return
    reading = vensters.lezing or ""
    for kind, window in vensters.typen.items():
        until = f" tot en met {window.tot_dagen}" if window.tot_dagen is not None else " of meer"
        yield Regel(f"Achterstand {kind}", f"{window.vanaf_dagen}{until} dagen", vensters.artikel, reading)
        reading = ""


def _amid(title: str, section: Waarde | None) -> Iterator[Regel]:
    """Write a section inside another one: each name says which it is of."""
    for line in _section(section):
        yield Regel(f"{title}: {line.naam.lower()}", line.waarde, line.artikel, line.lezing)


def _fields(versie: ConvenantVersie) -> Iterator[Regel]:
    for name, field in versie.velden.items():
        duty = "verplicht" if field.verplicht else "mag"
        yield Regel(name, f"{duty}; doel: {field.doel}", field.artikel, field.lezing or "")


def _table(versie: ConvenantVersie) -> Iterator[Regel]:
    for number, row in enumerate(versie.beslistabel, start=1):
        acts = ", ".join(act.replace("_", " ") for act in row.acties) or "geen actie"
        yield Regel(
            f"{number}. {row.omschrijving}", f"postvak {row.postvak}; {acts}", row.artikel, row.lezing or ""
        )


def _terms(versie: ConvenantVersie) -> Iterator[Regel]:
    for term in versie.termijnen:
        text = f"{term.aantal} {term.eenheid} vanaf {term.vanaf} ({term.wie})"
        yield Regel(term.naam.replace("_", " ").capitalize(), text, term.artikel, term.lezing or "")


def _basis(versie: ConvenantVersie) -> Iterator[Regel]:
    for row in versie.grondslagen:
        what = ", ".join(claim.replace("_", " ") for claim in row.vorderingen) or "alle vorderingen"
        days = f" van {datum(row.vanaf)} tot en met {datum(row.tot)}" if row.vanaf or row.tot else ""
        text = row.waarschuwing or f"grondslag in de wet{days}"
        yield Regel(f"{row.partnertype}: {what}", text, row.artikel, row.lezing or "")
