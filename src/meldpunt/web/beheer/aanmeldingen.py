"""Odd sign-ins that somebody of beheer must look at."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meldpunt.toegang.aanmelden.binnenkomst import PAGE, list_opvallend, mark_gezien
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel

KORT: Final = {
    "nieuw_apparaat": "Nieuw apparaat",
    "nieuw_netwerk": "Nieuw netwerk",
    "nacht": "'s Nachts",
    "herstelcode": "Herstelcode gebruikt",
    "veel_mislukt": "Vaak mislukt, kwartier dicht",
    "tegelijk": "Ook elders aangemeld",
}


@require_http_methods(["GET", "POST"])
@for_rol("beheer")
def toon(request: ActorRequest) -> HttpResponse:
    """Show odd sign-ins, newest first, and take them off the list."""
    if request.method == "POST":
        keys = [key for text in request.POST.getlist("aanmelding")[:PAGE] if (key := find_sleutel(text))]
        done = mark_gezien(
            aanmeldingen=[UUID(str(key)) for key in keys], door=request.actor, now=timezone.now()
        )
        messages.success(request, f"{done} van de lijst gehaald.")
        return redirect("beheer:aanmeldingen")
    before = find_sleutel(request.GET.get("na", ""))
    rows = list_opvallend(door=request.actor, before=before)
    page = rows[:PAGE]
    more = urlencode({"na": str(page[-1].id)}) if len(rows) > PAGE else ""
    context = {
        "rijen": [(row, [KORT[reden] for reden in row.redenen]) for row in page],
        "telling": f"{len(page)} getoond",
        "volgende_url": f"?{more}" if more else "",
    }
    return render(request, "beheer/aanmeldingen.html", context)
