"""Rights: requests that wait for a second person, and the report of a quarter."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.aanlevering.schrijven import write_tabel_csv
from meldpunt.partijen.namen import list_partijnamen
from meldpunt.toegang.rechten.functies import Functie
from meldpunt.toegang.rechten.rapport import (
    Rechtenrapport,
    confirm_rapport,
    days_of,
    kwartaal_of,
    make_rapport,
    vorig_kwartaal,
)
from meldpunt.toegang.rechten.tabel import KOP, list_rijen
from meldpunt.toegang.rechten.vierogen import decide_recht, list_aanvragen
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.aanmelden.woorden import SOORTEN
from meldpunt.web.actor import ActorRequest, for_rol


class Bevestigformulier(forms.Form):
    """What somebody says who looked at the rights."""

    vingerafdruk = forms.CharField(widget=forms.HiddenInput)
    opmerking = forms.CharField(
        label="Opmerking", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_GET
@for_rol("privacy", "beheer")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the requests that wait and the report of a quarter."""
    today, now = timezone.localdate(), timezone.now()
    kwartaal = _choose(request.GET.get("kwartaal", ""), kwartaal_of(today))
    rapport = make_rapport(kwartaal=kwartaal, door=request.actor, now=now)
    requests = list_aanvragen(door=request.actor, now=now)
    names = _names(rapport, [one.functie for one in requests])
    quarters = [vorig_kwartaal(today), kwartaal_of(today)]
    context = {
        "rapport": rapport,
        "regels": [
            (
                regel,
                names[regel.functie],
                ", ".join("Organisatie" if f == "organisatie" else SOORTEN[f] for f in regel.factoren),
            )
            for regel in rapport.regels
        ],
        "wijzigingen": [(change, names[change.functie]) for change in rapport.wijzigingen],
        "aanvragen": [(one, names[one.functie]) for one in requests],
        "tabs": [
            {"titel": f"Kwartaal {one}", "url": f"?{urlencode({'kwartaal': one})}", "actief": one == kwartaal}
            for one in quarters
        ],
        "voorbij": days_of(kwartaal)[1] < today,
        "form": Bevestigformulier(initial={"vingerafdruk": rapport.vingerafdruk}),
        "csv_url": f"{reverse('privacy:rechten_csv')}?{urlencode({'kwartaal': kwartaal})}",
        "tegels": _tiles(rapport),
    }
    return render(request, "privacy/rechten.html", context)


@require_GET
@for_rol("privacy", "beheer")
def als_csv(request: ActorRequest) -> HttpResponse:
    """Give the report as a file."""
    kwartaal = _choose(request.GET.get("kwartaal", ""), kwartaal_of(timezone.localdate()))
    rapport = make_rapport(kwartaal=kwartaal, door=request.actor, now=timezone.now())
    return HttpResponse(
        write_tabel_csv(KOP, list_rijen(rapport)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="rechten-{kwartaal}.csv"'},
    )


@require_POST
@for_rol("privacy", "beheer")
def bevestig(request: ActorRequest, kwartaal: str) -> HttpResponse:
    """Confirm the report of a quarter."""
    form = Bevestigformulier(request.POST)
    try:
        if not form.is_valid():
            raise Weigering("Open het rapport opnieuw en bevestig het daar. [rechten_veranderd]")
        confirm_rapport(
            kwartaal=kwartaal,
            vingerafdruk=form.cleaned_data["vingerafdruk"],
            opmerking=form.cleaned_data["opmerking"],
            door=request.actor,
            now=timezone.now(),
        )
    except Weigering as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"De rechten van kwartaal {kwartaal} zijn bevestigd.")
    return redirect(f"{reverse('privacy:rechten')}?{urlencode({'kwartaal': kwartaal})}")


@require_POST
@for_rol("privacy", "beheer")
def beslis(request: ActorRequest, aanvraag: UUID) -> HttpResponse:
    """Grant or refuse a special right."""
    akkoord = request.POST.get("akkoord") == "1"
    try:
        decide_recht(aanvraag=aanvraag, akkoord=akkoord, door=request.actor, now=timezone.now())
    except Weigering as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Het recht is gegeven." if akkoord else "Het recht is niet gegeven.")
    return redirect("privacy:rechten")


def _choose(given: str, otherwise: str) -> str:
    try:
        days_of(given)
    except Weigering:
        return otherwise
    return given


def _names(rapport: Rechtenrapport, more: list[Functie]) -> dict[Functie, str]:
    functies = {*(r.functie for r in rapport.regels), *(w.functie for w in rapport.wijzigingen), *more}
    found = list_partijnamen((one.partijsoort, one.partij) for one in functies)
    return {one: found.get((one.partijsoort, one.partij), one.partij) for one in functies}


def _tiles(rapport: Rechtenrapport) -> list[dict[str, Any]]:
    regels = rapport.regels
    without = len({regel.gebruiker for regel in regels if not regel.factoren})
    unused = len({regel.gebruiker for regel in regels if regel.ongebruikt})
    return [
        {"naam": "Personen", "getal": str(len({regel.gebruiker for regel in regels}))},
        {"naam": "Bijzondere rechten", "getal": str(sum(regel.functie.bijzonder for regel in regels))},
        {"naam": "Zonder tweede stap", "getal": str(without), "toon": "let_op" if without else "goed"},
        {"naam": "90 dagen niet gebruikt", "getal": str(unused), "toon": "let_op" if unused else "goed"},
    ]
