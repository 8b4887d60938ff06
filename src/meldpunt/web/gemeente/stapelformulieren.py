"""What an act on many zaken asks before it is done: one form per act that asks something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.http import QueryDict
from django.utils import timezone

from meldpunt.correspondentie.queries import list_sjablonen
from meldpunt.rules.aanhouden import (
    GEWONE_WACHT,
    HOOGSTENS_DAGEN,
    REDENLENGTE,
    WACHTDAGEN,
    find_wachtfout,
)
from meldpunt.rules.statussen import DAGDELEN, EINDRESULTATEN
from meldpunt.rules.talen import TALEN
from meldpunt.toegang.actor import Actor
from meldpunt.web.gemeente.formulieren import GROEPEN, SOORTEN, part_of_day
from meldpunt.werkvoorraad.queries import list_collegas


@dataclass(frozen=True, slots=True)
class Knop:
    """An act in the bar under the list."""

    waarde: str
    tekst: str
    icoon: str


# A part of the work that brings an act adds its button here, and its form below when it asks something.
KNOPPEN: Final[list[Knop]] = [
    Knop("oppakken", "Oppakken", "vink"),
    Knop("brief", "Brief", "brief"),
    Knop("poging", "Poging", "telefoon"),
    Knop("wacht", "Wachten", "klok"),
    Knop("sluiten", "Sluiten", "kruis"),
]
TITELS: Final[dict[str, str]] = {
    "oppakken": "Oppakken",
    "toewijzen": "Toewijzen",
    "brief": "Brief of kaartje maken",
    "poging": "Contactpoging vastleggen",
    "wacht": "Laten wachten",
    "sluiten": "Sluiten",
}


class Stapelformulier(forms.Form):
    """A form for an act on many zaken; `waarden` gives what the act needs."""

    uitleg: ClassVar[str] = ""

    def __init__(self, gegeven: QueryDict | None = None, *, door: Actor, now: datetime) -> None:
        super().__init__(gegeven, initial=self.begin(timezone.localdate(now), now))
        self.door, self.today = door, timezone.localdate(now)

    def begin(self, today: date, now: datetime) -> dict[str, Any]:
        """Give what stands in the form at first."""
        return {}

    def waarden(self) -> dict[str, Any]:
        """Give the values of the act."""
        return {name: value for name, value in self.cleaned_data.items() if value != ""}


class Toewijsformulier(Stapelformulier):
    """Give the zaken to a colleague."""

    uitleg = "De zaken komen op naam van uw collega te staan, en zijn voor hem of haar ongelezen."
    aan = forms.ChoiceField(
        label="Collega",
        error_messages={
            "required": "Kies een collega om de zaken aan toe te wijzen. [collega_ontbreekt]",
            "invalid_choice": "Deze collega werkt hier vandaag niet. Kies een ander. [collega_onbekend]",
        },
    )
    reden = forms.CharField(label="Reden", required=False, max_length=REDENLENGTE)

    def __init__(self, gegeven: QueryDict | None = None, *, door: Actor, now: datetime) -> None:
        super().__init__(gegeven, door=door, now=now)
        collegas = list_collegas(door=door, on=self.today)
        self.fields["aan"].choices = [  # type: ignore[attr-defined]
            ("", "Kies een collega"),
            *((c.sleutel, c.naam) for c in collegas),
        ]


class Briefformulier(Stapelformulier):
    """Put a letter or card on the pile for each resident of each zaak."""

    uitleg = (
        "Iedere inwoner krijgt een eigen brief, alleen over de eigen achterstanden. U drukt ze af onder Brieven. Een "
        "zaak die nog niet is opgepakt, of waarin niet beslist is wie wie is, wordt overgeslagen."
    )
    tekst = forms.ChoiceField(
        label="Welke tekst",
        error_messages={
            "required": "Kies een tekst. Staat er geen in de lijst? Vraag de coördinator er een te maken bij "
            "Sjablonen. [sjabloon_ontbreekt]",
            "invalid_choice": "Deze tekst is er niet meer. Kies een andere. [sjabloon_onbekend]",
        },
    )

    def __init__(self, gegeven: QueryDict | None = None, *, door: Actor, now: datetime) -> None:
        super().__init__(gegeven, door=door, now=now)
        # A shared service writes for more municipalities: each zaak takes the text of its own.
        texts = {
            f"{regel.sleutel} {regel.taal}": f"{regel.naam} ({TALEN[regel.taal].naam})"
            for gemeente in door.gemeenten
            for regel in list_sjablonen(gemeente=gemeente, kanalen=("brief", "kaartje"))
        }
        self.fields["tekst"].choices = [("", "Kies een tekst"), *texts.items()]  # type: ignore[attr-defined]

    def waarden(self) -> dict[str, Any]:
        """Give the template and its language."""
        sleutel, taal = self.cleaned_data["tekst"].split(" ")
        return {"sjabloon": sleutel, "taal": taal}


class Pogingformulier(Stapelformulier):
    """Record the same attempt in each zaak."""

    uitleg = "De poging geldt voor het hele adres. Een zaak moet in behandeling zijn."
    soort = forms.ChoiceField(
        label="Hoe",
        choices=[(soort, soort) for soort in SOORTEN],
        error_messages={"required": "Kies hoe u contact zocht. [contact_soort]"},
    )
    bereikt = forms.ChoiceField(
        label="Uitkomst", choices=[("nee", "Niet bereikt"), ("ja", "Bereikt")], widget=forms.RadioSelect
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

    def begin(self, today: date, now: datetime) -> dict[str, Any]:
        """Fill in today and the part of the day it is."""
        return {"datum": today, "dagdeel": part_of_day(now), "bereikt": "nee"}

    def waarden(self) -> dict[str, Any]:
        """Give the attempt in plain values."""
        found = self.cleaned_data
        return {
            **found,
            "datum": found["datum"].isoformat(),
            "bereikt": found["bereikt"] == "ja",
        }


class Wachtformulier(Stapelformulier):
    """Hold for two weeks, one, a month, or until a day."""

    uitleg = "Zolang een zaak wacht, staat zij niet in uw dag. Zij komt vanzelf terug, of eerder bij een nieuw signaal."
    dagen = forms.ChoiceField(
        label="Hoe lang",
        widget=forms.RadioSelect,
        choices=[*((str(n), f"{n} dagen") for n in WACHTDAGEN), ("datum", "Tot een datum")],
        error_messages={"required": "Kies hoe lang u wacht. [wacht_datum]"},
    )
    tot = forms.DateField(
        label="De dag waarop de zaken terugkomen",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=f"Alleen bij ‘Tot een datum’. Hoogstens {HOOGSTENS_DAGEN} dagen.",
        error_messages={
            "invalid": "Deze datum is niet te lezen. Kies een dag uit de kalender. [wacht_datum]"
        },
    )
    reden = forms.CharField(
        label="Waarop u wacht",
        max_length=REDENLENGTE,
        error_messages={"required": "Schrijf op waarop u wacht. [reden_ontbreekt]"},
    )

    def begin(self, today: date, now: datetime) -> dict[str, Any]:
        """Propose two weeks for an answer."""
        return {"dagen": str(GEWONE_WACHT), "reden": "reactie van de inwoner"}

    def clean(self) -> dict[str, Any]:
        """Work out the day, and say why it cannot be."""
        found = super().clean() or self.cleaned_data
        chosen = found.get("dagen", "")
        day = self.today + timedelta(days=int(chosen)) if chosen.isdigit() else found.get("tot")
        if day is None and "tot" not in self.errors and chosen:
            self.add_error("tot", "Kies de dag waarop de zaak terugkomt. [wacht_datum]")
        elif day is not None and (wrong := find_wachtfout(day, today=self.today)):
            self.add_error("tot", wrong)
        found["dag"] = day
        return found

    def waarden(self) -> dict[str, Any]:
        """Give the day and the reason."""
        return {"tot": self.cleaned_data["dag"].isoformat(), "reden": self.cleaned_data["reden"]}


class Sluitformulier(Stapelformulier):
    """Close each zaak with the same end result."""

    uitleg = (
        "Elke zaak sluit met dit eindresultaat, en de partners horen het. Liep het per persoon anders af, sluit die "
        "zaak dan apart. Een zaak waarin nog niet beslist is wie wie is, wordt overgeslagen."
    )
    eindresultaat = forms.ChoiceField(
        label="Eindresultaat",
        choices=[("", "Kies een eindresultaat")]
        + [(naam, [(w, w) for w in waarden if w in EINDRESULTATEN]) for naam, waarden in GROEPEN.items()],
        error_messages={"required": "Kies een eindresultaat. [eindresultaat_onbekend]"},
    )


FORMULIEREN: Final[dict[str, type[Stapelformulier]]] = {
    "toewijzen": Toewijsformulier,
    "brief": Briefformulier,
    "poging": Pogingformulier,
    "wacht": Wachtformulier,
    "sluiten": Sluitformulier,
}
