"""Zaken that another municipality offers because somebody moved: read, take over, refuse."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.opvolging.overname import accept_overdracht
from meldpunt.rules.statussen import OvergangFout
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.melden import queue_terugkoppeling
from meldpunt.web.gemeente.woorden import title_of, write_code
from meldpunt.werkvoorraad.overdrachtbeeld import PAGE, find_zaak_of, get_overdracht, list_overdrachten
from meldpunt.werkvoorraad.overdrachten import refuse_overdracht

INZAGE = "U beslist of uw gemeente deze inwoner verder helpt (Wgs art. 3 lid 1 onder b)."
TOON = {"aangeboden": "let_op", "aanvaard": "goed", "geweigerd": "neutraal", "ingetrokken": "neutraal"}


@require_GET
@for_rol("coordinator")
def lijst(request: ActorRequest) -> HttpResponse:
    """Show the offers to and from the coordinator's municipalities, newest first; names stand on the next page."""
    page = list_overdrachten(
        door=request.actor, before=find_sleutel(request.GET.get("voor", "")), size=PAGE + 1
    )
    shown = page[:PAGE]
    mine = request.actor.gemeenten
    more = urlencode({"voor": shown[-1].id}) if len(page) > PAGE else ""
    return render(
        request,
        "gemeente/overdrachten.html",
        {
            "rijen": [
                {
                    "regel": one,
                    "binnen": one.gemeente in mine,
                    "toon": TOON[one.status],
                }
                for one in shown
            ],
            "telling": f"{len(shown)} getoond",
            "volgende_url": f"?{more}" if more else "",
        },
    )


@require_GET
@for_rol("coordinator")
def een(request: ActorRequest, gemeente: str, overdracht: UUID) -> HttpResponse:
    """Show one offer: who, the new address, and which signalen can be taken over."""
    today = timezone.localdate()
    beeld = get_overdracht(overdracht=overdracht, gemeente=gemeente, door=request.actor, on=today)
    note_inzage(
        request.actor,
        handeling="overdracht_ingezien",
        objectsoort="overdracht",
        object=str(overdracht),
        gemeente=gemeente,
        zaken=[beeld.regel.van_zaak],
    )
    context = {
        "beeld": beeld,
        "regel": beeld.regel,
        "convenant": title_of(beeld.convenant),
        "personen": [
            {**one, "geboortedatum": find_dag(one.get("geboortedatum", ""))} for one in beeld.personen
        ],
        "signalen": [{"signaal": one, "soort": write_code(one.type_vordering)} for one in beeld.signalen],
        "kan": any(not one.bezwaar for one in beeld.signalen),
        "open": beeld.regel.status == "aangeboden",
        "ziet_zaak": find_zaak_of(beeld.regel, door=request.actor),
        "toon": TOON[beeld.regel.status],
        "inzage_reden": INZAGE,
        "inzage_bovenaan": True,
    }
    return render(request, "gemeente/overdracht.html", context)


def find_dag(text: str) -> date | None:
    """Read a day as it is kept; none when it is not known."""
    return date.fromisoformat(text) if text else None


@require_POST
@for_rol("coordinator")
def aanvaard(request: ActorRequest, gemeente: str, overdracht: UUID) -> HttpResponse:
    """Take the zaak over."""
    try:
        accept_overdracht(overdracht=overdracht, gemeente=gemeente, door=request.actor, now=timezone.now())
    except (Weigering, OvergangFout) as refusal:
        messages.error(request, str(refusal))
    else:
        queue_terugkoppeling()
        messages.success(
            request,
            "U heeft de zaak overgenomen. Zij staat als nieuwe zaak in het postvak van uw gemeente of dienst.",
        )
    return redirect("gemeente:overdracht", gemeente, overdracht)


@require_POST
@for_rol("coordinator")
def weiger(request: ActorRequest, gemeente: str, overdracht: UUID) -> HttpResponse:
    """Refuse with a reason."""
    try:
        refuse_overdracht(
            overdracht=overdracht,
            gemeente=gemeente,
            reden=request.POST.get("reden", ""),
            door=request.actor,
            now=timezone.now(),
        )
    except Weigering as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "U heeft de overdracht geweigerd. De andere gemeente leest uw reden.")
    return redirect("gemeente:overdracht", gemeente, overdracht)
