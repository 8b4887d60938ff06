"""The form of a new werkprotocol; a wrong postcode range is named with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.deelname import Postcodebereik
from meldpunt.web.gemeente.maandlijst import BEKENDEN

VERPLICHT = "Vul dit in. [verplicht]"


def read_bereiken(text: str, *, waar: str = "Regel") -> list[str]:
    """Split a text into postcode ranges. Raises forms.ValidationError with a sentence per wrong line."""
    parts = [part.strip() for line in text.splitlines() for part in line.split(",")]
    errors, ranges = [], []
    for number, part in enumerate(parts, start=1):
        if not part:
            continue
        try:
            found = Postcodebereik.parse(part)
        except ValueError:
            errors.append(
                f"{waar} {number}: '{part}' is geen postcode of bereik. "
                "Schrijf bijvoorbeeld 2011-2037 of 2063AB-2063KZ. [postcodebereik_ongeldig]"
            )
        else:
            ranges.append(_short(found))
    if errors:
        raise forms.ValidationError(errors)
    return ranges


def _short(bereik: Postcodebereik) -> str:
    """Write a range as short as it can be: 2011-2037, 2063AB-2063KZ, 2063AB."""
    van = (
        bereik.van.removesuffix("AA")
        if bereik.van.endswith("AA") and bereik.tot.endswith("ZZ")
        else bereik.van
    )
    tot = bereik.tot.removesuffix("ZZ") if len(van) == 4 else bereik.tot
    return van if van == tot else f"{van}-{tot}"


class Werkprotocolformulier(forms.Form):
    """How the municipality works from a day on."""

    vanaf = forms.DateField(
        label="Geldt vanaf",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": VERPLICHT, "invalid": "Kies een bestaande dag. [datum_ongeldig]"},
        help_text="Vandaag of later. Wat nu geldt, blijft bewaard.",
    )
    capaciteit = forms.IntegerField(
        label="Capaciteit per maand",
        required=False,
        min_value=0,
        max_value=100_000,
        help_text="Hoeveel adressen u per maand oppakt. Leeg: geen grens, en dan ook geen verruiming.",
        error_messages={"invalid": "Vul een heel getal in, bijvoorbeeld 40. [capaciteit_ongeldig]"},
    )
    bekende_huishoudens = forms.ChoiceField(
        label="Huishoudens die schuldhulp al kent", choices=list(BEKENDEN.items()), required=False
    )
    postcodes = forms.CharField(
        label="Postcodes van de gemeente",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": VERPLICHT},
        help_text="Eén bereik per regel, bijvoorbeeld 2011-2037 of 2063AB-2063KZ.",
    )
    beschikking_weken = forms.IntegerField(
        label="Weken voor de beschikking",
        required=False,
        min_value=1,
        max_value=8,
        help_text="Uit uw verordening, vanaf het eerste gesprek. Leeg: de acht weken van de wet (Wgs art. 4a).",
        error_messages={
            "invalid": "Vul een heel getal in van 1 tot en met 8. [beschikking_weken_ongeldig]",
            "min_value": "De termijn is ten minste 1 week. [beschikking_weken_ongeldig]",
            "max_value": "De wet staat hoogstens 8 weken toe (Wgs art. 4a). [beschikking_weken_ongeldig]",
        },
    )
    navraag_werkdagen = forms.IntegerField(
        label="Werkdagen voor ‘staat het nog open?’",
        required=False,
        min_value=1,
        max_value=10,
        help_text="Zo lang kan een partner antwoorden voordat u contact zoekt. Leeg: 2. Zwijgen telt als open.",
        error_messages={
            "invalid": "Vul een heel getal in van 1 tot en met 10. [navraag_werkdagen_ongeldig]",
            "min_value": "Geef partners ten minste 1 werkdag. [navraag_werkdagen_ongeldig]",
            "max_value": "Geef partners hoogstens 10 werkdagen. [navraag_werkdagen_ongeldig]",
        },
    )
    lokaal_aanbod = forms.CharField(
        label="Lokaal aanbod",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Wat u inwoners aanbiedt. Deze tekst komt later in de brief.",
    )

    def __init__(self, *args: Any, versie: ConvenantVersie, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.can_leave_out = versie.bekend.buiten_beschouwing_mogelijk
        self.has_capacity = bool(versie.ordening.volgorde)

    def clean_postcodes(self) -> list[str]:
        """Check each range."""
        return read_bereiken(self.cleaned_data["postcodes"])

    def clean_bekende_huishoudens(self) -> str:
        """Leave known households out only where the covenant allows it."""
        chosen = self.cleaned_data["bekende_huishoudens"]
        return str(chosen) if self.can_leave_out and chosen else "meenemen"

    def clean_navraag_werkdagen(self) -> int:
        """Give partners two working days where nothing is said."""
        return int(self.cleaned_data["navraag_werkdagen"] or 2)

    def clean_capaciteit(self) -> int | None:
        """Keep no capacity where the covenant gives no order to fill it by."""
        capacity: int | None = self.cleaned_data["capaciteit"]
        return capacity if self.has_capacity else None


class Teamformulier(forms.Form):
    """One team and the postcodes it works in."""

    naam = forms.CharField(
        label="Team",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"list": "uitvoerders", "autocomplete": "off", "aria-label": "Team"}),
    )
    postcodes = forms.CharField(
        label="Postcodes",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "2011-2015, 2021", "aria-label": "Postcodes"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both or none, and check the ranges."""
        given: dict[str, Any] = super().clean() or {}
        naam, text = (given.get("naam") or "").strip(), (given.get("postcodes") or "").strip()
        if bool(naam) != bool(text):
            raise forms.ValidationError(
                "Vul een team in met zijn postcodes, of laat beide leeg. [team_onvolledig]"
            )
        return {"naam": naam, "bereiken": read_bereiken(text, waar=f"Team {naam}, bereik")}


if TYPE_CHECKING:
    Teamset = forms.BaseFormSet[Teamformulier]
else:
    # Django's class takes no parameter when it runs.
    Teamset = forms.BaseFormSet


class _Teams(Teamset):
    def clean(self) -> None:
        """Refuse a team that stands there twice: the second would silently win."""
        names = [
            form.cleaned_data["naam"]
            for form in self.forms
            if form.is_valid() and form.cleaned_data.get("naam")
        ]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise forms.ValidationError(
                f"Team {twice[0]} staat er twee keer. Zet alle postcodes op één regel. [team_dubbel]"
            )


Teamformulieren = forms.formset_factory(Teamformulier, formset=_Teams, extra=2, max_num=60)


def read_teams(formulieren: Any) -> dict[str, list[str]]:
    """Return the district split of a valid set of forms."""
    return {
        form.cleaned_data["naam"]: form.cleaned_data["bereiken"]
        for form in formulieren
        if form.cleaned_data.get("naam")
    }
