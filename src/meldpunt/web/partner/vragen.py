"""The questions of municipalities: is this claim still open? One click is the answer."""

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
from meldpunt.terugkoppeling.navragen import answer_navraag
from meldpunt.terugkoppeling.partnerlijsten import list_navragen
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.lijsten import give_paging
from meldpunt.web.partner.regels import question_of
from meldpunt.web.partner.tabs import tabs_of_standen
from meldpunt.web.partner.woorden import ANTWOORD, KNOPPEN

STANDEN: Final = {"open": "Open", "beantwoord": "Beantwoord"}


@for_rol("partner")
def vragen(request: ActorRequest) -> HttpResponse:
    """Show the questions, those that wait first."""
    today = timezone.localdate()
    stand = "beantwoord" if request.GET.get("stand") == "beantwoord" else "open"
    before = find_sleutel(request.GET.get("voor", ""))
    found = list_navragen(door=request.actor, stand=stand, before=before, size=PAGE + 1)
    record_inzage(
        request,
        "vragen_ingezien",
        objectsoort="signaalpartner",
        object=str(request.actor.partner),
        signalen=[regel.signaal for regel in found[:PAGE]],
    )
    context = {
        "tabs": tabs_of_standen(STANDEN, stand),
        "stand": stand,
        "regels": [question_of(regel, today=today) for regel in found[:PAGE]],
        "knoppen": KNOPPEN,
        "paginering": give_paging(request, found[:PAGE], has_more=len(found) > PAGE, eenheid="vragen"),
        "inzage_reden": REDEN,
    }
    return render(request, "partner/vragen.html", context)


@for_rol("partner")
@require_POST
def antwoord(request: ActorRequest, navraag: UUID) -> HttpResponse:
    """Answer one question."""
    said = request.POST.get("antwoord", "")
    try:
        answer_navraag(navraag=navraag, antwoord=said, door=request.actor, now=timezone.now())
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        after = "De gemeente gaat verder." if said == "open" else "De zaak is meteen aangepast."
        messages.success(request, f"Bedankt. Uw antwoord: {ANTWOORD[said][0].lower()}. {after}")
    if signaal := find_sleutel(request.POST.get("signaal", "")):
        return redirect("partner:signaal", signaal)
    return redirect(reverse("partner:vragen"))
