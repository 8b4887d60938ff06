"""The forms of requests: who asks and what for, how it was made sure, what is decided."""

from __future__ import annotations

from typing import Any

from django import forms

from meldpunt.betrokkenen.actions import Aanvraag
from meldpunt.betrokkenen.verzegeling import Inwoner
from meldpunt.rules.adres import find_adres
from meldpunt.rules.normalisatie import find_bsn
from meldpunt.rules.rectificatie import CORRIGEERBAAR
from meldpunt.rules.verzoeken import IDENTITEITEN, VERZOEKSOORTEN, list_gronden

VERPLICHT = {"required": "Vul dit in. [verplicht]"}
KEUZE = {**VERPLICHT, "invalid_choice": "Kies iets uit de lijst. [keuze_ongeldig]"}
GEEN = {"autocomplete": "off"}


class Opneemformulier(forms.Form):
    """A request at the counter or by post."""

    gemeente = forms.ChoiceField(label="Gemeente", error_messages=KEUZE)
    soort = forms.ChoiceField(
        label="Wat vraagt de inwoner?",
        choices=[(key, f"{one.titel}: {one.vraag}") for key, one in VERZOEKSOORTEN.items()],
        widget=forms.RadioSelect,
        error_messages=KEUZE,
    )
    kanaal = forms.ChoiceField(
        label="Hoe kwam het binnen?",
        choices=[("balie", "Aan de balie"), ("brief", "Per brief of e-mail")],
        error_messages=KEUZE,
    )
    voorletters = forms.CharField(
        label="Voorletters", max_length=40, required=False, widget=forms.TextInput(attrs=GEEN)
    )
    tussenvoegsel = forms.CharField(
        label="Tussenvoegsel", max_length=40, required=False, widget=forms.TextInput(attrs=GEEN)
    )
    achternaam = forms.CharField(
        label="Achternaam",
        max_length=200,
        error_messages=VERPLICHT,
        widget=forms.TextInput(attrs=GEEN),
    )
    geboortedatum = forms.DateField(
        label="Geboortedatum",
        widget=forms.DateInput(attrs={"type": "date", **GEEN}, format="%Y-%m-%d"),
        error_messages={**VERPLICHT, "invalid": "Kies een bestaande dag. [datum_ongeldig]"},
    )
    bsn = forms.CharField(
        label="BSN",
        required=False,
        max_length=11,
        help_text="Alleen om te zoeken. Het wordt versleuteld bewaard en is daarna niet meer te lezen.",
        widget=forms.TextInput(attrs={**GEEN, "inputmode": "numeric"}),
    )
    postcode = forms.CharField(
        label="Postcode", max_length=7, required=False, widget=forms.TextInput(attrs=GEEN)
    )
    huisnummer = forms.CharField(
        label="Huisnummer en toevoeging", max_length=15, required=False, widget=forms.TextInput(attrs=GEEN)
    )
    antwoord_aan = forms.CharField(
        label="Waar wil de inwoner het antwoord?",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld: komt het ophalen, of een postadres.",
    )
    wens = forms.CharField(
        label="Wat zei of schreef de inwoner?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    identiteit = forms.ChoiceField(
        label="Hoe stelde u vast wie het is?",
        choices=[
            ("document", IDENTITEITEN["document"]),
            ("bekend", IDENTITEITEN["bekend"]),
            ("", "Nog niet: dat gebeurt later"),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text="Maak nooit een kopie.",
    )

    def __init__(self, *args: Any, gemeenten: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].choices = gemeenten  # type: ignore[attr-defined]
        if len(gemeenten) == 1:
            self.fields["gemeente"].initial = gemeenten[0][0]

    def clean_bsn(self) -> str:
        """Return the number in nine digits, or nothing."""
        typed = self.cleaned_data["bsn"].strip()
        if not typed:
            return ""
        found = find_bsn(typed)
        if found is None:
            raise forms.ValidationError("Dit is geen BSN. Controleer de negen cijfers. [bsn_onjuist]")
        return found

    def clean(self) -> dict[str, Any]:
        """Read the address as one key."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        postcode, number = given.get("postcode", ""), given.get("huisnummer", "")
        given["adres"] = find_adres(postcode, number) if postcode or number else None
        if (postcode or number) and given["adres"] is None:
            self.add_error(
                "postcode", "Dit is geen adres. Schrijf 1234 AB en een huisnummer. [adres_ongeldig]"
            )
        return given

    @property
    def aanvraag(self) -> Aanvraag:
        """Return what was filled in."""
        given = self.cleaned_data
        postcode, huisnummer, suffix = given["adres"] or ("", None, "")
        return Aanvraag(
            soort=given["soort"],
            gemeente=given["gemeente"],
            kanaal=given["kanaal"],
            identiteit=given["identiteit"],
            inwoner=Inwoner(
                voorletters=given["voorletters"].strip(),
                tussenvoegsel=given["tussenvoegsel"].strip(),
                achternaam=given["achternaam"].strip(),
                geboortedatum=given["geboortedatum"],
                postcode=postcode,
                huisnummer=huisnummer,
                suffix=suffix,
                bsn=given["bsn"],
                antwoord_aan=given["antwoord_aan"].strip(),
                wens=given["wens"].strip(),
            ),
        )


class Besluitformulier(forms.Form):
    """Grant on a ground or refuse on a ground; the words are for the resident."""

    grond = forms.ChoiceField(label="Grond", widget=forms.RadioSelect, error_messages=KEUZE)
    toelichting = forms.CharField(
        label="Uitleg voor de inwoner",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
        help_text="In gewone woorden. Bij een weigering moet u dit invullen.",
    )

    def __init__(self, *args: Any, soort: str, alleen: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = {**list_gronden(soort, inwilligen=True), **list_gronden(soort, inwilligen=False)}
        shown = {key: one for key, one in grounds.items() if not alleen or key in alleen}
        self.fields["grond"].choices = [  # type: ignore[attr-defined]
            (key, f"{'Toewijzen' if one.inwilligen else 'Weigeren'}: {one.zin} ({one.artikel})")
            for key, one in shown.items()
        ]
        self.toewijzend = {key for key, one in grounds.items() if one.inwilligen}


class Correctieformulier(forms.Form):
    """One thing to correct of one signaal."""

    signaal = forms.ChoiceField(label="Van welk signaal?", required=False)
    veld = forms.ChoiceField(
        label="Wat klopt er niet?",
        required=False,
        choices=[("", "Kies"), *((key, one.titel) for key, one in CORRIGEERBAAR.items())],
    )
    nieuw = forms.CharField(label="Wat moet het zijn?", required=False, max_length=200)

    def __init__(self, *args: Any, signalen: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signaal"].choices = [("", "Kies"), *signalen]  # type: ignore[attr-defined]
