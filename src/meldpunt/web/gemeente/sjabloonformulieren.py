"""The forms of the texts: a template, and as whom the municipality writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify

from meldpunt.correspondentie.sjablonen import Sjabloontekst
from meldpunt.partijen.afzenders import Afzendergegevens
from meldpunt.rules.talen import TALEN

VERPLICHT = "Vul dit in. [verplicht]"
KANALEN = {"brief": "Brief", "kaartje": "Kaartje", "mail": "E-mail", "sms": "Sms"}
TAALKEUZES = [(taal.code, taal.naam) for taal in TALEN.values()]


class Sjabloonformulier(forms.Form):
    """A text of the municipality; its channel and language are chosen once, when it is new."""

    naam = forms.CharField(
        label="Naam",
        max_length=80,
        error_messages={"required": VERPLICHT},
        help_text="Zo kiest een behandelaar de tekst. De inwoner ziet dit niet.",
    )
    kanaal = forms.ChoiceField(label="Soort bericht", choices=list(KANALEN.items()))
    taal = forms.ChoiceField(label="Taal", choices=TAALKEUZES)
    onderwerp = forms.CharField(
        label="Onderwerp", max_length=120, required=False, help_text="Niet nodig bij een sms."
    )
    tekst = forms.CharField(
        label="Tekst",
        max_length=8000,
        strip=False,
        error_messages={"required": "De tekst is leeg. Schrijf wat de inwoner leest. [tekst_leeg]"},
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Een lege regel begint een nieuwe alinea. Begin een regel met ‘- ’ voor een opsomming "
        "en met ‘## ’ voor een tussenkop.",
    )

    def __init__(self, gegeven: Any = None, *, vast: bool = False, **rest: Any) -> None:
        super().__init__(gegeven, **rest)
        if vast:
            for name in ("kanaal", "taal"):
                self.fields[name].widget = forms.HiddenInput()

    def read(self, sleutel: str = "") -> Sjabloontekst:
        """Return what was filled in; a new text gets its key from its name."""
        given = self.cleaned_data
        return Sjabloontekst(
            sleutel=sleutel or slugify(given["naam"])[:40].strip("-"),
            kanaal=given["kanaal"],
            taal=given["taal"],
            naam=given["naam"],
            onderwerp=given["onderwerp"],
            tekst=given["tekst"],
        )


class Afzenderformulier(forms.Form):
    """As whom the municipality writes to residents."""

    naam = forms.CharField(label="Naam", max_length=80, error_messages={"required": VERPLICHT})
    adres = forms.CharField(
        label="Adres",
        max_length=190,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": VERPLICHT},
        help_text="Eén tot drie regels, bijvoorbeeld Postbus 511 en daaronder 2003 PB Haarlem.",
    )
    telefoon = forms.CharField(label="Telefoon", max_length=20, error_messages={"required": VERPLICHT})
    mail = forms.EmailField(
        label="E-mailadres",
        error_messages={"required": VERPLICHT, "invalid": "Dit is geen e-mailadres. [mail_ongeldig]"},
    )
    antwoordadres = forms.URLField(
        label="Antwoordadres",
        max_length=120,
        assume_scheme="https",
        error_messages={"required": VERPLICHT, "invalid": "Dit is geen webadres. [antwoordadres_ongeldig]"},
        help_text="Het webadres waar een inwoner met de code antwoordt. Houd het kort: het wordt overgetypt.",
    )

    def clean_adres(self) -> tuple[str, ...]:
        """Split the address into its lines."""
        lines = tuple(line.strip() for line in self.cleaned_data["adres"].splitlines() if line.strip())
        if len(lines) > 3 or any(len(line) > 60 for line in lines):
            raise forms.ValidationError("Hoogstens drie regels van zestig tekens. [afzender_adres]")
        return lines

    def read(self) -> Afzendergegevens:
        """Return what was filled in."""
        given = self.cleaned_data
        return Afzendergegevens(
            naam=given["naam"],
            adresregels=given["adres"],
            telefoon=given["telefoon"],
            mail=given["mail"],
            antwoordadres=given["antwoordadres"],
        )


def make_afzenderformulier(
    gegevens: Afzendergegevens | None, *, antwoordadres: str, gegeven: Any = None
) -> Afzenderformulier:
    """Begin with what is set; a new sender begins with the reply page of this site."""
    initial: dict[str, Any] = {"antwoordadres": antwoordadres}
    if gegevens is not None:
        initial = {
            "naam": gegevens.naam,
            "adres": "\n".join(gegevens.adresregels),
            "telefoon": gegevens.telefoon,
            "mail": gegevens.mail,
            "antwoordadres": gegevens.antwoordadres,
        }
    return Afzenderformulier(gegeven, initial=initial)
