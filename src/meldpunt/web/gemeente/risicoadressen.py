"""The addresses where nobody goes alone, or at all: what is loaded, and a new file in its place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meldpunt.aanlevering.parsers import BestandFout
from meldpunt.opvolging.risicoadressen import (
    RISICO_VELDEN,
    Risicolijst,
    list_risicostanden,
    load_risicoadressen,
)
from meldpunt.rules.controles import CONTROLESOORTEN, MAATREGELEN
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.bestand import hold_bestand
from meldpunt.web.gemeente.keuze import choose, filter_velden
from meldpunt.web.opmaak import meervoud

SHOWN_ERRORS = 50


@require_http_methods(["GET", "POST"])
@for_rol("coordinator")
def toon(request: ActorRequest) -> HttpResponse:
    """Show what is loaded; a POST replaces it by the file, unless something is wrong in it."""
    keuze = choose(request)
    fout, loaded = "", None
    if request.method == "POST":
        try:
            loaded = _load(request, keuze.gemeente)
        except (BestandFout, Weigering) as weigering:
            fout = str(weigering)
        else:
            if not loaded.fouten:
                messages.success(request, _summary(loaded))
                return redirect(f"{request.path}?gemeente={keuze.gemeente}")
    fouten = loaded.fouten if loaded else ()
    titles = {maatregel: CONTROLESOORTEN[soort] for maatregel, soort in MAATREGELEN.items()}
    standen = list_risicostanden(keuze.gemeente, door=request.actor, today=timezone.localdate())
    context = {
        "keuze": keuze,
        "velden": [veld for veld in filter_velden(keuze) if veld["naam"] == "gemeente"],
        "standen": [(titles[stand.maatregel].titel, stand) for stand in standen],
        "maatregelen": titles,
        "kolommen": ", ".join(RISICO_VELDEN),
        "fout": fout,
        "fouten": fouten[:SHOWN_ERRORS],
        "meer_fouten": max(len(fouten) - SHOWN_ERRORS, 0),
    }
    return render(request, "gemeente/risicoadressen.html", context, status=422 if fout or fouten else 200)


def _load(request: ActorRequest, gemeente: str) -> Risicolijst:
    with hold_bestand(request) as (bestand, naam):
        return load_risicoadressen(
            gemeente=gemeente, bestand=bestand, naam=naam, door=request.actor, now=timezone.now()
        )


def _summary(loaded: Risicolijst) -> str:
    count = meervoud(loaded.adressen, "risicoadres", "risicoadressen")
    gone = meervoud(loaded.verlopen, "regel was", "regels waren")
    text = f"{count} geladen; de vorige lijst is vervangen."
    return f"{text} {gone} al voorbij de laatste dag en niet meegenomen." if loaded.verlopen else text
