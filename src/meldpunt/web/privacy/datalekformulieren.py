"""The forms of the register of breaches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from meldpunt.rules.datalekken import AARDEN, RISICOS, SOORTNAMEN
from meldpunt.web.beheer.formulieren import KEUZE, VERPLICHT

MOMENT = {**VERPLICHT, "invalid": "Kies een bestaande dag en tijd. [moment_ongeldig]"}
GETAL = {
    "invalid": "Vul een heel getal in. [getal_ongeldig]",
    "min_value": "Vul 0 of meer in. [getal_ongeldig]",
}
LANG = 4000


def momentveld(label: str, help_text: str = "") -> forms.DateTimeField:
    """Make a field for a day with a time, on the Dutch clock."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        widget=widget,
        error_messages=MOMENT,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )


def tekstveld(label: str, *, required: bool = True, help_text: str = "", rows: int = 3) -> forms.CharField:
    """Make a field for a few sentences."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LANG,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=VERPLICHT,
    )


def write_moment(moment: datetime) -> str:
    """Write a moment as the field for a day with a time reads it."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


class Voorvalformulier(forms.Form):
    """What somebody noticed that went wrong."""

    titel = forms.CharField(label="Wat ging er mis, in één zin?", max_length=120, error_messages=VERPLICHT)
    feiten = tekstveld(
        "Wat gebeurde er precies?",
        rows=6,
        help_text="Schrijf wat er gebeurde, met welke gegevens en wie ze zag. Noem geen namen van inwoners.",
    )
    ontdekt_op = momentveld("Wanneer ontdekte u het?")


class Feitenformulier(forms.Form):
    """The facts of a breach, from which the clocks follow."""

    titel = forms.CharField(label="Titel", max_length=120, error_messages=VERPLICHT)
    feiten = tekstveld("Wat is er gebeurd?", rows=5, help_text="Noem geen namen van inwoners.")
    oorzaak = tekstveld("Oorzaak", required=False)
    aard = forms.MultipleChoiceField(
        label="Wat voor datalek is het?",
        choices=list(AARDEN.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages=KEUZE,
    )
    gegevenssoorten = forms.MultipleChoiceField(
        label="Om welke gegevens gaat het?",
        choices=[(key, naam.capitalize()) for key, naam in SOORTNAMEN.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages=KEUZE,
    )
    aantal_personen = forms.IntegerField(
        label="Aantal personen", required=False, min_value=0, max_value=2_000_000_000, error_messages=GETAL
    )
    ontdekt_op = momentveld("Ontdekt op", "Vanaf dit moment lopen de klokken.")
    ontdekt_door = forms.CharField(label="Ontdekt door", max_length=120, error_messages=VERPLICHT)
    maatregelen = tekstveld(
        "Maatregelen", required=False, help_text="Wat deed u om het te stoppen en te voorkomen?"
    )
    risico = forms.ChoiceField(
        label="Risico voor inwoners", choices=list(RISICOS.items()), error_messages=KEUZE
    )
    reden_geen_risico = tekstveld(
        "Waarom geen risico?",
        required=False,
        help_text="Alleen nodig bij ‘geen risico’; dan hoeft de AP het niet te weten.",
    )
    gemeenten = forms.MultipleChoiceField(
        label="Geraakte gemeenten", widget=forms.CheckboxSelectMultiple, error_messages=KEUZE
    )
    convenanten = forms.MultipleChoiceField(
        label="Geraakte convenanten",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=KEUZE,
    )

    def __init__(
        self,
        *args: Any,
        gemeenten: Sequence[tuple[str, str]],
        convenanten: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeenten"].choices = list(gemeenten)  # type: ignore[attr-defined]
        self.fields["convenanten"].choices = list(convenanten)  # type: ignore[attr-defined]


class Klokformulier(forms.Form):
    """Somebody was told, or need not be."""

    op = momentveld("Wanneer verteld")
    hoe = forms.CharField(label="Hoe", max_length=200, error_messages=VERPLICHT)
    reden = forms.CharField(label="Reden als het te laat was", required=False, max_length=LANG)
