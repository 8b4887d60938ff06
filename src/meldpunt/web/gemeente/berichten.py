"""The notices of recalls: what was put right, and which zaken ask for a person."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.matching.berichten import PAGE, list_intrekkingsberichten
from meldpunt.matching.intrekking import mark_gelezen
from meldpunt.web.actor import ActorRequest, for_rol


@require_GET
@for_rol("coordinator")
def lijst(request: ActorRequest) -> HttpResponse:
    """Show the notices of the coordinator's municipalities, newest first."""
    unread = request.GET.get("toon") == "ongelezen"
    try:
        before = UUID(request.GET.get("voor", ""))
    except ValueError:
        before = None
    page = list_intrekkingsberichten(door=request.actor, ongelezen=unread, before=before, size=PAGE + 1)
    shown = page[:PAGE]
    more = urlencode({**request.GET.dict(), "voor": shown[-1].id}) if len(page) > PAGE else ""
    return render(
        request,
        "gemeente/berichten.html",
        {
            "berichten": shown,
            "tabs": [
                {"titel": "Alle berichten", "url": "?", "actief": not unread},
                {"titel": "Ongelezen", "url": "?toon=ongelezen", "actief": unread},
            ],
            "ongelezen": unread,
            "telling": f"{len(shown)} getoond",
            "volgende_url": f"?{more}" if more else "",
        },
    )


@require_POST
@for_rol("coordinator")
def gelezen(request: ActorRequest, gemeente: str, bericht: UUID) -> HttpResponse:
    """Note that a notice was read."""
    mark_gelezen(gevolg=bericht, gemeente=gemeente, door=request.actor, now=timezone.now())
    messages.success(request, "Het bericht staat nu als gelezen.")
    return redirect("gemeente:berichten")
