"""The forms of the reply page, in the language of the resident."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from meldpunt.rules.antwoorden import BEL_MIJ, MAX_OPMERKING, Antwoord, find_gronden, list_beldagen
from meldpunt.rules.statussen import DAGDELEN
from meldpunt.web.inwoner.teksten import Teksten, write_dag

# Where each ground is shown.
VELD = {
    "antwoord_dag": "dag",
    "antwoord_dagdeel": "dagdeel",
    "antwoord_telefoon": "telefoon",
    "antwoord_opmerking": "opmerking",
}


class Codeformulier(forms.Form):
    """The one field of the first page."""

    code = forms.CharField(
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
    )

    def __init__(self, *args: Any, teksten: Teksten, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = teksten["code_label"], teksten["code_hint"]
        field.error_messages |= {"required": teksten["code_leeg"]}
        # What is too long for a code is no code.
        for validator in field.validators:
            validator.message = teksten["code_onbekend"]  # type: ignore[attr-defined]


class Antwoordformulier(forms.Form):
    """An answer of one kind; only who wants to be called says when and on which number."""

    dag = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    dagdeel = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    telefoon = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"})
    )
    opmerking = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": MAX_OPMERKING})
    )

    def __init__(
        self, *args: Any, soort: str, taal: str, teksten: Teksten, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.soort, self.teksten, self.dagen = soort, teksten, list_beldagen(today)
        for naam, field in self.fields.items():
            field.label, field.help_text = teksten[naam], teksten.get(f"{naam}_hint", "")
        if soort != BEL_MIJ:
            for naam in ("dag", "dagdeel", "telefoon"):
                del self.fields[naam]
            return
        for naam, choices in (
            ("dag", [(day.isoformat(), write_dag(day, taal)) for day in self.dagen]),
            ("dagdeel", [(part, teksten[part]) for part in DAGDELEN]),
        ):
            field = self.fields[naam]
            field.choices = choices  # type: ignore[attr-defined]
            # Required, but told with our own sentence by the rule.
            field.widget.attrs["aria-required"] = "true"
            field.error_messages["invalid_choice"] = teksten[f"antwoord_{naam}"]

    def clean(self) -> dict[str, Any]:
        """Judge the answer by the rule, and put each ground at its field."""
        given = super().clean() or {}
        self.antwoord = Antwoord(
            soort=self.soort,
            dag=date.fromisoformat(given["dag"]) if given.get("dag") else None,
            dagdeel=given.get("dagdeel", ""),
            telefoon=given.get("telefoon", ""),
            # A browser counts a line end as one sign and sends two.
            opmerking=given.get("opmerking", "").replace("\r\n", "\n"),
        )
        for ground in find_gronden(self.antwoord, dagen=self.dagen):
            if VELD[ground] not in self.errors:
                self.add_error(VELD[ground], self.teksten[ground])
        return given
