"""The form in which a partner says what became of a claim."""

from __future__ import annotations

from django import forms

from meldpunt.terugkoppeling.partnerberichten import TOELICHTING_MAX
from meldpunt.web.partner.woorden import BERICHTSOORT


class Meldformulier(forms.Form):
    """What became of the claim, since when, and a word of explanation."""

    soort = forms.ChoiceField(
        label="Wat wilt u melden?",
        widget=forms.RadioSelect,
        choices=list(BERICHTSOORT.items()),
        error_messages={
            "required": "Kies wat u wilt melden. [bericht_soort]",
            "invalid_choice": "Kies een soort bericht uit de lijst. [bericht_soort]",
        },
    )
    datum = forms.DateField(
        label="Sinds wanneer?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Vul de datum in. [bericht_datum]",
            "invalid": "Deze datum is niet te lezen. Kies een dag uit de kalender. [bericht_datum]",
        },
    )
    toelichting = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=TOELICHTING_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="De gemeente leest dit. Zet er niets in dat zij niet hoeft te weten.",
    )
