"""Servers of partners that asked to be sent to: allow them, or not."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.notificaties.hosts import allow_host, list_hosts, refuse_host
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol

STANDEN = {
    "gevraagd": ("Gevraagd", "let_op"),
    "toegestaan": ("Toegelaten", "goed"),
    "geweigerd": ("Niet toegelaten", "neutraal"),
}


@require_GET
@for_rol("beheer")
def toon(request: ActorRequest) -> HttpResponse:
    """Show every server that was asked for, those that wait first."""
    rows = [{"host": one, "stand": STANDEN[one.stand]} for one in list_hosts(door=request.actor)]
    return render(request, "beheer/ontvangers.html", {"regels": rows})


@require_POST
@for_rol("beheer")
def beslis(request: ActorRequest, host: UUID) -> HttpResponse:
    """Allow a server, refuse it, or withdraw what was allowed."""
    try:
        if request.POST.get("besluit") == "toelaten":
            allow_host(host=host, door=request.actor, now=timezone.now())
            messages.success(
                request, "De server is toegelaten. De ontvanger wordt nu om toestemming gevraagd."
            )
        else:
            reden = request.POST.get("reden", "")
            refuse_host(host=host, reden=reden, door=request.actor, now=timezone.now())
            messages.success(request, "Er gaat niets meer naar deze server. De partner ziet uw reden.")
    except Weigering as weigering:
        messages.error(request, str(weigering))
    return redirect("beheer:ontvangers")
