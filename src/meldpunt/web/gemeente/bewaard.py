"""One's own kept filters of the inbox: keep what is chosen, give it another name, throw it away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.postvak import ROLLEN, SCHERM
from meldpunt.web.gemeente.postvakfilter import address_of, read_kolommen, vraag_of
from meldpunt.werkvoorraad.bewaardfilters import (
    delete_bewaardfilter,
    rename_bewaardfilter,
    save_bewaardfilter,
)


@require_POST
@for_rol(*ROLLEN)
def bewaar(request: ActorRequest) -> HttpResponse:
    """Keep the choice of the page under a name; a name that is there is overwritten."""
    asked = QueryDict(request.POST.get("terug", ""))
    vraag, kolommen = vraag_of(asked), read_kolommen(asked)
    try:
        save_bewaardfilter(
            scherm=SCHERM,
            naam=request.POST.get("naam", ""),
            vraag=vraag,
            kolommen=kolommen,
            door=request.actor,
            now=timezone.now(),
        )
    except Weigering as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('gemeente:postvak')}?{asked.urlencode()}")
    messages.success(request, "Uw filter is bewaard. Het staat bovenaan bij de andere keuzes.")
    return redirect(f"{reverse('gemeente:postvak')}{address_of(vraag, kolommen)}")


@require_POST
@for_rol(*ROLLEN)
def wijzig(request: ActorRequest, filter: UUID) -> HttpResponse:
    """Give a kept filter another name, or throw it away."""
    try:
        if request.POST.get("actie") == "weg":
            delete_bewaardfilter(filter=filter, door=request.actor, now=timezone.now())
            messages.success(request, "Uw filter is weggegooid.")
        else:
            rename_bewaardfilter(
                filter=filter, naam=request.POST.get("naam", ""), door=request.actor, now=timezone.now()
            )
            messages.success(request, "Uw filter heeft een andere naam.")
    except Weigering as refusal:
        messages.error(request, str(refusal))
    return redirect("gemeente:postvak")
