"""The form of one step: only the fields that the chosen step asks for."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict

from meldpunt.matching.queries import Persoonbeeld
from meldpunt.opvolging.traject import Stapinvoer
from meldpunt.rules.traject import AARD, MAX_TERMIJNEN, REGELING, SIGNAAL, STAPSOORTEN
from meldpunt.web.gemeente.woorden import write_code
from meldpunt.web.opmaak import euro_cent

# With a point only as mark of thousands: 50.00 could be fifty euros and five thousand.
BEDRAG: Final = re.compile(r"€?\s*(\d{1,3}(?:\.\d{3})+|\d{1,6})(?:,(\d{2}))?")


def _day(label: str, code: str, **anders: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"Vul een dag in. [{code}]",
            "invalid": f"Deze dag is niet te lezen. Kies een dag uit de kalender. [{code}]",
        },
        **anders,
    )


def read_bedrag(text: str) -> int:
    """Read an amount in euros as cents. Raises forms.ValidationError when it is no amount."""
    found = BEDRAG.fullmatch(text.strip())
    cents = int(found[1].replace(".", "")) * 100 + int(found[2] or 0) if found else 0
    if cents == 0:
        raise forms.ValidationError(
            f"‘{text}’ is geen bedrag. Schrijf het met een komma, zoals 50,00. [regeling_bedrag]"
        )
    return cents


class Stapformulier(forms.Form):
    """A step of one resident; which fields there are depends on the kind."""

    def __init__(
        self, gegeven: QueryDict | None = None, *, soort: str, persoon: Persoonbeeld, today: date
    ) -> None:
        super().__init__(gegeven, initial={"datum": today}, prefix="stap")
        self.soort, self.regel, self.persoon = soort, STAPSOORTEN[soort], persoon
        if AARD in self.regel.vraagt:
            self.fields["aard"] = self._aard()
        self.fields["datum"] = _day("Datum", "stap_datum")
        if SIGNAAL in self.regel.vraagt and len(persoon.signalen) > 1:
            self.fields["signaal"] = self._signaal()
        if REGELING in self.regel.vraagt:
            self._add_regeling()
        self.fields["toelichting"] = forms.CharField(
            label="Toelichting",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Partners zien dit nooit. Schrijf niets over gezondheid, strafbare feiten of nationaliteit.",
        )

    def _aard(self) -> forms.ChoiceField:
        choices = [(code, f"{a.titel}: {a.definitie}") for code, a in self.regel.aarden.items()]
        return forms.ChoiceField(
            label="Wat gebeurde er?",
            widget=forms.RadioSelect,
            choices=choices,
            error_messages={"required": "Kies wat er gebeurde. [stap_aard]"},
        )

    def _signaal(self) -> forms.ChoiceField:
        claims = [
            (str(s.id), f"{s.partner}, {write_code(s.type_vordering).lower()}, {euro_cent(s.bedrag_cent)}")
            for s in self.persoon.signalen
        ]
        return forms.ChoiceField(
            label="Welke vordering",
            required=False,
            choices=[("", "Alle vorderingen van deze persoon"), *claims],
        )

    def _add_regeling(self) -> None:
        self.fields["bedrag"] = forms.CharField(
            label="Bedrag per termijn",
            max_length=20,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "50,00"}),
            error_messages={"required": "Vul het bedrag per termijn in, zoals 50,00. [regeling_bedrag]"},
        )
        count = f"Vul een aantal van 1 tot en met {MAX_TERMIJNEN} in. [regeling_termijnen]"
        self.fields["aantal_termijnen"] = forms.IntegerField(
            label="Aantal termijnen",
            min_value=1,
            max_value=MAX_TERMIJNEN,
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), count),
        )
        self.fields["eerste_termijn"] = _day("Eerste termijn op", "regeling_begin")

    def clean_bedrag(self) -> int:
        """Read the amount as cents."""
        return read_bedrag(self.cleaned_data["bedrag"])

    @property
    def invoer(self) -> Stapinvoer:
        """Return what was filled in, for the act."""
        found = self.cleaned_data
        return Stapinvoer(
            soort=self.soort,
            datum=found["datum"],
            aard=found.get("aard", ""),
            signaal=UUID(found["signaal"]) if found.get("signaal") else None,
            bedrag_cent=found.get("bedrag"),
            aantal_termijnen=found.get("aantal_termijnen"),
            eerste_termijn=found.get("eerste_termijn"),
            toelichting=found["toelichting"],
        )
