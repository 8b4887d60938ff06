"""What is done about a breach: begin one, write its facts down, say who was told, close it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from meldpunt.datalekken.actions import (
    Feiten,
    move_datalek,
    open_from_aanlevering,
    report_voorval,
    save_feiten,
)
from meldpunt.datalekken.klokken import complete_klok, waive_klok
from meldpunt.datalekken.queries import get_datalek
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.navigatie import home_of
from meldpunt.web.privacy.datalekformulieren import (
    Feitenformulier,
    Klokformulier,
    Voorvalformulier,
    write_moment,
)
from meldpunt.web.privacy.datalekken import choices_of, render_datalek

IEDEREEN = ("partner", "behandelaar", "coordinator", "uitvoerder", "privacy", "beheer")


@for_rol(*IEDEREEN)
def meld_voorval(request: ActorRequest) -> HttpResponse:
    """Let anybody with an account say that something went wrong with data."""
    formulier = Voorvalformulier(request.POST or None, initial={"ontdekt_op": write_moment(timezone.now())})
    if request.method == "POST" and formulier.is_valid():
        try:
            key = report_voorval(door=request.actor, now=timezone.now(), **formulier.cleaned_data)
        except Weigering as weigering:
            formulier.add_error(None, str(weigering))
        else:
            if request.actor.rol in {"privacy", "beheer"}:
                return redirect("privacy:datalek", key)
            messages.success(
                request, "Dank u wel. De privacyfunctionaris beoordeelt het en neemt zo nodig contact op."
            )
            return redirect(home_of(request.actor.rol))
    return render(
        request, "privacy/voorval.html", {"formulier": formulier}, status=422 if formulier.errors else 200
    )


@require_POST
@for_rol("privacy", "beheer", "coordinator")
def open_uit_aanlevering(request: ActorRequest, aanlevering: UUID) -> HttpResponse:
    """Begin a breach from a recalled delivery, with its worksheet filled in."""
    coordinator = request.actor.rol == "coordinator"
    try:
        key = open_from_aanlevering(aanlevering=aanlevering, door=request.actor, now=timezone.now())
    except Weigering as weigering:
        messages.error(request, str(weigering))
        return redirect("gemeente:berichten" if coordinator else "privacy:datalekken")
    if coordinator:
        messages.success(
            request, "De privacyfunctionaris ziet dit nu als mogelijk datalek en neemt het over."
        )
        return redirect("gemeente:berichten")
    messages.success(request, "Het datalek is geopend. Vul de feiten aan en beoordeel het risico.")
    return redirect("privacy:datalek", key)


@require_POST
@for_rol("privacy", "beheer")
def leg_feiten_vast(request: ActorRequest, datalek: UUID) -> HttpResponse:
    """Write the facts down; the clocks follow."""
    beeld = get_datalek(datalek=datalek, door=request.actor, now=timezone.now())
    formulier = Feitenformulier(request.POST, **choices_of(request, beeld))
    if formulier.is_valid():
        feiten = Feiten(partners=[key for key, _ in beeld.partners], **formulier.cleaned_data)
        try:
            save_feiten(datalek=datalek, feiten=feiten, door=request.actor, now=timezone.now())
        except Weigering as weigering:
            formulier.add_error(None, str(weigering))
        else:
            messages.success(request, "Vastgelegd. De klokken zijn opnieuw berekend.")
            return redirect("privacy:datalek", datalek)
    return render_datalek(request, datalek, formulier=formulier)


@require_POST
@for_rol("privacy", "beheer")
def zet_klok(request: ActorRequest, datalek: UUID, klok: UUID) -> HttpResponse:
    """Record that somebody was told, or why that is not needed."""
    try:
        if request.POST.get("actie") == "niet_nodig":
            waive_klok(klok=klok, reden=request.POST.get("reden", ""), door=request.actor, now=timezone.now())
        else:
            _complete(request, klok)
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, "Vastgelegd.")
    return redirect("privacy:datalek", datalek)


def _complete(request: ActorRequest, klok: UUID) -> None:
    formulier = Klokformulier(request.POST)
    if not formulier.is_valid():
        raise Weigering("Vul in wanneer en hoe het is verteld. [klok_onvolledig]")
    op: datetime = formulier.cleaned_data["op"]
    complete_klok(
        klok=klok,
        op=op,
        hoe=formulier.cleaned_data["hoe"],
        reden=formulier.cleaned_data["reden"],
        door=request.actor,
        now=timezone.now(),
    )


@require_POST
@for_rol("privacy", "beheer")
def verzet(request: ActorRequest, datalek: UUID) -> HttpResponse:
    """Close a breach, say that it is none, or open it again."""
    naar = request.POST.get("naar", "")
    if naar not in {"gesloten", "geen_datalek", "onderzoek"}:
        raise Http404
    try:
        move_datalek(
            datalek=datalek,
            naar=naar,
            conclusie=request.POST.get("conclusie", "")[:4000],
            door=request.actor,
            now=timezone.now(),
        )
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, "Vastgelegd.")
    return redirect("privacy:datalek", datalek)
