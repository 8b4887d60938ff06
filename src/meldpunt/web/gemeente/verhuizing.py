"""Offer a zaak to the municipality somebody moved to, and take the offer back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meldpunt.matching.queries import Persoonbeeld, get_zaak, list_personen
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.zaak import acts_on_zaak, head_of
from meldpunt.werkvoorraad.overdrachten import (
    Aanbod,
    list_ontvangers,
    offer_overdracht,
    withdraw_overdracht,
)


class Verhuisformulier(forms.Form):
    """To which municipality, who, and where they live now."""

    naar = forms.ChoiceField(
        label="Gemeente waar de inwoner nu woont",
        error_messages={
            "required": "Kies de gemeente waar de inwoner nu woont. [overdracht_gemeente_onbekend]"
        },
    )
    personen = forms.MultipleChoiceField(
        label="Wie is verhuisd",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies wie er verhuisd is. [overdracht_persoon]"},
    )
    straat = forms.CharField(label="Straat", required=False, max_length=100)
    postcode = forms.CharField(
        label="Nieuwe postcode",
        max_length=8,
        error_messages={"required": "Vul de nieuwe postcode in, zoals 1234 AB. [overdracht_adres]"},
    )
    huisnummer = forms.CharField(
        label="Nieuw huisnummer",
        max_length=12,
        error_messages={"required": "Vul het nieuwe huisnummer in. [overdracht_adres]"},
    )
    toevoeging = forms.CharField(label="Letter of toevoeging", required=False, max_length=12)
    woonplaats = forms.CharField(label="Woonplaats", required=False, max_length=80)
    toelichting = forms.CharField(
        label="Wat de andere gemeente moet weten",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alleen wat nodig is om te beslissen. Dit wordt gewist zodra er is besloten.",
    )

    def __init__(
        self,
        gegeven: QueryDict | None = None,
        *,
        ontvangers: Sequence[tuple[str, str]],
        personen: Sequence[Persoonbeeld],
    ) -> None:
        everybody = [str(p.id) for p in personen]
        super().__init__(gegeven, initial={"personen": everybody})
        self.fields["naar"].choices = [("", "Kies een gemeente"), *ontvangers]  # type: ignore[attr-defined]
        self.fields["personen"].choices = [(str(p.id), p.naam) for p in personen]  # type: ignore[attr-defined]

    def aanbod(self) -> Aanbod:
        """Give the offer as it was filled in."""
        found: dict[str, Any] = self.cleaned_data
        return Aanbod(**{**found, "personen": tuple(UUID(key) for key in found["personen"])})


@require_http_methods(["GET", "POST"])
@for_rol("behandelaar", "coordinator")
def bied_aan(request: ActorRequest, gemeente: str, zaak: UUID) -> HttpResponse:
    """Ask where somebody moved to, and offer the zaak there."""
    beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=request.actor)
    personen = list_personen(zaak=zaak, gemeente=gemeente, door=request.actor)
    ontvangers = list_ontvangers(van=gemeente, on=timezone.localdate())
    given = request.POST if request.method == "POST" else None
    form = Verhuisformulier(given, ontvangers=ontvangers, personen=personen)
    if given is not None and form.is_valid():
        try:
            offer_overdracht(
                zaak=zaak, gemeente=gemeente, aanbod=form.aanbod(), door=request.actor, now=timezone.now()
            )
        except Weigering as refusal:
            form.add_error(None, str(refusal))
        else:
            naam = dict(ontvangers)[form.cleaned_data["naar"]]
            messages.success(request, f"De zaak is aangeboden aan {naam}. U leest hier wat zij besluit.")
            return redirect("gemeente:zaak", gemeente, zaak)
    note_inzage(
        request.actor,
        handeling="zaak_ingezien",
        objectsoort="zaak",
        object=str(zaak),
        gemeente=gemeente,
        personen=[persoon.id for persoon in personen],
    )
    context = {**head_of(beeld), "formulier": form, "ontvangers": ontvangers}
    return render(request, "gemeente/verhuisd.html", context, status=422 if form.errors else 200)


def trek_in(request: ActorRequest, gemeente: str, zaak: UUID, overdracht: UUID) -> HttpResponse:
    """Take an offer back."""

    def act(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
        withdraw_overdracht(overdracht=overdracht, gemeente=gemeente, door=request.actor, now=timezone.now())
        return "U heeft het aanbod ingetrokken."

    answer: HttpResponse = acts_on_zaak(act)(request, gemeente, zaak)  # type: ignore[assignment]
    return answer
