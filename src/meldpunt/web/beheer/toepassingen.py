"""The programs of a party: register, approve, give other keys, end. For beheer of all, for a party of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meldpunt.partijen.lijsten import list_gemeenten, list_partners, list_uitvoerders
from meldpunt.partijen.namen import list_partijnamen
from meldpunt.toegang.toepassingen.actions import (
    Nieuwetoepassing,
    approve_toepassing,
    end_toepassing,
    register_toepassing,
    replace_sleutels,
)
from meldpunt.toegang.toepassingen.queries import (
    Toepassingregel,
    list_alle_toepassingen,
    list_toepassingen,
)
from meldpunt.toegang.toepassingen.scopes import SCOPES, list_scopes_for
from meldpunt.toegang.toepassingen.sleutelset import read_sleutels
from meldpunt.toegang.toepassingen.verbinding import read_certificaat
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.aanmelden.bevestigen import ask_again, is_fresh
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.beheer.formulieren import KEUZE, VERPLICHT


class Toepassingformulier(forms.Form):
    """What a program is called, what it may do, and by which key it is known."""

    naam = forms.CharField(
        label="Naam",
        max_length=120,
        error_messages=VERPLICHT,
        help_text="Zoals u haar zelf noemt, bijvoorbeeld: incassopakket.",
    )
    partij = forms.ChoiceField(label="Partij", error_messages=KEUZE)
    scopes = forms.MultipleChoiceField(
        label="Wat mag de toepassing?", widget=forms.CheckboxSelectMultiple, error_messages=KEUZE
    )
    sleutel = forms.CharField(
        label="Publieke sleutel",
        error_messages=VERPLICHT,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        help_text="Als JWKS of PEM. Houd de geheime sleutel bij u: wij hebben haar niet nodig.",
    )
    certificaat = forms.CharField(
        label="Clientcertificaat",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text="Als PEM. Dan werkt een token alleen met dit certificaat.",
    )
    oin = forms.CharField(label="OIN", required=False, max_length=20, help_text="20 cijfers.")
    proef = forms.BooleanField(
        label="Alleen om te proberen, met verzonnen inwoners",
        required=False,
        help_text="Niets hiervan komt in lijsten of aantallen van gemeenten.",
    )

    def __init__(self, *args: Any, partij: tuple[str, str] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = list_scopes_for(partij[0]) if partij else list(SCOPES)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (naam, f"{naam}: {SCOPES[naam].zin}") for naam in allowed
        ]
        if partij:
            del self.fields["partij"]
            return
        parties = [
            *((f"partner:{row.sleutel}", row.naam) for row in list_partners()),
            *((f"gemeente:{row.code}", f"Gemeente {row.naam}") for row in list_gemeenten()),
            *((f"uitvoerder:{row.sleutel}", row.naam) for row in list_uitvoerders()),
        ]
        self.fields["partij"].choices = [("", "Kies"), *parties]  # type: ignore[attr-defined]

    def read(self, partij: tuple[str, str] | None) -> Nieuwetoepassing:
        """Return what was filled in. Raises Weigering for a key or certificate that cannot be read."""
        given = self.cleaned_data
        soort, sleutel = partij or tuple(given["partij"].split(":", 1))
        pem = given["certificaat"].strip()
        return Nieuwetoepassing(
            naam=given["naam"],
            partijsoort=soort,
            partij=sleutel,
            scopes=given["scopes"],
            sleutels=read_sleutels(given["sleutel"]),
            certificaten=[read_certificaat(pem)] if pem else [],
            oin=given["oin"].strip(),
            proef=given["proef"],
        )


@require_http_methods(["GET", "POST"])
@for_rol("partner", "coordinator")
def eigen(request: ActorRequest) -> HttpResponse:
    """Show the programs of the own party."""
    return _page(request, (request.actor.partijsoort, request.actor.partij))


@require_http_methods(["GET", "POST"])
@for_rol("beheer")
def alle(request: ActorRequest) -> HttpResponse:
    """Show the programs of every party to beheer."""
    return _page(request, None)


def _page(request: ActorRequest, partij: tuple[str, str] | None) -> HttpResponse:
    if partij:
        rows = list_toepassingen(partijsoort=partij[0], partij=partij[1], door=request.actor)
    else:
        rows = list_alle_toepassingen(door=request.actor)
    form = Toepassingformulier(partij=partij)
    # A way in for a program is a way in: whoever left a screen open gives none away.
    if (request.method == "POST" or "nieuw" in request.GET) and not is_fresh(request):
        return ask_again(request, f"{request.path}?nieuw=1")
    if request.method == "POST" and "handeling" in request.POST:
        _do(request, rows)
        return redirect(request.path)
    if request.method == "POST":
        form = Toepassingformulier(request.POST, partij=partij)
        if _register(request, form, partij):
            return redirect(request.path)
    names = list_partijnamen((row.partijsoort, row.partij) for row in rows)
    context = {
        "toepassingen": [(row, names.get((row.partijsoort, row.partij), row.partij)) for row in rows],
        "form": form,
        "toon_formulier": request.method == "POST" or "nieuw" in request.GET,
        "beheer": partij is None,
        "tokenadres": f"{settings.MELDPUNT_ADRES}/api/v1/oauth/token",
    }
    return render(request, "beheer/toepassingen.html", context, status=422 if form.errors else 200)


def _register(request: ActorRequest, form: Toepassingformulier, partij: tuple[str, str] | None) -> bool:
    if not form.is_valid():
        return False
    try:
        row = register_toepassing(toepassing=form.read(partij), door=request.actor, now=timezone.now())
    except Weigering as problem:
        form.add_error(None, str(problem))
        return False
    wait = "" if row.partijsoort == "partner" else " Zij werkt zodra een ander haar goedkeurt."
    messages.success(request, f"De toepassing is toegevoegd. Haar client_id is {row.client_id}.{wait}")
    return True


def _do(request: ActorRequest, rows: list[Toepassingregel]) -> None:
    """Do one act on one of the programs that the page shows."""
    key = next((row.id for row in rows if str(row.id) == request.POST.get("sleutel", "")), None)
    if key is None:
        raise Http404
    try:
        messages.success(request, _act(request, key))
    except Weigering as problem:
        messages.error(request, str(problem))


def _act(request: ActorRequest, key: UUID) -> str:
    now = timezone.now()
    match request.POST["handeling"]:
        case "goedkeuren":
            approve_toepassing(toepassing=key, door=request.actor, now=now)
            return "De toepassing is goedgekeurd en werkt nu."
        case "sleutels":
            found = read_sleutels(request.POST.get("nieuwe_sleutel", ""))
            replace_sleutels(toepassing=key, sleutels=found, door=request.actor, now=now)
            return "De nieuwe sleutel geldt. Met de vorige kan niemand zich meer aanmelden."
        case "beeindigen":
            end_toepassing(toepassing=key, door=request.actor, now=now)
            return "De toepassing is beëindigd. Haar tokens werken niet meer."
    raise Http404
