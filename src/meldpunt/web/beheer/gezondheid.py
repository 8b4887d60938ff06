"""Whether everything runs, and how to mend what does not."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.inzicht.gezondheid import list_metingen
from meldpunt.web.actor import ActorRequest, for_rol

BADGES = {"goed": "Goed", "let_op": "Let op", "gevaar": "Kapot"}


@require_GET
@for_rol("beheer")
def toon(request: ActorRequest) -> HttpResponse:
    """Show every measurement, what is broken first."""
    now = timezone.now()
    order = list(reversed(BADGES))
    measured = sorted(
        list_metingen(now=now, folder=settings.MELDPUNT_DATA), key=lambda one: order.index(one.toon)
    )
    return render(
        request,
        "beheer/gezondheid.html",
        {
            "metingen": [(one, BADGES[one.toon]) for one in measured],
            "stuk": sum(one.toon != "goed" for one in measured),
            "nu": now,
        },
    )
