"""The stays of this partner's claims: confirm them, and answer a request for more time."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from meldpunt.aanlevering.queries import PAGE
from meldpunt.terugkoppeling.opschortingen import confirm_opschortingen, decide_verlenging
from meldpunt.terugkoppeling.partnerlijsten import list_opschortingen
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel
from meldpunt.web.opmaak import meervoud
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.lijsten import give_paging
from meldpunt.web.partner.regels import stay_of
from meldpunt.web.partner.tabs import tabs_of_standen

STANDEN: Final = {
    "lopend": "Lopend",
    "bevestigen": "Te bevestigen",
    "verlenging": "Verlenging gevraagd",
    "geeindigd": "Voorbij",
}
LEEG: Final = {
    "lopend": "Er staat nu geen incasso stil. Zodra een bericht van de gemeente een opschorting start, staat zij hier.",
    "bevestigen": "U bent bij: elke lopende opschorting is bevestigd.",
    "verlenging": "Er ligt geen vraag om een opschorting langer te laten duren.",
    "geeindigd": "Er is nog geen opschorting voorbij.",
}


@for_rol("partner")
def opschortingen(request: ActorRequest) -> HttpResponse:
    """Show the stays in one state, newest first."""
    today = timezone.localdate()
    stand = request.GET.get("stand", "lopend")
    stand = stand if stand in STANDEN else "lopend"
    before = find_sleutel(request.GET.get("voor", ""))
    found = list_opschortingen(door=request.actor, stand=stand, before=before, size=PAGE + 1)
    record_inzage(
        request,
        "opschortingen_ingezien",
        objectsoort="signaalpartner",
        object=str(request.actor.partner),
        signalen=[regel.signaal for regel in found[:PAGE]],
    )
    context = {
        "tabs": tabs_of_standen(STANDEN, stand),
        "regels": [stay_of(regel, today=today) for regel in found[:PAGE]],
        "paginering": give_paging(request, found[:PAGE], has_more=len(found) > PAGE, eenheid="opschortingen"),
        "leeg": LEEG[stand],
        "bevestigbaar": any(regel.bevestigd_op is None and regel.geeindigd_op is None for regel in found),
        "inzage_reden": REDEN,
    }
    return render(request, "partner/opschortingen.html", context)


@for_rol("partner")
@require_POST
def bevestig(request: ActorRequest) -> HttpResponse:
    """Confirm the chosen stays."""
    keuze = [key for key in map(find_sleutel, request.POST.getlist("kies")) if key is not None]
    done = confirm_opschortingen(keuze=keuze, door=request.actor, now=timezone.now())
    if done:
        messages.success(request, f"{meervoud(done, 'opschorting', 'opschortingen')} bevestigd.")
    else:
        messages.info(request, "Er was niets te bevestigen. Kies eerst een of meer regels. [niets_gekozen]")
    return redirect(_back(request))


@for_rol("partner")
@require_POST
def beslis(request: ActorRequest, opschorting: UUID) -> HttpResponse:
    """Agree to more time, or refuse it."""
    akkoord = request.POST.get("akkoord") == "ja"
    try:
        decide_verlenging(opschorting=opschorting, akkoord=akkoord, door=request.actor, now=timezone.now())
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        said = "De opschorting duurt langer." if akkoord else "De opschorting eindigt op de dag die er stond."
        messages.success(request, f"{said} De gemeente ziet uw antwoord.")
    return redirect(_back(request))


def _back(request: ActorRequest) -> str:
    if signaal := find_sleutel(request.POST.get("signaal", "")):
        return reverse("partner:signaal", args=[signaal])
    stand = request.POST.get("stand", "")
    return f"{reverse('partner:opschortingen')}{f'?stand={stand}' if stand in STANDEN else ''}"
