"""Covenants: where each stands, every value with its article, and who takes part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.partijen import actions
from meldpunt.partijen.overzicht import (
    PAGE,
    get_convenantstand,
    list_convenantstanden,
    list_gebeurtenissen,
    list_gemeenteregels,
    list_partnerregels,
)
from meldpunt.partijen.register import list_convenanten
from meldpunt.partijen.tekening import GETEKEND, list_tekenstanden
from meldpunt.rules.convenant import Convenant, ConvenantVersie
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.beheer.formulieren import (
    Dagformulier,
    Gebeurtenisformulier,
    Gemeenteformulier,
    Partnerformulier,
)
from meldpunt.web.beheer.waarden import describe_versie
from meldpunt.web.bladeren import find_sleutel

# Three forms with equal field names stand on one page.
ID: Final = {soort: f"{soort}_%s" for soort in ("gebeurtenis", "gemeente", "partner")}
Act = Callable[[ActorRequest, str, dict[str, Any]], str]


@require_GET
@for_rol("beheer")
def lijst(request: ActorRequest) -> HttpResponse:
    """Show every covenant with where it stands."""
    return render(
        request,
        "beheer/convenanten.html",
        {"convenanten": list_convenantstanden(on=timezone.localdate()), "nu": timezone.now()},
    )


@require_GET
@for_rol("beheer")
def een(request: ActorRequest, sleutel: str) -> HttpResponse:
    """Show one covenant: a version's values, its life and who takes part."""
    return _page(request, _convenant(sleutel))


def _convenant(sleutel: str) -> Convenant:
    convenant = list_convenanten().get(sleutel)
    if convenant is None:
        raise Http404
    return convenant


def _page(
    request: ActorRequest, convenant: Convenant, wrong: dict[str, forms.Form] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    versie = _version(convenant, request.GET.get("versie", ""), today)
    gemeenten = list_gemeenteregels(convenant.sleutel, on=today)
    zoek, after = request.GET.get("zoek", "").strip(), find_sleutel(request.GET.get("na", ""))
    partners = list_partnerregels(convenant.sleutel, on=today, zoek=zoek, after=after, size=PAGE + 1)
    own = sorted({(row.code, row.naam) for row in gemeenten}, key=lambda one: one[1])
    fresh: dict[str, forms.Form] = {
        "gebeurtenis": Gebeurtenisformulier(auto_id=ID["gebeurtenis"]),
        "gemeente": Gemeenteformulier(versie=versie, auto_id=ID["gemeente"]),
        "partner": Partnerformulier(versie=versie, gemeenten=own, auto_id=ID["partner"]),
    }
    return render(
        request,
        "beheer/convenant.html",
        {
            "stand": get_convenantstand(convenant.sleutel, on=today),
            "cv": versie,
            "hoofdstukken": describe_versie(versie, vorige=_before(convenant, versie)),
            "tabs": _tabs(convenant, versie),
            "gemeenten": gemeenten,
            "ongetekend": _unsigned(convenant.sleutel, today),
            "partners": partners[:PAGE],
            "zoek": zoek,
            "volgende_url": _next(request, partners[PAGE - 1].id) if len(partners) > PAGE else "",
            "gebeurtenissen": list_gebeurtenissen(convenant.sleutel),
            "formulieren": {**fresh, **(wrong or {})},
            "dagformulier": Dagformulier(initial={"dag": today}, auto_id=False),
            "today": today,
            "kruimels": [
                {"titel": "Convenanten", "url": reverse("beheer:convenanten")},
                {"titel": convenant.titel},
            ],
        },
        status=422 if wrong else 200,
    )


def _next(request: ActorRequest, last: UUID) -> str:
    return f"?{urlencode({**request.GET.dict(), 'na': str(last)})}#partners"


def _unsigned(sleutel: str, today: date) -> str:
    """Name the municipalities whose privacy officer has not signed what partners may know; empty when all did."""
    standen = [s for s in list_tekenstanden(on=today, convenant=sleutel) if s.stand != GETEKEND]
    if not standen:
        return ""
    names = ", ".join(stand.gemeentenaam for stand in standen[:20])
    more = f" en {len(standen) - 20} andere" if len(standen) > 20 else ""
    return (
        f"Nog niet getekend, of veranderd sinds de handtekening: {names}{more}. Partners krijgen gewoon bericht. "
        "Vraag de privacyfunctionaris van elke gemeente om te tekenen."
    )


def _version(convenant: Convenant, text: str, today: date) -> ConvenantVersie:
    named = next((one for one in convenant.versies if one.vanaf.isoformat() == text), None)
    return named or convenant.version_on(today)


def _before(convenant: Convenant, versie: ConvenantVersie) -> ConvenantVersie | None:
    place = convenant.versies.index(versie)
    return convenant.versies[place - 1] if place else None


def _tabs(convenant: Convenant, shown: ConvenantVersie) -> list[dict[str, Any]]:
    return [
        {"titel": f"Vanaf {one.vanaf:%d-%m-%Y}", "url": f"?versie={one.vanaf}", "actief": one is shown}
        for one in reversed(convenant.versies)
    ]


def _join_gemeente(request: ActorRequest, sleutel: str, given: dict[str, Any]) -> str:
    actions.join_gemeente(convenant=sleutel, door=request.actor, now=timezone.now(), **given)
    return "De gemeente is toegetreden."


def _join_partner(request: ActorRequest, sleutel: str, given: dict[str, Any]) -> str:
    partner = UUID(given.pop("partner"))
    actions.join_partner(convenant=sleutel, partner=partner, door=request.actor, now=timezone.now(), **given)
    return "De partner is toegetreden."


def _gebeurtenis(request: ActorRequest, sleutel: str, given: dict[str, Any]) -> str:
    actions.record_convenantgebeurtenis(convenant=sleutel, door=request.actor, now=timezone.now(), **given)
    return "Vastgelegd. Nieuwe aanleveringen worden er meteen naar beoordeeld."


ACTS: Final[dict[str, Act]] = {
    "gemeente": _join_gemeente,
    "partner": _join_partner,
    "gebeurtenis": _gebeurtenis,
}


def _form(soort: str, request: ActorRequest, convenant: Convenant) -> forms.Form:
    today = timezone.localdate()
    versie = convenant.version_on(today)
    if soort == "gebeurtenis":
        return Gebeurtenisformulier(request.POST, auto_id=ID[soort])
    if soort == "gemeente":
        return Gemeenteformulier(request.POST, versie=versie, auto_id=ID[soort])
    own = [(row.code, row.naam) for row in list_gemeenteregels(convenant.sleutel, on=today)]
    return Partnerformulier(request.POST, versie=versie, gemeenten=own, auto_id=ID[soort])


@require_POST
@for_rol("beheer")
def leg_vast(request: ActorRequest, sleutel: str, soort: str) -> HttpResponse:
    """Let a municipality or partner join, or record what happens to the covenant."""
    convenant = _convenant(sleutel)
    if soort not in ACTS:
        raise Http404
    formulier = _form(soort, request, convenant)
    if formulier.is_valid():
        try:
            told = ACTS[soort](request, sleutel, dict(formulier.cleaned_data))
        except Weigering as weigering:
            formulier.add_error(None, str(weigering))
        else:
            messages.success(request, told)
            return redirect("beheer:convenant", sleutel)
    return _page(request, convenant, {soort: formulier})


@require_POST
@for_rol("beheer")
def zet_dag(request: ActorRequest, sleutel: str, soort: str, deelname: UUID) -> HttpResponse:
    """Set the last day of a participation, or the day on which a condition was met."""
    convenant = _convenant(sleutel)
    formulier = Dagformulier(request.POST)
    if not formulier.is_valid():
        messages.error(request, "Kies een bestaande dag. [datum_ongeldig]")
        return redirect("beheer:convenant", convenant.sleutel)
    who: dict[str, Any] = {"deelname": deelname, "door": request.actor, "now": timezone.now()}
    dag = formulier.cleaned_data["dag"]
    try:
        match soort:
            case "einde-gemeente":
                actions.end_gemeente(tot=dag, **who)
            case "einde-partner":
                actions.end_partner(tot=dag, **who)
            case "besluit" | "geld":
                actions.meet_voorwaarde(voorwaarde=soort, op=dag, **who)
            case _:
                raise Http404
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, "Vastgelegd.")
    return redirect("beheer:convenant", convenant.sleutel)
