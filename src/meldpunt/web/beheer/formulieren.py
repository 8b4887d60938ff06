"""The forms of beheer: who joins, who leaves, what happens to a covenant."""

from __future__ import annotations

from typing import Any

from django import forms

from meldpunt.partijen.lijsten import list_gemeenten, list_partners
from meldpunt.rules.convenant import ConvenantVersie

VERPLICHT = {"required": "Vul dit in. [verplicht]"}
DAG = {**VERPLICHT, "invalid": "Kies een bestaande dag. [datum_ongeldig]"}
KEUZE = {**VERPLICHT, "invalid_choice": "Kies iets uit de lijst. [keuze_ongeldig]"}


def dagveld(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Make a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=widget, error_messages=DAG
    )


class Gebeurtenisformulier(forms.Form):
    """Notice, end, emergency stop or resumption."""

    soort = forms.ChoiceField(
        label="Wat gebeurt er?",
        choices=[
            ("opzegging", "Opzegging"),
            ("einde", "Einde"),
            ("noodstop", "Noodstop"),
            ("hervatting", "Hervatting"),
        ],
        error_messages=KEUZE,
    )
    per = dagveld(
        "Per",
        help_text="Opzegging en einde: de laatste dag. Noodstop en hervatting: de eerste dag.",
    )
    reden = forms.CharField(
        label="Reden", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, error_messages=VERPLICHT
    )


class Gemeenteformulier(forms.Form):
    """A municipality that joins."""

    gemeente = forms.ChoiceField(label="Gemeente", error_messages=KEUZE)
    vanaf = dagveld("Eerste dag")
    besluit_op = dagveld("Besluit genomen op", required=False)
    middelen_op = dagveld("Geld beschikbaar op", required=False)

    def __init__(self, *args: Any, versie: ConvenantVersie, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = None if versie.partijen.elke_gemeente else versie.partijen.gemeenten
        choices = [(row.code, f"{row.naam} ({row.code})") for row in list_gemeenten(codes)]
        self.fields["gemeente"].choices = [("", "Kies"), *choices]  # type: ignore[attr-defined]


class Partnerformulier(forms.Form):
    """A partner that joins for a municipality."""

    partner = forms.ChoiceField(label="Partner", error_messages=KEUZE)
    gemeente = forms.ChoiceField(label="Gemeente", error_messages=KEUZE)
    vanaf = dagveld("Eerste dag")
    reden = forms.CharField(
        label="Reden zonder grondslag",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig als de wet deze partner geen grondslag geeft: waarom laat de gemeente hem toe?",
    )

    def __init__(
        self, *args: Any, versie: ConvenantVersie, gemeenten: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        partners = [
            (str(row.id), f"{row.naam} ({row.type})")
            for row in list_partners()
            if versie.has_partnertype(row.type)
        ]
        self.fields["partner"].choices = [("", "Kies"), *partners]  # type: ignore[attr-defined]
        self.fields["gemeente"].choices = [("", "Kies"), *gemeenten]  # type: ignore[attr-defined]


class Dagformulier(forms.Form):
    """One day: the last one of a participation, or the one on which a condition was met."""

    dag = dagveld("Dag")
