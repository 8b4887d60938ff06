"""The people of a party: invite, end, unlock. For beheer of every party, for a party of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meldpunt.partijen.namen import list_partijnamen
from meldpunt.toegang.aanmelden.sessies import end_sessies_of
from meldpunt.toegang.aanmelden.uitnodigen import Uitnodiging, ask_link, invite
from meldpunt.toegang.aanmelden.wachtwoord import unlock
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.rechten.aanstellingen import end_aanstelling, end_account, set_teambeheer
from meldpunt.toegang.rechten.functies import Functie
from meldpunt.toegang.rechten.herstel import remove_factoren
from meldpunt.toegang.rechten.team import get_account, list_team, list_wachtend
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.aanmelden.woorden import SOORTEN
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.beheer.teamformulieren import Uitnodigformulier

GEGEVEN: Final = {
    "gegeven": "De rol is gegeven. Is er nog geen wachtwoord? Dan gaat er een mail uit met een link.",
    "gevraagd": "Dit is een bijzonder recht. Het gaat in als een ander het goedkeurt, binnen een week.",
}


@require_http_methods(["GET", "POST"])
@for_rol("beheer")
def van_partij(request: ActorRequest, partijsoort: str, partij: str) -> HttpResponse:
    """Show the team of any party to beheer."""
    return _page(request, partijsoort, partij)


@require_http_methods(["GET", "POST"])
@for_rol("coordinator", "partner")
def eigen(request: ActorRequest) -> HttpResponse:
    """Show the own team to a coordinator or the appointed person of a partner."""
    return _page(request, request.actor.partijsoort, request.actor.partij)


def _page(request: ActorRequest, partijsoort: str, partij: str) -> HttpResponse:
    name = list_partijnamen([(partijsoort, partij)]).get((partijsoort, partij))
    if name is None:
        raise Http404
    form = Uitnodigformulier(partijsoort=partijsoort, partij=partij)
    # The list first: whoever may not see this team may do nothing to it either.
    team = list_team(partijsoort=partijsoort, partij=partij, door=request.actor, on=timezone.localdate())
    if request.method == "POST":
        if "handeling" not in request.POST:
            form = Uitnodigformulier(request.POST, partijsoort=partijsoort, partij=partij)
            if _invite(request, form, partijsoort, partij):
                return redirect(request.path)
        else:
            _do(request, {lid.aanstelling for lid in team})
            return redirect(request.path)
    beheer = request.actor.rol == "beheer"
    context = {
        "naam": name,
        "team": [(lid, ", ".join(SOORTEN[soort] for soort in lid.factoren)) for lid in team],
        "wachtend": list_wachtend(
            partijsoort=partijsoort, partij=partij, door=request.actor, now=timezone.now()
        ),
        "form": form,
        "beheer": beheer,
        "kruimels": [{"titel": "Partijen", "url": "/beheer/partijen/"}, {"titel": name}] if beheer else None,
    }
    return render(request, "beheer/team.html", context)


def _invite(request: ActorRequest, form: Uitnodigformulier, partijsoort: str, partij: str) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    uitnodiging = Uitnodiging(
        given["email"],
        given["naam"],
        Functie(given["rol"], partijsoort, partij),
        given["tot"],
        given["reden"],
    )
    try:
        outcome = invite(uitnodiging=uitnodiging, door=request.actor, now=timezone.now())
    except Weigering as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, GEGEVEN[outcome])
    return True


def _do(request: ActorRequest, own: set[UUID]) -> None:
    act = HANDELINGEN.get(request.POST["handeling"])
    key = _key(request)
    if act is None or key is None:
        raise Http404
    if request.POST["handeling"] in {"beeindig", "teambeheer"} and key not in own:
        raise Http404
    try:
        messages.success(request, act(request, key, request.actor))
    except Weigering as problem:
        messages.error(request, str(problem))


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("sleutel", ""))
    except ValueError:
        return None


def _end(request: HttpRequest, key: UUID, door: Actor) -> str:
    last = request.POST.get("laatste_dag", "")
    try:
        day = date.fromisoformat(last) if last else None
    except ValueError as problem:
        raise Weigering("Kies een bestaande dag. [datum_ongeldig]") from problem
    end_aanstelling(aanstelling=key, laatste_dag=day, door=door, now=timezone.now())
    return "De rol is beëindigd."


def _lead(request: HttpRequest, key: UUID, door: Actor) -> str:
    on = request.POST.get("aan") == "1"
    set_teambeheer(aanstelling=key, aan=on, door=door, now=timezone.now())
    return "Deze persoon regelt nu het team." if on else "Deze persoon regelt het team niet meer."


def _unlock(_request: HttpRequest, key: UUID, door: Actor) -> str:
    unlock(gebruiker=get_account(gebruiker=key, door=door), door=door, now=timezone.now())
    return "Het account kan weer proberen aan te melden."


def _sessions(_request: HttpRequest, key: UUID, door: Actor) -> str:
    who = get_account(gebruiker=key, door=door)
    end_sessies_of(gebruiker=who.id, reden="beheer", door=door, now=timezone.now())
    return "Alle sessies van dit account zijn beëindigd."


def _link(_request: HttpRequest, key: UUID, door: Actor) -> str:
    who = get_account(gebruiker=key, door=door)
    ask_link(gebruiker=who, soort="vergeten", door=door, now=timezone.now())
    return "Er gaat een mail uit met een link om een wachtwoord te kiezen."


def _factors(_request: HttpRequest, key: UUID, door: Actor) -> str:
    remove_factoren(gebruiker=key, door=door, now=timezone.now())
    return "De tweede stap is weggehaald. Bij het aanmelden stelt deze persoon een nieuwe in."


def _account(_request: HttpRequest, key: UUID, door: Actor) -> str:
    end_account(gebruiker=key, door=door, now=timezone.now())
    return "Het account is beëindigd."


HANDELINGEN: Final[dict[str, Callable[[HttpRequest, UUID, Actor], str]]] = {
    "beeindig": _end,
    "teambeheer": _lead,
    "ontgrendel": _unlock,
    "sessies": _sessions,
    "link": _link,
    "factoren": _factors,
    "account": _account,
}
