"""What the buttons of the working day do on one zaak: hold it, take it off hold, hand it over, keep it open."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.postvak import ROLLEN
from meldpunt.web.gemeente.zaak import acts_on_zaak
from meldpunt.web.opmaak import datum
from meldpunt.werkvoorraad.aanhouden import hold_zaak, resume_zaak
from meldpunt.werkvoorraad.actions import assign_zaak, hand_over_to_team, list_postvakken, move_to_postvak
from meldpunt.werkvoorraad.openen import open_zaak
from meldpunt.werkvoorraad.queries import list_collegas, list_teams


@acts_on_zaak
def wacht(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Hold the zaak for a number of days, or until a day."""
    tot = _read_day(request)
    hold_zaak(
        zaak=zaak,
        gemeente=gemeente,
        tot=tot,
        reden=request.POST.get("reden", ""),
        door=request.actor,
        now=timezone.now(),
    )
    return f"De zaak wacht tot {datum(tot)} en komt dan vanzelf terug."


def _read_day(request: ActorRequest) -> date:
    chosen = request.POST.get("dagen", "")
    if chosen.isdigit() and len(chosen) < 4:
        return timezone.localdate() + timedelta(days=int(chosen))
    try:
        return date.fromisoformat(request.POST.get("tot", ""))
    except ValueError:
        raise Weigering("Kies hoe lang de zaak wacht, of een dag uit de kalender. [wacht_datum]") from None


@acts_on_zaak
def hervat(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Take the zaak off hold."""
    resume_zaak(zaak=zaak, gemeente=gemeente, door=request.actor, now=timezone.now())
    return "De zaak wacht niet meer en staat weer in het postvak."


@acts_on_zaak
def wijs_toe(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Give the zaak to a colleague."""
    collegas = {c.sleutel: c for c in list_collegas(door=request.actor, on=timezone.localdate())}
    collega = collegas.get(request.POST.get("collega", ""))
    if collega is None:
        raise Weigering("Kies een collega uit de lijst. [collega_ontbreekt]")
    assign_zaak(
        zaak=zaak,
        gemeente=gemeente,
        aan=UUID(collega.sleutel),
        reden=request.POST.get("reden", ""),
        door=request.actor,
        now=timezone.now(),
    )
    return f"De zaak staat nu op naam van {collega.naam}."


@acts_on_zaak
def draag_over(request: ActorRequest, gemeente: str, zaak: UUID) -> HttpResponseBase | str:
    """Give the zaak to a team, or take it back."""
    team = request.POST.get("team", "")
    hand_over_to_team(
        zaak=zaak,
        gemeente=gemeente,
        team=team,
        reden=request.POST.get("reden", ""),
        door=request.actor,
        now=timezone.now(),
    )
    if request.actor.rol != "uitvoerder":
        names = {t.sleutel: t.naam for t in list_teams(gemeenten=[gemeente])}
        return f"De zaak is overgedragen aan {names[team]}." if team else "De zaak is terug van het team."
    messages.success(request, "De zaak is terug bij de gemeente.")
    return redirect("gemeente:postvak")


@acts_on_zaak
def verplaats(request: ActorRequest, gemeente: str, zaak: UUID) -> HttpResponseBase:
    """Put the zaak in another inbox; there the actor sees it no more."""
    postvak = request.POST.get("postvak", "")
    move_to_postvak(
        zaak=zaak,
        gemeente=gemeente,
        postvak=postvak,
        reden=request.POST.get("reden", ""),
        door=request.actor,
        now=timezone.now(),
    )
    naam = list_postvakken(gemeente).get(postvak, postvak)
    messages.success(request, f"De zaak staat nu in het postvak van {naam}. U ziet haar niet meer.")
    return redirect("gemeente:postvak")


@require_POST
@for_rol(*ROLLEN)
def hou_open(request: ActorRequest, gemeente: str, zaak: UUID) -> HttpResponse:
    """Renew the lock of an open page, and say who else has the zaak open."""
    collega = open_zaak(zaak=zaak, gemeente=gemeente, door=request.actor, now=timezone.now())
    context = {"collega": collega, "gemeente": gemeente, "zaaksleutel": zaak}
    return render(request, "gemeente/werkdag_slot.html", context)
