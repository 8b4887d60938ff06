"""What residents asked that concerns own signalen: what to do, and that it is done."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.terugkoppeling.partnermededelingen import (
    BEVESTIGD,
    OPEN,
    PAGE,
    confirm_mededeling,
    list_mededelingen,
)
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel, page_of
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.tabs import tabs_of_standen

STANDEN: Final = {OPEN: "Te doen", BEVESTIGD: "Bevestigd"}


@require_GET
@for_rol("partner")
def mededelingen(request: ActorRequest) -> HttpResponse:
    """Show the messages, those that wait first."""
    stand = BEVESTIGD if request.GET.get("stand") == BEVESTIGD else OPEN
    before = find_sleutel(request.GET.get("voor", ""))
    found = list_mededelingen(door=request.actor, stand=stand, before=before, size=PAGE + 1)
    shown = found[:PAGE]
    record_inzage(
        request,
        "mededelingen_ingezien",
        objectsoort="signaalpartner",
        object=str(request.actor.partner),
        signalen=[one.signaal for one in shown],
    )
    today = timezone.localdate()
    context = {
        "tabs": tabs_of_standen(STANDEN, stand),
        "stand": stand,
        "regels": [{"regel": one, "te_laat": one.uiterlijk < today} for one in shown],
        "paginering": page_of(
            request,
            shown=len(shown),
            last=str(shown[-1].id) if shown else "",
            has_more=len(found) > PAGE,
            eenheid="mededelingen",
        ),
        "inzage_reden": REDEN,
    }
    return render(request, "partner/mededelingen.html", context)


@require_POST
@for_rol("partner")
def bevestig(request: ActorRequest, mededeling: UUID) -> HttpResponse:
    """Confirm that one message was carried out."""
    try:
        confirm_mededeling(mededeling=mededeling, door=request.actor, now=timezone.now())
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, "Bedankt. De gemeente en de inwoner zien dat u het heeft gedaan.")
    return redirect("partner:mededelingen")
