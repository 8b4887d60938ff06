"""The forms of Mijn gegevens."""

from __future__ import annotations

from typing import Any

from django import forms

from meldpunt.rules.verzoeken import VERZOEKSOORTEN

VERPLICHT = {
    "required": "Kies of vul dit in. [verplicht]",
    "invalid_choice": "Kies iets uit de lijst. [keuze_ongeldig]",
}


class Vraagformulier(forms.Form):
    """What a resident asks, of which municipality, in their own words."""

    soort = forms.ChoiceField(
        label="Wat wilt u?",
        choices=[(key, one.vraag) for key, one in VERZOEKSOORTEN.items()],
        widget=forms.RadioSelect,
        error_messages=VERPLICHT,
    )
    gemeente = forms.ChoiceField(label="Bij welke gemeente?", error_messages=VERPLICHT)
    wens = forms.CharField(
        label="Wilt u iets uitleggen?",
        help_text="Bijvoorbeeld: wat klopt er niet, en wat moet het zijn?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, gemeenten: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].choices = gemeenten  # type: ignore[attr-defined]


class Demoformulier(forms.Form):
    """A test number in place of DigiD."""

    bsn = forms.CharField(
        label="Testnummer",
        help_text="Een BSN van een verzonnen inwoner uit de demo.",
        max_length=11,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=VERPLICHT,
    )
