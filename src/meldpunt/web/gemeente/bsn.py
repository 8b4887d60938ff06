"""The citizen service number of one person, whole: on a page of its own that no browser keeps."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from meldpunt.matching.bsn import reveal_bsn
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol

INZAGE: Final = "U gaat na om wie het gaat (Wgs art. 8c). Dat u het nummer zag, staat in het logboek."


@require_POST
@for_rol("behandelaar", "coordinator")
def toon(request: ActorRequest, gemeente: str, zaak: UUID, persoon: UUID) -> HttpResponse:
    """Show the number and write that it was shown; a link or a reload never does."""
    try:
        bsn = reveal_bsn(
            zaak=zaak, gemeente=gemeente, persoon=persoon, door=request.actor, now=timezone.now()
        )
    except Weigering:
        # It was destroyed since the page was drawn: there the person is gone as well.
        return redirect("gemeente:zaak", gemeente, zaak)
    context = {"bsn": bsn, "gemeente": gemeente, "zaak": zaak, "inzage_reden": INZAGE}
    response = render(request, "gemeente/bsn.html", context)
    response["Cache-Control"] = "no-store"
    return response
