"""The dated werkprotocol: its history, a new one from a day on, and what that would do to this month's list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.vorming import has_maandlijst
from meldpunt.partijen.actions import adopt_werkprotocol, withdraw_werkprotocol
from meldpunt.partijen.lijsten import list_uitvoerders
from meldpunt.partijen.queries import list_werkprotocollen
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.contactplan import STANDAARD
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente import maandlijst
from meldpunt.web.gemeente.contactplanformulier import open_planformulieren, read_plan
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.keuze import Keuze, choose, filter_velden
from meldpunt.web.gemeente.werkprotocolformulier import Teamformulieren, Werkprotocolformulier, read_teams

# The werkprotocol itself, its teams and the steps of its contactplan: one page, three sets of fields.
Formulieren = tuple[Werkprotocolformulier, Any, Any]


@require_http_methods(["GET", "POST"])
@for_rol("coordinator")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the history and the form; a POST tries the effect or adopts."""
    keuze = choose(request)
    if not keuze.convenant:
        return render(request, "gemeente/maand_leeg.html", {"keuze": keuze, "velden": filter_velden(keuze)})
    versie = get_convenant(keuze.convenant).version_on(timezone.localdate())
    if request.method != "POST":
        return _page(request, keuze, versie, _empty(keuze, versie))
    formulier = Werkprotocolformulier(request.POST, versie=versie)
    teams = Teamformulieren(request.POST, prefix="teams")
    stappen = open_planformulieren(request.POST, _steps_of(keuze))
    every = (formulier, teams, stappen)
    # All are asked, so that all mistakes show at once.
    if not all([formulier.is_valid(), teams.is_valid(), not stappen.is_bound or stappen.is_valid()]):
        return _page(request, keuze, versie, every)
    if request.POST.get("stap") == "proef":
        return _page(request, keuze, versie, every, _effect(request, keuze, formulier))
    return _adopt(request, keuze, versie, every)


def _adopt(
    request: ActorRequest,
    keuze: Keuze,
    versie: ConvenantVersie,
    formulieren: Formulieren,
) -> HttpResponse:
    formulier, teams, stappen = formulieren
    try:
        protocol = adopt_werkprotocol(
            convenant=keuze.convenant,
            gemeente=keuze.gemeente,
            teams=read_teams(teams),
            contactplan=read_plan(stappen, _steps_of(keuze)),
            door=request.actor,
            now=timezone.now(),
            **formulier.cleaned_data,
        )
    except Weigering as weigering:
        formulier.add_error(None, str(weigering))
        return _page(request, keuze, versie, formulieren)
    messages.success(request, f"Het werkprotocol geldt vanaf {protocol.vanaf:%d-%m-%Y}.")
    query = urlencode({"gemeente": keuze.gemeente, "convenant": keuze.convenant})
    return redirect(f"{reverse('gemeente:werkprotocol')}?{query}")


@require_POST
@for_rol("coordinator")
def trek_in(request: ActorRequest, gemeente: str, werkprotocol: UUID) -> HttpResponse:
    """Take back a werkprotocol that is not in force yet."""
    try:
        withdraw_werkprotocol(
            werkprotocol=werkprotocol, gemeente=gemeente, door=request.actor, now=timezone.now()
        )
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, "Het werkprotocol is ingetrokken. Wat daarvoor gold, blijft gelden.")
    query = urlencode({"gemeente": gemeente, "convenant": request.POST.get("convenant", "")})
    return redirect(f"{reverse('gemeente:werkprotocol')}?{query}")


def _steps_of(keuze: Keuze) -> list[dict[str, Any]]:
    """Return the contactplan of the newest werkprotocol: what a form says nothing about stays."""
    newest = list_werkprotocollen(keuze.convenant, keuze.gemeente).first()
    return newest.contactplan if newest is not None else []


def _empty(keuze: Keuze, versie: ConvenantVersie) -> Formulieren:
    """Begin with what holds now: most new protocols change one thing."""
    newest = list_werkprotocollen(keuze.convenant, keuze.gemeente).first()
    initial: dict[str, Any] = {"vanaf": timezone.localdate()}
    if newest is not None:
        initial |= {
            "capaciteit": newest.capaciteit,
            "bekende_huishoudens": newest.bekende_huishoudens,
            "postcodes": "\n".join(newest.postcodes),
            "beschikking_weken": newest.beschikking_weken,
            "navraag_werkdagen": newest.navraag_werkdagen,
            "lokaal_aanbod": newest.lokaal_aanbod,
        }
    rows = newest.teams.items() if newest is not None else ()
    teams = [{"naam": naam, "postcodes": ", ".join(ranges)} for naam, ranges in rows]
    return (
        Werkprotocolformulier(initial=initial, versie=versie),
        Teamformulieren(initial=teams, prefix="teams"),
        open_planformulieren(None, newest.contactplan if newest is not None else []),
    )


def _effect(request: ActorRequest, keuze: Keuze, formulier: Werkprotocolformulier) -> dict[str, Any] | None:
    """Put this month's list under the new protocol beside the present one; none where there is no list."""
    today = timezone.localdate()
    if not has_maandlijst(get_convenant(keuze.convenant).version_on(today)):
        return None
    where: dict[str, Any] = {"gemeente": keuze.gemeente, "convenant": keuze.convenant, "peildatum": today}
    where["door"] = request.actor
    with transaction.atomic():
        now_holds = preview_lijst(**where)
        would_be = preview_lijst(
            **where,
            capaciteit=formulier.cleaned_data["capaciteit"],
            bekende_huishoudens=formulier.cleaned_data["bekende_huishoudens"],
        )
        note_inzage(
            request.actor,
            handeling="lijst_ingezien",
            objectsoort="maandlijst",
            object=f"{keuze.convenant} {today:%Y-%m}",
            gemeente=keuze.gemeente,
        )
    return maandlijst.verschil(now_holds, would_be)


def _page(
    request: ActorRequest,
    keuze: Keuze,
    versie: ConvenantVersie,
    formulieren: Formulieren,
    effect: dict[str, Any] | None = None,
) -> HttpResponse:
    formulier, teams, stappen = formulieren
    today = timezone.localdate()
    history = list(list_werkprotocollen(keuze.convenant, keuze.gemeente))
    in_force = next((row for row in history if row.vanaf <= today), None)
    wrong = formulier.errors or any(
        any(rows.errors) or rows.non_form_errors() for rows in (teams, stappen) if rows.is_bound
    )
    return render(
        request,
        "gemeente/werkprotocol.html",
        {
            "keuze": keuze,
            "cv": versie,
            "velden": filter_velden(keuze),
            "formulier": formulier,
            "teams": teams,
            "stappen": stappen,
            "standaardplan": STANDAARD,
            "geschiedenis": [(row, _stand(row is in_force, row.vanaf > today)) for row in history],
            "bekenden": maandlijst.BEKENDEN,
            "effect": effect,
            "geprobeerd": request.POST.get("stap") == "proef" and not wrong,
            "heeft_lijst": has_maandlijst(versie),
            "uitvoerders": list_uitvoerders(gemeente=keuze.gemeente),
            "today": today,
        },
        status=422 if wrong else 200,
    )


def _stand(is_in_force: bool, is_later: bool) -> tuple[str, str]:
    if is_in_force:
        return "Geldt nu", "goed"
    return ("Gaat in", "info") if is_later else ("Gold eerder", "neutraal")
