"""One's own account: second factors and the places where one is signed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from meldpunt.toegang.aanmelden.factoren import (
    HERSTELCODE,
    count_herstelcodes,
    list_factoren,
    remove_factor,
)
from meldpunt.toegang.aanmelden.sessies import end_sessie, list_sessies
from meldpunt.toegang.actor import account_actor
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.aanmelden.sessie import FACTOR
from meldpunt.web.aanmelden.woorden import SOORTEN


@never_cache
@require_GET
def toon(request: Any) -> HttpResponse:
    """Show one's second factors and sessions."""
    factors = [factor for factor in list_factoren(request.user) if factor.soort != HERSTELCODE]
    context = {
        "factoren": [(factor, SOORTEN[factor.soort]) for factor in factors],
        "codes_over": count_herstelcodes(request.user),
        "sessies": list_sessies(
            request.user.id, sleutel=str(request.session.session_key), now=timezone.now()
        ),
    }
    return render(request, "registratie/account.html", context)


@require_POST
def verwijder_factor(request: Any, factor: int) -> HttpResponse:
    """Take away one of one's second factors."""
    if not request.session.get(FACTOR):
        return redirect("tweede_stap_instellen")
    try:
        remove_factor(gebruiker=request.user, factor=factor, now=timezone.now())
    except Weigering as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "De tweede stap is verwijderd.")
    return redirect("account")


@require_POST
def beeindig_sessie(request: Any, sessie: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    door = account_actor(request.user.id, request.user.naam)
    try:
        end_sessie(sessie=sessie, door=door, now=timezone.now())
    except Weigering as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "De sessie is beëindigd.")
    return redirect("account")
