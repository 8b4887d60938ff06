"""The invented zaak of the gallery: two persons at one address, each with signalen of their own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

Rij = dict[str, Any]


def persons(versie: str) -> list[Rij]:
    """List the persons of the zaak: one certain, one that a person must decide about."""
    zelfde = {
        "zin": "Geboortedatum en achternaam zijn gelijk; de voorletters spreken elkaar niet tegen.",
        "waarde": "14 feb 1981, VOORBEELD",
        "artikel": "convenant art. 7",
        "versie": versie,
        "grond": "geboortedatum_en_achternaam",
    }
    return [
        {
            "naam": "A.B. van der Voorbeeld",
            "geboortedatum": date(1981, 2, 14),
            "zekerheid": {"tekst": "Zeker", "toon": "goed"},
            "signalen": [
                _signaal("Woonstichting Model", "huur", 184250, date(2026, 7, 1)),
                _signaal("Energie Voorbeeld", "einde levering", 61280, date(2026, 8, 15)),
            ],
            "controles": [_controle("BRP", "Klopt", "goed"), _controle("Bekend", "Nee", "neutraal")],
            "redenen": [zelfde],
        },
        {
            "naam": "C. Voorbeeld",
            "zekerheid": {"tekst": "Misschien dezelfde", "toon": "let_op"},
            "signalen": [_signaal("Waterbedrijf Proef", "water", 27430, date(2026, 8, 2))],
            "controles": [_controle("BRP", "Geen antwoord", "let_op")],
        },
    ]


def ranking_reasons(versie: str) -> list[Rij]:
    """List why the zaak stands where it stands."""
    return [
        {
            "zin": "Een signaal over het einde van de levering gaat voor. Daarna telt het aantal partners.",
            "waarde": "3 partners, einde levering",
            "grens": "plaats 2 van 40 deze maand",
            "artikel": "convenant art. 8 lid 2",
            "versie": versie,
            "grond": "bedreigend_eerst",
        }
    ]


def events(now: datetime) -> list[Rij]:
    """List what happened in the zaak, newest first."""
    return [
        _event(now, 1, "Bellen: niet bereikt", "telefoon", "let_op") | {"tekst": "Ochtend. Geen voicemail."},
        _event(now, 3, "Partner antwoordt: bedrag staat nog open", "euro", "info")
        | {"door": "Woonstichting Model", "badge": "Nog open", "badge_toon": "let_op"},
        _event(now, 5, "Brief verstuurd", "brief", "")
        | {"tekst": "Aanbod voor een gesprek, aan A.B. van der Voorbeeld."},
        _event(now, 8, "Nieuw signaal bij deze zaak", "signaal", "gevaar")
        | {"door": "Energie Voorbeeld", "badge": "Einde levering", "badge_toon": "gevaar"},
        _event(now, 12, "Zaak gemaakt uit twee signalen", "huis", "goed")
        | {"door": "Matching oktober", "redenen": ranking_reasons("Landelijk convenant, versie 1 jan 2025")},
    ]


def _event(now: datetime, dagen: int, titel: str, icoon: str, toon: str) -> Rij:
    moment = now - timedelta(days=dagen, minutes=17 * dagen)
    return {"titel": titel, "moment": moment, "door": "N. Behandelaar", "icoon": icoon, "toon": toon}


def _signaal(partner: str, soort: str, cent: int, sinds: date) -> Rij:
    return {"partner": partner, "soort": soort, "bedrag_cent": cent, "sinds": sinds}


def _controle(titel: str, uitkomst: str, toon: str) -> Rij:
    return {"titel": titel, "uitkomst": uitkomst, "toon": toon}
