"""Invented rows for the gallery of parts: no person, address or amount in it exists."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.utils import timezone

from meldpunt.web.opmaak import datum, duizend, euro_cent, relatief
from meldpunt.web.vormgeving_zaak import events, persons, ranking_reasons

NU = datetime(2026, 10, 3, 8, 12, tzinfo=UTC)
SPRITE = Path(__file__).parent / "static" / "meldpunt" / "iconen.svg"
VERSIE = "Landelijk convenant, versie 1 jan 2025"
PAGINAS = ("aanlevering", "postvak", "zaak", "reageren")

_STRATEN = ("Voorbeeldstraat", "Proefweg", "Testplein", "Modellaan", "Oefenpad", "Schetskade", "Kladhof")
_PARTNERS = ("Waterbedrijf Proef", "Woonstichting Model", "Energie Voorbeeld", "Zorgverzekeraar Test")
_STANDEN = (
    ("Te laat", "gevaar", -2),
    ("Vandaag", "let_op", 0),
    ("Nieuw", "info", 4),
    ("Poging 1", "neutraal", 6),
    ("Poging 2", "neutraal", 9),
    ("In gesprek", "goed", 12),
)
Rij = dict[str, Any]


def examples(*, now: datetime = NU) -> dict[str, Any]:
    """Give every context the gallery and its four pages need."""
    return {
        "nu": now,
        "versie": "0.1.0",
        "codeformulier": Codeformulier(),
        "foutformulier": Pogingformulier({"soort": "telefoon"}),
        "demo": True,
        "partijnaam": "Gemeente Voorbeeldstad",
        "navigatie": _navigatie(),
        "gebruikersmenu": {
            "naam": "N. Behandelaar",
            "rol": "Behandelaar",
            "koppelingen": [{"titel": "Mijn gegevens", "url": "#"}, {"titel": "Handboek", "url": "#"}],
            "afmelden_url": "#",
        },
        "inzage_reden": "U behandelt deze zaak (Wgs art. 3 lid 1 onder b).",
        **_parts(now),
        **_upload(),
        **_inbox(now),
        **_zaak(now),
    }


def _navigatie() -> list[Rij]:
    titels = (
        ("Mijn dag", "dag", 25),
        ("Postvak", "bak", 148),
        ("Mismatchbank", "vraag", 7),
        ("Dagronde", "bezoek", None),
        ("Zoeken", "zoek", None),
    )
    return [
        {"titel": titel, "url": "#", "icoon": icoon, "aantal": aantal, "actief": titel == "Postvak"}
        for titel, icoon, aantal in titels
    ]


def _parts(now: datetime) -> dict[str, Any]:
    return {
        "tonen": ("neutraal", "goed", "let_op", "gevaar", "info"),
        "iconen": re.findall(r'id="([^"]+)"', SPRITE.read_text()),
        "stappen": [
            {"titel": "Bestand kiezen", "toestand": "klaar"},
            {"titel": "Kolommen koppelen", "toestand": "klaar"},
            {"titel": "Beoordelen", "toestand": "bezig"},
            {"titel": "Resultaat", "toestand": "straks"},
        ],
        "tabs": [
            {"titel": "Tijdlijn", "url": "#", "actief": True},
            {"titel": "Brieven", "url": "#", "aantal": 2},
            {"titel": "Terugkoppeling", "url": "#", "aantal": 3},
        ],
        "klokken": _klokken(timezone.localdate(now)),
    }


def _klokken(dag: date) -> list[Rij]:
    def klok(titel: str, tekst: str, dagen: int, grondslag: str, stand: tuple[int, str]) -> Rij:
        eind = dag + timedelta(days=dagen)
        return {"titel": titel, "tekst": tekst, "eind": eind, "grondslag": grondslag} | {
            "verbruikt": stand[0],
            "toestand": stand[1],
        }

    return [
        klok("Eerste gesprek, bedreigend", "2 werkdagen te laat", -2, "Wgs art. 4 lid 2", (100, "te_laat")),
        klok("Volgende poging", "vandaag", 0, "werkprotocol", (90, "bijna")),
        klok("Eerste gesprek", "nog 19 dagen", 19, "Wgs art. 4 lid 1", (32, "loopt")),
        klok("Terugkoppeling aan partner", "gedaan", -1, "convenant art. 9", (100, "gehaald")),
    ]


def _reden(regel: int, bedrag: str) -> Rij:
    feiten = {
        "waarde": f"€ {bedrag}",
        "grens": "€ 270,00",
        "artikel": "DUO art. 4",
        "versie": "DUO Amsterdam, versie 1 mrt 2024",
        "grond": "bedrag_te_laag",
    }
    zin = (
        f"Regel {regel}: bedrag {bedrag} is lager dan het minimum van 270,00 (DUO art. 4). "
        "Verwijder de regel of pas het bedrag aan."
    )
    return {"zin": zin, "grond": "bedrag_te_laag", "feiten": [feiten]}


def _upload() -> dict[str, Any]:
    return {
        "uitkomst": [
            {
                "naam": "Aangeleverd",
                "getal": duizend(12480),
                "definitie": "Regels met gegevens in het bestand.",
            },
            {
                "naam": "Aangenomen",
                "getal": duizend(12306),
                "toon": "goed",
                "definitie": "Gaat naar de gemeente.",
            },
            {
                "naam": "Met waarschuwing",
                "getal": 118,
                "toon": "let_op",
                "url": "#",
                "definitie": "Aangenomen.",
            },
            {"naam": "Afgekeurd", "getal": 174, "toon": "gevaar", "url": "#", "definitie": "Niet bewaard."},
        ],
        "gronden": [
            {
                "zin": "Het bedrag is lager dan het minimum.",
                "grond": "bedrag_te_laag",
                "aantal": 96,
                "artikel": "art. 4",
            },
            {
                "zin": "De postcode bestaat niet.",
                "grond": "postcode_ongeldig",
                "aantal": 51,
                "artikel": "art. 3",
            },
            {
                "zin": "De regel staat twee keer in het bestand.",
                "grond": "dubbel",
                "aantal": 27,
                "artikel": "art. 6",
            },
        ],
        "afgekeurd": [_reden(14, "269,99"), _reden(203, "120,00"), _reden(871, "34,50")],
        "levering": _levering(),
    }


def _levering() -> list[dict[str, Any]]:
    return [
        {"naam": "Bestand", "waarde": "achterstanden-oktober.xlsx", "sub": "1,4 MB · XLSX"},
        {"naam": "Aangeleverd", "waarde": "3 okt 2026, 10:12", "sub": "door N. Incasso"},
        {"naam": "Convenant", "waarde": "DUO Amsterdam", "sub": "versie 1 mrt 2024"},
        {"naam": "Controlegetal", "waarde": "9f2c 41d7 0be8", "sub": "SHA-256, eerste twaalf tekens"},
        {"naam": "Ruw bestand", "badge": "Vernietigd", "toon": "goed", "sub": "3 okt 2026, 10:13"},
    ]


def _inbox(now: datetime) -> dict[str, Any]:
    kolommen = [
        {"titel": "Adres", "sorteer_url": "#"},
        {"titel": "Stand"},
        {"titel": "Volgende stap"},
        {"titel": "Termijn", "soort": "datum", "sorteer_url": "#", "richting": "op"},
        {"titel": "Signalen", "soort": "getal", "sorteer_url": "#"},
        {"titel": "Samen", "soort": "getal", "sorteer_url": "#"},
        {"titel": "Behandelaar"},
    ]
    return {
        "kolommen": kolommen,
        "rijen": [_inbox_row(nummer, now) for nummer in range(25)],
        "bulk": {
            "url": "#",
            "acties": [
                {"tekst": "Toewijzen", "waarde": "toewijzen", "icoon": "persoon"},
                {"tekst": "Brief maken", "waarde": "brief", "icoon": "brief"},
            ],
        },
        "filters": _filters(),
        "bewaard": [
            {"titel": "Alles", "url": "#", "aantal": 148, "actief": True},
            {"titel": "Vandaag", "url": "#", "aantal": 25},
            {"titel": "Bedreigend", "url": "#", "aantal": 3},
            {"titel": "Zonder behandelaar", "url": "#", "aantal": 12},
        ],
        "gekozen": [{"tekst": "Partner: Energie Voorbeeld", "verwijder_url": "#"}],
        "kolomkeuze": [
            {"sleutel": kolom["titel"], "titel": kolom["titel"], "aan": True} for kolom in kolommen
        ],
    }


def _inbox_row(nummer: int, now: datetime) -> Rij:
    stand, toon, dagen = _STANDEN[min(nummer // 4, len(_STANDEN) - 1)]
    adres = f"{_STRATEN[nummer % len(_STRATEN)]} {nummer * 7 % 83 + 1}"
    eind = timezone.localdate(now) + timedelta(days=dagen)
    stap = "Bellen" if nummer % 3 else "Huisbezoek"
    return {
        "sleutel": str(nummer),
        "titel": adres,
        "url": "#",
        "toon": toon if toon in {"gevaar", "let_op"} else "",
        "cellen": [
            {"tekst": adres, "sub": f"{1000 + nummer * 37} AB Voorbeeldstad"},
            {"badge": stand, "toon": toon, "kolom": "Stand"},
            {"tekst": stap, "sub": f"poging {nummer % 3 + 1} van 4", "kolom": "Volgende stap"},
            {"tekst": relatief(eind, now), "sub": datum(eind), "soort": "datum", "kolom": "Termijn"},
            {"tekst": nummer % 4 + 1, "soort": "getal", "kolom": "Signalen"},
            {"tekst": euro_cent(27000 + nummer * 13571), "soort": "getal", "kolom": "Samen"},
            {"tekst": ("N. Behandelaar", "T. Wijkteam", "–")[nummer % 3], "kolom": "Behandelaar"},
        ],
    }


def _filters() -> list[Rij]:
    keuzes = [{"waarde": "", "tekst": "Alle"}, *({"waarde": naam, "tekst": naam} for naam in _PARTNERS)]
    standen = [
        {"waarde": "", "tekst": "Alle"},
        *({"waarde": stand[0], "tekst": stand[0]} for stand in _STANDEN),
    ]
    return [
        {"naam": "adres", "label": "Adres of zaaknummer", "voorbeeld": "1234 AB 12"},
        {"naam": "partner", "label": "Partner", "soort": "keuze", "opties": keuzes},
        {"naam": "stand", "label": "Stand", "soort": "keuze", "opties": standen},
        {"naam": "tot", "label": "Termijn tot en met", "soort": "datum", "waarde": ""},
    ]


def _zaak(now: datetime) -> dict[str, Any]:
    return {
        "gebeurtenissen": events(now),
        "personen": persons(VERSIE),
        "plaatsredenen": ranking_reasons(VERSIE),
    }


class Codeformulier(forms.Form):
    """Show each kind of field that a resident meets."""

    code = forms.CharField(
        label="Code uit de brief", help_text="Acht letters en cijfers, bijvoorbeeld K7PM-2QXD."
    )
    hoe = forms.ChoiceField(
        label="Hoe wilt u contact?",
        widget=forms.RadioSelect,
        choices=[("bellen", "Bel mij"), ("appen", "Stuur mij een bericht"), ("zelf", "Ik los het zelf op")],
    )


class Pogingformulier(forms.Form):
    """Show each kind of field that a case worker meets."""

    wanneer = forms.DateField(label="Wanneer", widget=forms.DateInput(attrs={"type": "date"}))
    soort = forms.ChoiceField(
        label="Soort contact", choices=[("", "Kies"), ("telefoon", "Telefoon"), ("bezoek", "Huisbezoek")]
    )
    dagdeel = forms.ChoiceField(
        label="Dagdeel",
        widget=forms.RadioSelect,
        choices=[("ochtend", "Ochtend"), ("middag", "Middag"), ("avond", "Avond")],
    )
    notitie = forms.CharField(
        label="Notitie",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Partners zien dit niet.",
    )
    bereikt = forms.BooleanField(label="De inwoner is bereikt", required=False)
