"""The connections to other systems: how each stands, how it is set up, and a try."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meldpunt.jobs.taken import end_rest_and_queue, try_koppeling_and_queue
from meldpunt.koppelingen.actions import set_koppeling, switch_koppeling
from meldpunt.koppelingen.beeld import HOOGSTENS, get_instelling, list_koppelingen
from meldpunt.koppelingen.fouten import ZINNEN
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.beheer.koppelingformulier import Koppelingformulier, write_beginwaarden

GEHEIMEN = ("sleutel", "client_geheim", "handtekeningsleutel", "certificaatsleutel")
STUK = {"gevaar", "let_op"}


@require_GET
@for_rol("beheer")
def lijst(request: ActorRequest) -> HttpResponse:
    """Show every connection, what is wrong first."""
    now = timezone.now()
    zoek = request.GET.get("zoek", "")[:100]
    rows = list_koppelingen(door=request.actor, now=now, zoek=zoek)
    context = {
        "koppelingen": rows,
        "stuk": sum(row.toon in STUK for row in rows),
        "velden": [
            {"naam": "zoek", "label": "Zoeken", "waarde": zoek, "voorbeeld": "naam, soort of gemeente"}
        ],
        "zoek": zoek,
        "meer": len(rows) == HOOGSTENS,
        "nu": now,
    }
    return render(request, "beheer/koppelingen.html", context)


@sensitive_post_parameters(*GEHEIMEN)
@require_http_methods(["GET", "POST"])
@for_rol("beheer")
def nieuw(request: ActorRequest) -> HttpResponse:
    """Set up a connection."""
    return _set(request, Koppelingformulier(request.POST or None), None)


@sensitive_post_parameters(*GEHEIMEN)
@require_http_methods(["GET", "POST"])
@for_rol("beheer")
def wijzig(request: ActorRequest, koppeling: UUID) -> HttpResponse:
    """Change a connection."""
    found = get_instelling(koppeling=koppeling, door=request.actor)
    if found is None:
        raise Http404
    form = Koppelingformulier(request.POST or None, initial=write_beginwaarden(found))
    return _set(request, form, koppeling)


@require_POST
@for_rol("beheer")
def zet(request: ActorRequest, koppeling: UUID) -> HttpResponse:
    """Switch a connection on or off."""
    on = request.POST.get("aan") == "1"
    try:
        switch_koppeling(koppeling=koppeling, aan=on, door=request.actor, now=timezone.now())
    except Weigering as problem:
        raise Http404 from problem
    messages.success(request, "De koppeling staat aan." if on else "De koppeling staat uit.")
    return redirect("beheer:koppelingen")


@require_POST
@for_rol("beheer")
def probeer(request: ActorRequest, koppeling: UUID) -> HttpResponse:
    """Ask the other side whether it is there, and let what waits go when it is."""
    try:
        code = try_koppeling_and_queue(koppeling=koppeling, door=request.actor)
    except Weigering as problem:
        raise Http404 from problem
    if code:
        messages.error(request, ZINNEN[code])
    else:
        messages.success(
            request, "De andere kant antwoordt. Wat wachtte, gaat weg, uiterlijk binnen tien minuten."
        )
    return redirect("beheer:koppelingen")


@require_POST
@for_rol("beheer")
def ga_door(request: ActorRequest) -> HttpResponse:
    """End the rest of what is set up elsewhere, and let what waits for it go."""
    try:
        end_rest_and_queue(sleutel=request.POST.get("sleutel", "")[:120], door=request.actor)
    except Weigering as problem:
        messages.error(request, str(problem))
    else:
        messages.success(
            request, "Wat wachtte, gaat binnen tien minuten weg. Ververs de pagina over een minuut."
        )
    return redirect("beheer:koppelingen")


def _set(request: ActorRequest, form: Koppelingformulier, koppeling: UUID | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            set_koppeling(gegevens=form.read(), koppeling=koppeling, door=request.actor, now=timezone.now())
        except Weigering as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "De koppeling is bewaard. Probeer hem uit met 'Probeer nu'.")
            return redirect("beheer:koppelingen")
    return render(request, "beheer/koppeling.html", {"form": form, "nieuw": koppeling is None})
