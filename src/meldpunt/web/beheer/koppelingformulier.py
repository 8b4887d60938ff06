"""The form of a connection to another system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from meldpunt.koppelingen.beeld import list_aanmeldingen, list_soorten
from meldpunt.koppelingen.gegevens import MELDPUNT, Aanmeldwijze, Geheimen, Koppelinggegevens
from meldpunt.partijen.lijsten import list_gemeenten
from meldpunt.web.beheer.formulieren import KEUZE, VERPLICHT

GETAL = {**VERPLICHT, "invalid": "Vul een getal in. [getal_ongeldig]"}
BLIJFT = "Leeg laten: wat er staat, blijft. Wordt versleuteld bewaard en nergens meer getoond."


def _tekst(label: str, *, lang: int = 500, help_text: str = "", regels: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": regels, "spellcheck": "false"}) if regels else forms.TextInput()
    return forms.CharField(label=label, required=False, max_length=lang, help_text=help_text, widget=widget)


def _geheim(label: str, *, regels: int = 0, help_text: str = BLIJFT) -> forms.CharField:
    """Make a field whose value is never written back into the page."""
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    widget = _Dicht(attrs={**attrs, "rows": regels}) if regels else forms.PasswordInput(attrs=attrs)
    return forms.CharField(
        label=label, required=False, max_length=20_000, strip=False, help_text=help_text, widget=widget
    )


class _Dicht(forms.Textarea):
    """A field of several lines that stays empty when the form comes back."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Show it empty, whatever was sent."""
        return super().get_context(name, None, attrs)


class Koppelingformulier(forms.Form):
    """What the other organisation tells about its system, and how we make ourselves known."""

    naam = forms.CharField(label="Naam", max_length=120, error_messages=VERPLICHT)
    soort = forms.ChoiceField(label="Soort", error_messages=KEUZE)
    gemeente = forms.ChoiceField(
        label="Voor",
        error_messages=KEUZE,
        help_text="Een gemeente met een eigen koppeling gebruikt die van het hele meldpunt niet.",
    )
    adres = forms.CharField(
        label="Adres", max_length=500, error_messages=VERPLICHT, help_text="Begint met https://."
    )
    aanmelding = forms.ChoiceField(label="Hoe melden wij ons aan?", error_messages=KEUZE)
    sleutelkop = _tekst("Kop van de sleutel", lang=60, help_text="Bijvoorbeeld X-API-KEY.")
    sleutel = _geheim("Sleutel")
    tokenadres = _tekst("Tokenadres", help_text="Waar OAuth 2.0 een token geeft. Begint met https://.")
    client_id = _tekst("Client-id", lang=200)
    client_geheim = _geheim("Client-geheim")
    handtekeningsleutel = _geheim("Ondertekensleutel (PEM)", regels=3)
    kid = _tekst("Kenmerk van de ondertekensleutel (kid)", lang=200)
    scope = _tekst("Scope", lang=300)
    audience = _tekst("Audience", lang=300, help_text="Leeg: het tokenadres.")
    certificaat = _tekst(
        "Ons certificaat met zijn keten (PEM)", lang=40_000, regels=4, help_text="Alleen bij tweezijdig TLS."
    )
    certificaatsleutel = _geheim("Sleutel van ons certificaat (PEM)", regels=3)
    ca = _tekst(
        "Uitgever van hun certificaat (PEM)",
        lang=40_000,
        regels=4,
        help_text="Leeg: de uitgevers die dit systeem vertrouwt. Ingevuld: alleen deze.",
    )
    koppen = _tekst(
        "Vaste koppen",
        lang=4000,
        regels=3,
        help_text="Een per regel, zoals: X-DOELBINDING: vroegsignalering. Voor doel, gebruiker en OIN.",
    )
    opties = _tekst("Opties", lang=4000, regels=3, help_text="Een per regel, zoals: proefpad: /gezond.")
    verbinden = forms.FloatField(label="Seconden om te verbinden", initial=5, error_messages=GETAL)
    lezen = forms.FloatField(label="Seconden om te antwoorden", initial=20, error_messages=GETAL)
    pogingen = forms.IntegerField(label="Pogingen per vraag", initial=3, error_messages=GETAL)
    gelijktijdig = forms.IntegerField(label="Vragen tegelijk", initial=4, error_messages=GETAL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(row.code, f"{row.naam} ({row.code})") for row in list_gemeenten()]
        self._choose("soort", [("", "Kies"), *list_soorten()])
        self._choose("gemeente", [(MELDPUNT, "Het hele meldpunt"), *places])
        self._choose("aanmelding", list_aanmeldingen())

    def _choose(self, naam: str, choices: list[tuple[str, str]]) -> None:
        self.fields[naam].choices = choices  # type: ignore[attr-defined]

    def clean_koppen(self) -> dict[str, str]:
        """Read the lines of header and value."""
        return _read_regels(str(self.cleaned_data["koppen"]))

    def clean_opties(self) -> dict[str, str]:
        """Read the lines of option and value."""
        return _read_regels(str(self.cleaned_data["opties"]))

    def read(self) -> Koppelinggegevens:
        """Return what was filled in."""
        given = self.cleaned_data
        return Koppelinggegevens(
            soort=given["soort"],
            plek=given["gemeente"],
            naam=given["naam"],
            adres=given["adres"].strip(),
            aanmelding=Aanmeldwijze(
                soort=given["aanmelding"],
                **{
                    name: given[name].strip()
                    for name in ("sleutelkop", "tokenadres", "client_id", "kid", "scope", "audience")
                },
            ),
            geheimen=Geheimen(
                sleutel=given["sleutel"],
                client_geheim=given["client_geheim"],
                handtekeningsleutel=given["handtekeningsleutel"],
                certificaatsleutel=given["certificaatsleutel"],
            ),
            certificaat=given["certificaat"],
            ca=given["ca"],
            koppen=given["koppen"],
            opties=given["opties"],
            verbinden_seconden=given["verbinden"],
            lezen_seconden=given["lezen"],
            pogingen=given["pogingen"],
            gelijktijdig=given["gelijktijdig"],
        )


def write_beginwaarden(gegevens: Koppelinggegevens) -> dict[str, object]:
    """Return how a connection stands in its form; its secrets do not."""
    wijze = gegevens.aanmelding
    return {
        "naam": gegevens.naam,
        "soort": gegevens.soort,
        "gemeente": gegevens.plek,
        "adres": gegevens.adres,
        "aanmelding": wijze.soort,
        **{
            name: getattr(wijze, name)
            for name in ("sleutelkop", "tokenadres", "client_id", "kid", "scope", "audience")
        },
        "certificaat": gegevens.certificaat,
        "ca": gegevens.ca,
        "koppen": _write_regels(gegevens.koppen),
        "opties": _write_regels(gegevens.opties),
        "verbinden": gegevens.verbinden_seconden,
        "lezen": gegevens.lezen_seconden,
        "pogingen": gegevens.pogingen,
        "gelijktijdig": gegevens.gelijktijdig,
    }


def _write_regels(waarden: Mapping[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in waarden.items())


def _read_regels(tekst: str) -> dict[str, str]:
    lines = [line for line in tekst.splitlines() if line.strip()]
    for line in lines:
        name, sign, value = line.partition(":")
        if not (name.strip() and sign and value.strip()):
            raise forms.ValidationError(f"'{line}' is geen 'naam: waarde'. [regel_ongeldig]")
    pairs = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, _, value in pairs}
