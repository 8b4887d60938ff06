"""The form by which somebody is invited to a team."""

from __future__ import annotations

from typing import Any

from django import forms

from meldpunt.toegang.rechten.functies import BIJZONDER, PASSEND, Functie
from meldpunt.web.beheer.formulieren import KEUZE, VERPLICHT, dagveld


class Uitnodigformulier(forms.Form):
    """A person, a role and till when."""

    naam = forms.CharField(label="Voornaam en achternaam", max_length=200, error_messages=VERPLICHT)
    email = forms.EmailField(
        label="E-mailadres",
        help_text="Een adres van deze persoon alleen, geen info@ of team@.",
        error_messages={**VERPLICHT, "invalid": "Vul een e-mailadres in. [email_ongeldig]"},
    )
    rol = forms.ChoiceField(label="Rol", error_messages=KEUZE)
    tot = dagveld("Laatste dag", required=False, help_text="Leeg: tot iemand de rol beëindigt.")
    reden = forms.CharField(
        label="Waarom is dit recht nodig?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nodig bij een rol met een *. Een ander beslist erover.",
    )

    def __init__(self, *args: Any, partijsoort: str, partij: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = sorted(PASSEND[partijsoort])
        self.fields["rol"].choices = [  # type: ignore[attr-defined]
            (rol, f"{Functie(rol, partijsoort, partij).rolnaam}{' *' if rol in BIJZONDER else ''}")
            for rol in roles
        ]
