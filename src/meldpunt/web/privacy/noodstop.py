"""The second person who lets a stopped covenant go on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from meldpunt.partijen.noodstop import confirm_hervatting
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.navigatie import home_of


@require_POST
@for_rol("privacy", "beheer")
def bevestig(request: ActorRequest, gebeurtenis: UUID) -> HttpResponse:
    """Confirm a resumption that somebody else asked for."""
    try:
        confirm_hervatting(gebeurtenis=gebeurtenis, door=request.actor, now=timezone.now())
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, "De hervatting is bevestigd. Het convenant loopt weer.")
    return redirect(home_of(request.actor.rol))
