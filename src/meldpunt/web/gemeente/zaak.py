"""The page of one zaak, and the acts that its buttons stand for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld, find_vorige, get_zaak, list_personen
from meldpunt.matching.uitleg import explain_zaak
from meldpunt.matching.vragen import list_besluiten_of_zaak
from meldpunt.opvolging import actions as opvolging
from meldpunt.opvolging.queries import GEEN, count_pogingen, list_gebeurtenissen
from meldpunt.opvolging.termijnen import list_termijnen
from meldpunt.rules.statussen import OvergangFout
from meldpunt.terugkoppeling.zaak import list_gemeld
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.controles import find_beperking
from meldpunt.web.gemeente.formulieren import Pogingformulier
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.melden import queue_terugkoppeling
from meldpunt.web.gemeente.paneel import Zaakpagina
from meldpunt.web.gemeente.panelen import make_panelen
from meldpunt.web.gemeente.postvak import ROLLEN
from meldpunt.web.gemeente.stap import make_omstandigheid, next_step
from meldpunt.web.gemeente.tijdlijn import make_tijdlijn
from meldpunt.web.gemeente.woorden import title_of, write_adres, write_plaats
from meldpunt.web.gemeente.zaakscherm import (
    make_badges,
    make_feiten,
    make_klokken,
    make_persoon,
)
from meldpunt.web.opmaak import datum
from meldpunt.werkvoorraad.queries import list_teams

INZAGE = "U werkt aan deze zaak (Wgs art. 3 lid 1 onder b)."


@require_GET
@for_rol(*ROLLEN)
def toon(request: ActorRequest, gemeente: str, zaak: UUID) -> HttpResponse:
    """Show a zaak."""
    return show_zaak(request, gemeente, zaak)


def show_zaak(
    request: ActorRequest, gemeente: str, zaak: UUID, *, formulier: Pogingformulier | None = None
) -> HttpResponse:
    """Show a zaak, with a form that was not right when there is one."""
    beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=request.actor)
    personen = list_personen(zaak=zaak, gemeente=gemeente, door=request.actor)
    note_inzage(
        request.actor,
        handeling="zaak_ingezien",
        objectsoort="zaak",
        object=str(zaak),
        gemeente=gemeente,
        personen=[persoon.id for persoon in personen],
    )
    today = timezone.localdate()
    poging = formulier or _make_poging(request, beeld, personen)
    besluiten = list_besluiten_of_zaak(zaak=zaak, gemeente=gemeente, door=request.actor)
    context = {
        **head_of(beeld),
        **_story(request, beeld, personen, today=today),
        "personen": [make_persoon(p, versie=version_of(beeld), actor=request.actor) for p in personen],
        "besluiten": besluiten,
        "te_beslissen": [b for b in besluiten if b.zelfde is None],
        "waarom": explain_zaak(beeld),
        "vorige": find_vorige(beeld, door=request.actor),
        "formulier": poging,
        "mijn": beeld.behandelaar == request.actor.gebruiker,
    }
    return render(request, "gemeente/zaak.html", context, status=422 if formulier else 200)


def _make_poging(
    request: ActorRequest,
    zaak: Zaakbeeld,
    personen: list[Persoonbeeld],
    *,
    gegeven: QueryDict | None = None,
) -> Pogingformulier:
    """Make the form of an attempt; where nobody goes alone it asks whether that was so."""
    beperking = find_beperking(request, zaak, personen, on=timezone.localdate())
    return Pogingformulier(gegeven, personen=personen, now=timezone.now(), niet_alleen=beperking.niet_alleen)


def head_of(zaak: Zaakbeeld) -> dict[str, Any]:
    """Give what the head of each page of a zaak shows."""
    return {
        "zaak": zaak,
        "adres": write_adres(zaak),
        "plaats": " ".join(p for p in (write_plaats(zaak), zaak.woonplaats or zaak.gemeentenaam) if p),
        "inzage_reden": INZAGE,
        "inzage_bovenaan": True,
    }


def version_of(zaak: Zaakbeeld) -> str:
    """Write which version of which covenant judged a zaak."""
    return f"{title_of(zaak.convenant)}, versie {datum(zaak.versie)}"


def _story(
    request: ActorRequest, zaak: Zaakbeeld, personen: list[Persoonbeeld], *, today: date
) -> dict[str, Any]:
    stand = count_pogingen([(zaak.gemeente, zaak.id)], door=request.actor).get(zaak.id, GEEN)
    teams = list_teams(gemeenten=[zaak.gemeente])
    names = {team.sleutel: team.naam for team in teams}
    panelen = make_panelen(Zaakpagina(request, zaak, personen, stand, today))
    beperking = find_beperking(request, zaak, personen, on=today).iedereen
    om = make_omstandigheid(panelen, beperking=beperking, ingetrokken=_is_recalled(personen))
    return {
        "panelen": panelen,
        "badges": make_badges(zaak, stand),
        "klokken": make_klokken(list_termijnen(zaak=zaak.id, gemeente=zaak.gemeente, today=today)),
        "stap": next_step(zaak, stand, request.actor, om),
        "tijdlijn": make_tijdlijn(
            list_gebeurtenissen(zaak, personen), list_gemeld(zaak, personen), teams=names
        ),
        "feiten": make_feiten(zaak, teamnaam=names.get(zaak.team, zaak.team), today=today),
        "open": zaak.status in {"nieuw", "in_behandeling"},
    }


def _is_recalled(personen: list[Persoonbeeld]) -> bool:
    """Say whether no signaal of the zaak stands any more."""
    signalen = [signaal for persoon in personen for signaal in persoon.signalen]
    return bool(signalen) and not any(signaal.telt for signaal in signalen)


def acts_on_zaak(
    act: Callable[[ActorRequest, str, UUID], HttpResponseBase | str],
) -> Callable[..., HttpResponseBase]:
    """Let a view do an act and go back to the zaak; a refusal stands there as a message.

    A view that returns a sentence did its act; one that returns a page wants that page shown.
    """

    @require_POST
    @for_rol(*ROLLEN)
    def view(request: ActorRequest, /, gemeente: str, zaak: UUID) -> HttpResponseBase:
        try:
            said = act(request, gemeente, zaak)
        except (Weigering, OvergangFout) as refusal:
            messages.error(request, str(refusal))
        else:
            if isinstance(said, HttpResponseBase):
                return said
            messages.success(request, said)
            queue_terugkoppeling()
        return redirect("gemeente:zaak", gemeente, zaak)

    return view


@acts_on_zaak
def pak_op(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Take the zaak in hand."""
    opvolging.take_zaak(zaak=zaak, gemeente=gemeente, door=request.actor, now=timezone.now())
    return "U heeft de zaak opgepakt. De partners horen dat de gemeente contact zoekt."


@acts_on_zaak
def neem_over(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Take the zaak over from a colleague."""
    opvolging.take_over_zaak(zaak=zaak, gemeente=gemeente, door=request.actor, now=timezone.now())
    return "U heeft de zaak overgenomen."


@acts_on_zaak
def leg_poging_vast(request: ActorRequest, gemeente: str, zaak: UUID) -> HttpResponseBase | str:
    """Record an attempt; which button was pressed says whether somebody was reached."""
    beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=request.actor)
    personen = list_personen(zaak=zaak, gemeente=gemeente, door=request.actor)
    form = _make_poging(request, beeld, personen, gegeven=request.POST)
    if not form.is_valid():
        return show_zaak(request, gemeente, zaak, formulier=form)
    reached = request.POST.get("bereikt") == "ja"
    opvolging.record_contactpoging(
        zaak=beeld.id,
        gemeente=gemeente,
        soort=form.cleaned_data["soort"],
        bereikt=reached,
        datum=form.cleaned_data["datum"],
        dagdeel=form.cleaned_data["dagdeel"],
        notitie=form.cleaned_data["notitie"],
        persoon=form.voor,
        niet_alleen=form.cleaned_data.get("niet_alleen", False),
        door=request.actor,
        now=timezone.now(),
    )
    return f"Vastgelegd: {form.cleaned_data['soort']}, {'bereikt' if reached else 'niet bereikt'}."


@acts_on_zaak
def heropen(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Open a closed zaak again."""
    opvolging.reopen_zaak(
        zaak=zaak,
        gemeente=gemeente,
        reden=request.POST.get("reden", ""),
        door=request.actor,
        now=timezone.now(),
    )
    return "De zaak is heropend en staat op uw naam."
