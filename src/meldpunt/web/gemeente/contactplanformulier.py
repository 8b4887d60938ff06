"""The steps of the contactplan on the form of a werkprotocol: a row each, an empty row is no step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django import forms

from meldpunt.rules.contactplan import LANGSTE_DAGEN, MEESTE_STAPPEN, PLANSOORTEN

PREFIX: Final = "plan"
_DAGEN: Final = f"Vul een heel getal in van 0 tot en met {LANGSTE_DAGEN}, bijvoorbeeld 7. [contactplan_dagen]"
_TE_LANG: Final = {
    "too_many_forms": f"Een contactplan heeft hoogstens {MEESTE_STAPPEN} stappen. Haal er stappen uit. "
    "[contactplan_te_lang]"
}


class Planregelformulier(forms.Form):
    """One step: how, and how many days after the step before it."""

    soort = forms.ChoiceField(
        label="Hoe",
        required=False,
        choices=[("", "Geen stap"), *((soort, soort) for soort in PLANSOORTEN)],
        widget=forms.Select(attrs={"aria-label": "Hoe"}),
        error_messages={
            "invalid_choice": "%(value)s is geen soort contact. Kies er een uit de lijst. [contactplan_soort]"
        },
    )
    na_dagen = forms.IntegerField(
        label="Na hoeveel dagen",
        required=False,
        min_value=0,
        max_value=LANGSTE_DAGEN,
        widget=forms.NumberInput(attrs={"aria-label": "Na hoeveel dagen"}),
        error_messages={"invalid": _DAGEN, "min_value": _DAGEN, "max_value": _DAGEN},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both or none."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        if bool(given.get("soort")) != (given.get("na_dagen") is not None):
            raise forms.ValidationError(
                "Vul bij een stap in hoe u contact zoekt en na hoeveel dagen, of laat beide leeg. "
                "[contactplan_onvolledig]"
            )
        return given


if TYPE_CHECKING:
    Stappenset = forms.BaseFormSet[Planregelformulier]
else:
    # Django's class takes no parameter when it runs.
    Stappenset = forms.BaseFormSet

Planformulieren = forms.formset_factory(
    Planregelformulier,
    formset=Stappenset,
    extra=2,
    max_num=MEESTE_STAPPEN,
    absolute_max=MEESTE_STAPPEN,
    validate_max=True,
)


def open_planformulieren(gegeven: Mapping[str, Any] | None, stappen: Sequence[Mapping[str, Any]]) -> Any:
    """Give the rows as they were sent, or else those of the werkprotocol that holds: a form without them keeps them."""
    sent = gegeven is not None and f"{PREFIX}-TOTAL_FORMS" in gegeven
    if sent:
        return Planformulieren(gegeven, prefix=PREFIX, error_messages=_TE_LANG)
    return Planformulieren(initial=[dict(stap) for stap in stappen], prefix=PREFIX)


def read_plan(formulieren: Any, stappen: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps of valid rows, or the ones that were there when none were sent."""
    if not formulieren.is_bound:
        return [dict(stap) for stap in stappen]
    return [
        {"soort": form.cleaned_data["soort"], "na_dagen": form.cleaned_data["na_dagen"]}
        for form in formulieren
        if form.cleaned_data.get("soort")
    ]
