"""Requests of residents: the list with its clocks, and taking one in at the counter."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from meldpunt.betrokkenen.actions import receive_verzoek
from meldpunt.betrokkenen.queries import PAGE, Verzoekregel, get_opgenomen, list_verzoeken
from meldpunt.partijen.lijsten import list_gemeenten
from meldpunt.rules.verzoeken import VERZOEKSOORTEN
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel, page_of
from meldpunt.web.opmaak import datum, relatief
from meldpunt.web.privacy.inzage import note_inzage
from meldpunt.web.privacy.verzoekformulieren import Opneemformulier

TABS: Final = {"open": "Te beantwoorden", "klaar": "Klaar"}
STATUS: Final = {
    "ontvangen": ("Identiteit vaststellen", "let_op"),
    "vastgesteld": ("Personen vaststellen", "let_op"),
    "gezocht": ("Besluiten", "let_op"),
    "ingewilligd": ("Toegewezen", "goed"),
    "geweigerd": ("Geweigerd", "neutraal"),
    "ingetrokken": ("Ingetrokken", "neutraal"),
}
REDEN: Final = "U behandelt het verzoek van deze inwoner (AVG art. 12)."


@require_GET
@for_rol("privacy")
def lijst(request: ActorRequest) -> HttpResponse:
    """Show the requests that must be answered, or those that were."""
    stand = "klaar" if request.GET.get("stand") == "klaar" else "open"
    before = find_sleutel(request.GET.get("voor", ""))
    found = list_verzoeken(door=request.actor, stand=stand, before=before, size=PAGE + 1)
    shown = found[:PAGE]
    for gemeente in request.actor.gemeenten:
        note_inzage(request, "verzoeken_ingezien", objectsoort="gemeente", object=gemeente)
    context = {
        "tabs": [
            {"titel": titel, "url": f"?stand={key}", "actief": key == stand} for key, titel in TABS.items()
        ],
        "stand": stand,
        "regels": [row_of(one, timezone.localdate()) for one in shown],
        "paginering": page_of(
            request,
            shown=len(shown),
            last=str(shown[-1].id) if shown else "",
            has_more=len(found) > PAGE,
            eenheid="verzoeken",
        ),
        "inzage_reden": REDEN,
    }
    return render(request, "privacy/verzoeken.html", context)


def row_of(regel: Verzoekregel, today: date) -> dict[str, Any]:
    """Give a request the shape of a row, with how long there is left."""
    text, tone = STATUS[regel.status]
    waiting = regel.eind is not None and regel.status not in {"ingewilligd", "geweigerd", "ingetrokken"}
    days = (regel.eind - today).days if waiting and regel.eind else 99
    return {
        "regel": regel,
        "url": reverse("privacy:verzoek", args=[regel.gemeente, regel.id]),
        "stap": text,
        "toon": tone,
        "eind": datum(regel.eind) if waiting else "",
        "rest": relatief(regel.eind, timezone.now()) if waiting else "",
        "haast": "gevaar" if days < 0 else "let_op" if days <= 7 else "",
    }


@require_http_methods(["GET", "POST"])
@for_rol("privacy", "behandelaar", "coordinator")
def neem_op(request: ActorRequest) -> HttpResponse:
    """Take in a request; the clock starts with it."""
    form = Opneemformulier(
        request.POST if request.method == "POST" else None,
        gemeenten=[(row.code, row.naam) for row in list_gemeenten(request.actor.gemeenten)],
        initial={"kanaal": "balie"},
    )
    if form.is_bound and form.is_valid():
        aanvraag = form.aanvraag
        try:
            made = receive_verzoek(aanvraag=aanvraag, door=request.actor, now=timezone.now())
        except Weigering as weigering:
            form.add_error(None, str(weigering))
        else:
            if request.actor.rol == "privacy":
                return redirect("privacy:verzoek", aanvraag.gemeente, made)
            regel = get_opgenomen(verzoek=made, gemeente=aanvraag.gemeente, door=request.actor)
            soort = VERZOEKSOORTEN[regel.soort].titel.lower()
            messages.success(
                request,
                f"Het verzoek om {soort} is opgenomen. De inwoner krijgt uiterlijk {datum(regel.eind)} antwoord van de "
                "privacyfunctionaris.",
            )
            return redirect("privacy:verzoek_nieuw")
    status = 422 if form.errors else 200
    return render(request, "privacy/verzoek_nieuw.html", {"formulier": form}, status=status)
