"""The addresses that the social service knows: what is loaded, and a new file in its place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meldpunt.aanlevering.parsers import BestandFout
from meldpunt.adapters.bekendheid import REDENEN
from meldpunt.matching.bekend import Geladen, list_standen, load_bekend
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.bestand import hold_bestand
from meldpunt.web.gemeente.keuze import choose, filter_velden

SHOWN_LINES = 20


@require_http_methods(["GET", "POST"])
@for_rol("coordinator")
def toon(request: ActorRequest) -> HttpResponse:
    """Show what is loaded; a POST replaces it by the file."""
    keuze = choose(request)
    fout = ""
    if request.method == "POST":
        try:
            loaded = _load(request, keuze.gemeente)
        except (BestandFout, Weigering) as weigering:
            fout = str(weigering)
        else:
            messages.success(request, _summary(loaded))
            return redirect(f"{request.path}?gemeente={keuze.gemeente}")
    context = {
        "keuze": keuze,
        "velden": [veld for veld in filter_velden(keuze) if veld["naam"] == "gemeente"],
        "standen": list_standen(keuze.gemeente, door=request.actor),
        "redenen": REDENEN,
        "fout": fout,
    }
    return render(request, "gemeente/bekend.html", context, status=422 if fout else 200)


def _load(request: ActorRequest, gemeente: str) -> Geladen:
    with hold_bestand(request) as (bestand, naam):
        return load_bekend(
            gemeente=gemeente, bestand=bestand, naam=naam, door=request.actor, now=timezone.now()
        )


def _summary(loaded: Geladen) -> str:
    text = f"{loaded.adressen} bekende adressen geladen; de vorige lijst is vervangen."
    if not loaded.overgeslagen:
        return text
    lines = ", ".join(str(line) for line in loaded.overgeslagen[:SHOWN_LINES])
    more = " en meer" if len(loaded.overgeslagen) > SHOWN_LINES else ""
    return (
        f"{text} Overgeslagen: regel {lines}{more}. Daar is het adres of de reden niet te lezen. "
        "Verbeter die regels en laad het bestand opnieuw. [bekend_overgeslagen]"
    )
