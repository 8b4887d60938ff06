"""The providers by which organisations sign in their own people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from meldpunt.partijen.lijsten import list_gemeenten, list_partners, list_uitvoerders
from meldpunt.toegang.aanmelden.bronnen import Nieuwebron, create_bron, list_bronnen, set_actief
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.beheer.formulieren import KEUZE, VERPLICHT


class Bronformulier(forms.Form):
    """What the organisation tells about its provider."""

    naam = forms.CharField(
        label="Naam",
        max_length=200,
        error_messages=VERPLICHT,
        help_text="Zoals mensen hun organisatie noemen.",
    )
    partij = forms.ChoiceField(label="Partij", error_messages=KEUZE)
    issuer = forms.CharField(
        label="Adres van de aanmeldbron (issuer)",
        max_length=300,
        error_messages=VERPLICHT,
        help_text="Begint met https://, zonder '/.well-known/…'.",
    )
    client_id = forms.CharField(label="Client-id", max_length=200, error_messages=VERPLICHT)
    geheim = forms.CharField(
        label="Client-geheim",
        max_length=500,
        strip=False,
        error_messages=VERPLICHT,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Wordt versleuteld bewaard en nergens meer getoond.",
    )
    domeinen = forms.CharField(
        label="E-maildomeinen",
        error_messages=VERPLICHT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Een per regel, zoals haarlem.nl. Wie zo'n adres heeft, meldt zich daar aan.",
    )
    rolclaim = forms.CharField(
        label="Claim met de rol", required=False, max_length=60, help_text="Bijvoorbeeld: groups. Leeg: geen."
    )
    rollen = forms.CharField(
        label="Waarde en rol",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Een per regel, zoals: meldpunt-behandelaars = behandelaar.",
    )
    acr = forms.CharField(
        label="Niveaus (acr) met een tweede stap", required=False, help_text="Met spaties ertussen."
    )
    amr = forms.CharField(
        label="Middelen (amr) die een tweede stap zijn",
        required=False,
        help_text="Bijvoorbeeld: mfa. Noemt de bron er geen, dan vragen wij zelf een tweede stap.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = [
            *((f"gemeente:{row.code}", f"Gemeente {row.naam}") for row in list_gemeenten()),
            *((f"partner:{row.sleutel}", row.naam) for row in list_partners()),
            *((f"uitvoerder:{row.sleutel}", row.naam) for row in list_uitvoerders()),
            ("meldpunt:meldpunt", "Meldpunt"),
        ]
        self.fields["partij"].choices = [("", "Kies"), *parties]  # type: ignore[attr-defined]

    def clean_rollen(self) -> dict[str, str]:
        """Read the lines of value and role."""
        roles = {}
        for line in str(self.cleaned_data["rollen"]).splitlines():
            value, sign, rol = line.rpartition("=")
            if line.strip() and not (sign and value.strip() and rol.strip()):
                raise forms.ValidationError(f"'{line}' is geen 'waarde = rol'. [regel_ongeldig]")
            if line.strip():
                roles[value.strip()] = rol.strip().lower()
        return roles

    def read(self) -> Nieuwebron:
        """Return what was filled in."""
        given = self.cleaned_data
        partijsoort, _, partij = given["partij"].partition(":")
        return Nieuwebron(
            naam=given["naam"],
            partijsoort=partijsoort,
            partij=partij,
            issuer=given["issuer"].strip(),
            client_id=given["client_id"].strip(),
            geheim=given["geheim"],
            domeinen=tuple(given["domeinen"].split()),
            rolclaim=given["rolclaim"].strip(),
            rollen=given["rollen"],
            acr=tuple(given["acr"].split()),
            amr=tuple(given["amr"].split()),
        )


@sensitive_post_parameters("geheim")
@require_http_methods(["GET", "POST"])
@for_rol("beheer")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the providers and add one."""
    form = Bronformulier(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_bron(bron=form.read(), door=request.actor, now=timezone.now())
        except Weigering as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "De aanmeldbron is toegevoegd. Probeer hem uit met een eigen adres.")
            return redirect("beheer:aanmeldbronnen")
    context = {
        "bronnen": list_bronnen(door=request.actor),
        "form": form,
        "terugkeer": f"{settings.MELDPUNT_ADRES}{reverse('organisatie_terug')}",
    }
    return render(request, "beheer/aanmeldbronnen.html", context)


@require_POST
@for_rol("beheer")
def zet(request: ActorRequest, bron: UUID) -> HttpResponse:
    """Switch a provider on or off."""
    on = request.POST.get("aan") == "1"
    set_actief(bron=bron, actief=on, door=request.actor, now=timezone.now())
    messages.success(request, "De aanmeldbron staat aan." if on else "De aanmeldbron staat uit.")
    return redirect("beheer:aanmeldbronnen")
