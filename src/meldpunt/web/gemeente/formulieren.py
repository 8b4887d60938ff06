"""The forms of a zaak: an attempt, an end result per person, a reason, a colleague."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone

from meldpunt.matching.queries import Persoonbeeld
from meldpunt.rules.dagdeel import dagdeel_of
from meldpunt.rules.statussen import CONTACTSOORTEN, DAGDELEN, EINDRESULTATEN
from meldpunt.web.opmaak import datum

# What is used most stands first; the others keep the order of the standard.
VOORAAN: Final = ("Telefoon", "Huisbezoek", "Brief", "SMS/Whatsapp", "Mail", "Kaartje")
SOORTEN: Final = (*VOORAAN, *(soort for soort in CONTACTSOORTEN if soort not in VOORAAN))
GROEPEN: Final = {
    "Hulp": (
        "(Budget)advies en/of quick fix",
        "Vervolghulp en/of verwijzing financieel",
        "Vervolghulp en/of verwijzing niet financieel",
        "Vervolghulp en/of verwijzing",
        "Verwijzing zonder tussenkomst inwoner",
    ),
    "Al in beeld": (
        "Inwoner al bekend bij schuldhulpverlening",
        "Inwoner heeft al een ander lopend traject",
    ),
    "Geen hulp nodig": (
        "Inwoner heeft zelf al betaald/betalingsregeling getroffen",
        "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering",
    ),
    "Geen contact": (
        "Definitief geen contact kunnen krijgen",
        "Geen reactie na eerder contact",
    ),
    "Niet opgepakt": (
        "Niet opgepakt: herhaalde melding",
        "Niet opgepakt: onterecht signaal",
        "Niet opgepakt: andere reden",
    ),
    "Niet hier": (
        "Persoon is geen inwoner (meer) in de gemeente",
        "Inwoner is overleden",
    ),
}


def part_of_day(moment: datetime) -> str:
    """Return the part of day of a moment: morning before 12, afternoon before 18."""
    return dagdeel_of(timezone.localtime(moment).hour)


def tell_apart(personen: Sequence[Persoonbeeld]) -> dict[UUID, str]:
    """Name each person; who bears the name of another is told apart by birth date and by who reported."""
    often = Counter(persoon.naam for persoon in personen)
    return {p.id: p.naam if often[p.naam] == 1 else f"{p.naam} ({_mark(p)})" for p in personen}


def _mark(persoon: Persoonbeeld) -> str:
    partners = ", ".join(sorted({signaal.partner for signaal in persoon.signalen}))
    geboren = persoon.geboortedatum
    return f"geboren {datum(geboren)}, {partners}" if geboren else partners


class Pogingformulier(forms.Form):
    """An attempt: choose the kind, then press reached or not reached; the rest is filled in."""

    soort = forms.ChoiceField(
        label="Hoe",
        widget=forms.RadioSelect,
        choices=[(soort, soort) for soort in SOORTEN],
        error_messages={"required": "Kies hoe u contact zocht, bijvoorbeeld Telefoon. [contact_soort]"},
    )
    datum = forms.DateField(
        label="Datum",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Vul de datum van de poging in. [contact_datum]",
            "invalid": "Deze datum is niet te lezen. Kies een dag uit de kalender. [contact_datum]",
        },
    )
    dagdeel = forms.ChoiceField(label="Dagdeel", choices=[(d, d) for d in DAGDELEN])
    notitie = forms.CharField(
        label="Notitie",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Partners zien dit nooit.",
    )

    def __init__(
        self,
        gegeven: QueryDict | None = None,
        *,
        personen: Sequence[Persoonbeeld],
        now: datetime,
        niet_alleen: bool = False,
    ) -> None:
        initial = {"datum": timezone.localdate(now), "dagdeel": part_of_day(now)}
        super().__init__(gegeven, initial=initial, prefix="poging")
        choices = [(str(key), naam) for key, naam in tell_apart(personen).items()]
        if len(choices) > 1:
            choices = [("", "Het hele adres"), *choices]
        self.fields["persoon"] = forms.ChoiceField(label="Wie", required=False, choices=choices)
        if niet_alleen:
            # Asked only where a check says so; the act refuses a visit without it.
            self.fields["niet_alleen"] = forms.BooleanField(
                label="Ik ging niet alleen",
                required=False,
                help_text="Nodig bij een huisbezoek op dit adres.",
            )

    @property
    def voor(self) -> UUID | None:
        """Return whom the attempt was for, or none for the address."""
        key = self.cleaned_data["persoon"]
        return UUID(key) if key else None


class Sluitformulier(forms.Form):
    """An end result, and for each person of several another one where it differs."""

    eindresultaat = forms.ChoiceField(
        label="Eindresultaat",
        choices=[(waarde, waarde) for waarde in EINDRESULTATEN],
        error_messages={
            "required": "Kies een eindresultaat. [eindresultaat_onbekend]",
            "invalid_choice": "Kies een eindresultaat uit de lijst. [eindresultaat_onbekend]",
        },
    )
    # The signalen that the page showed: one that came in meanwhile is about somebody nobody decided on.
    gezien = forms.CharField(required=False)

    def __init__(self, gegeven: Mapping[str, Any] | None = None, *, personen: Sequence[Persoonbeeld]) -> None:
        super().__init__(gegeven)
        self.personen = personen if len(personen) > 1 else ()
        groups = [(naam, [(w, w) for w in waarden]) for naam, waarden in GROEPEN.items()]
        for key, naam in tell_apart(self.personen).items():
            self.fields[f"persoon-{key}"] = forms.ChoiceField(
                label=f"Eindresultaat voor {naam}",
                required=False,
                choices=[("", "Hetzelfde als voor de zaak"), *groups],
            )

    @property
    def per_persoon(self) -> dict[UUID, str]:
        """Return the results of persons for whom it differs."""
        chosen = {p.id: self.cleaned_data.get(f"persoon-{p.id}", "") for p in self.personen}
        return {key: waarde for key, waarde in chosen.items() if waarde}

    @property
    def gezien_signalen(self) -> set[UUID] | None:
        """Return the signalen that the page showed; none when the page did not say."""
        found = re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", self.cleaned_data["gezien"])
        return {UUID(key) for key in found} or None

    def fields_of_persons(self) -> list[forms.BoundField]:
        """Give the choices per person."""
        return [self[f"persoon-{p.id}"] for p in self.personen]
