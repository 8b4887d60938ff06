"""The forms of signing in."""

from __future__ import annotations

from typing import Final

from django import forms

from meldpunt.web.beheer.formulieren import VERPLICHT

ADRES: Final = {**VERPLICHT, "invalid": "Vul een e-mailadres in, zoals naam@organisatie.nl. [email_ongeldig]"}


class Adresformulier(forms.Form):
    """The first question: which address."""

    username = forms.EmailField(
        label="E-mailadres",
        error_messages=ADRES,
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn", "autofocus": True}),
    )


class Wachtwoordformulier(Adresformulier):
    """Address and password."""

    username = forms.EmailField(
        label="E-mailadres",
        error_messages=ADRES,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Wachtwoord",
        error_messages=VERPLICHT,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class Codeformulier(forms.Form):
    """A code of the app or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="Zes cijfers uit uw app. Hebt u uw telefoon niet bij u? Vul dan een herstelcode in.",
        error_messages=VERPLICHT,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class Appformulier(forms.Form):
    """The first code of a new app."""

    code = forms.CharField(
        label="Code uit de app",
        max_length=20,
        error_messages=VERPLICHT,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class Passkeyformulier(forms.Form):
    """A name for a new passkey, and what the browser made."""

    naam = forms.CharField(
        label="Naam van dit apparaat",
        max_length=60,
        help_text="Zo herkent u de passkey later, bijvoorbeeld: laptop van het werk.",
        error_messages=VERPLICHT,
    )
    credential = forms.JSONField(widget=forms.HiddenInput, required=False)


class Vergetenformulier(forms.Form):
    """Which address forgot its password."""

    email = forms.EmailField(label="E-mailadres", error_messages=ADRES)


class Nieuwwachtwoordformulier(forms.Form):
    """A new password, twice."""

    wachtwoord = forms.CharField(
        label="Nieuw wachtwoord",
        help_text="Minstens 12 tekens. Een zin die u onthoudt, is goed.",
        max_length=200,
        strip=False,
        error_messages=VERPLICHT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    nogmaals = forms.CharField(
        label="Nog een keer",
        max_length=200,
        strip=False,
        error_messages=VERPLICHT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_nogmaals(self) -> str:
        """Refuse two different ones."""
        again = str(self.cleaned_data["nogmaals"])
        if again != self.cleaned_data.get("wachtwoord"):
            raise forms.ValidationError("De twee wachtwoorden zijn niet gelijk. [wachtwoord_anders]")
        return again
