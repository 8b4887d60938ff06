"""Per delivery: which signalen are handled and which are not, within the term of the covenant."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from meldpunt.bewaring.uitgifte import issue_bestand
from meldpunt.terugkoppeling.selectie import (
    Selectiebericht,
    get_selectiebericht,
    list_selectieberichten,
    list_selectieregels,
)
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel, page_of
from meldpunt.web.opmaak import bestandsnaam, datum, duizend, euro_cent
from meldpunt.web.partner.bestanden import GRENS, give_persoonslijst, write_cent
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.lijsten import give_paging
from meldpunt.web.partner.rijen import VERVALLEN, title_of
from meldpunt.web.partner.tabs import tabs_of_terugkoppelingen
from meldpunt.web.partner.woorden import SELECTIE

PAGE = 25


@for_rol("partner")
def selectieberichten(request: ActorRequest) -> HttpResponse:
    """List the notices of this partner's deliveries, newest first."""
    before = find_sleutel(request.GET.get("voor", ""))
    found = list_selectieberichten(door=request.actor, before=before, size=PAGE + 1)
    shown = found[:PAGE]
    context = {
        "tabs": tabs_of_terugkoppelingen("selectie"),
        "berichten": [_notice(bericht) for bericht in shown],
        "paginering": _paging(request, shown, has_more=len(found) > PAGE),
    }
    return render(request, "partner/selectieberichten.html", context)


def _paging(request: ActorRequest, shown: list[Selectiebericht], *, has_more: bool) -> dict[str, Any]:
    last = str(shown[-1].aanlevering) if shown else ""
    return page_of(request, shown=len(shown), last=last, has_more=has_more, eenheid="aanleveringen")


def _notice(bericht: Selectiebericht) -> dict[str, Any]:
    today = timezone.localdate()
    waits = bericht.telling["wacht"]
    late = bool(waits and bericht.uiterlijk and bericht.uiterlijk < today)
    return {
        "url": reverse("partner:selectiebericht", args=[bericht.aanlevering]),
        "naam": bestandsnaam(bericht.bestandsnaam),
        "convenant": title_of(bericht.convenant),
        "aanleverdatum": bericht.aanleverdatum,
        "uiterlijk": bericht.uiterlijk,
        "artikel": bericht.artikel,
        "telling": bericht.telling,
        "stand": ("Te laat", "gevaar")
        if late
        else ("Compleet", "goed")
        if not waits
        else ("Nog niet compleet", "info"),
    }


@for_rol("partner")
def selectiebericht(request: ActorRequest, aanlevering: UUID) -> HttpResponse:
    """Show the notice of one delivery, with every signaal in it."""
    bericht = get_selectiebericht(aanlevering=aanlevering, door=request.actor)
    before = find_sleutel(request.GET.get("voor", ""))
    found = list_selectieregels(aanlevering=aanlevering, door=request.actor, before=before, size=51)
    record_inzage(
        request,
        "selectiebericht_ingezien",
        objectsoort="aanlevering",
        object=str(aanlevering),
        signalen=[regel.id for regel, _ in found[:50]],
    )
    context = {
        "bericht": _notice(bericht),
        "aanlevering": aanlevering,
        "tegels": [
            {"naam": SELECTIE[key][0], "getal": duizend(count), "toon": SELECTIE[key][1]}
            for key, count in bericht.telling.items()
            if count or key != "afgemeld"
        ],
        "regels": [_line(regel, uitkomst) for regel, uitkomst in found[:50]],
        "paginering": give_paging(
            request, [regel for regel, _ in found[:50]], has_more=len(found) > 50, eenheid="signalen"
        ),
        "inzage_reden": REDEN,
        "kruimels": [
            {"titel": "Terugkoppelingen", "url": reverse("partner:selectieberichten")},
            {"titel": bestandsnaam(bericht.bestandsnaam)},
        ],
    }
    return render(request, "partner/selectiebericht.html", context)


def _line(regel: Any, uitkomst: str) -> dict[str, Any]:
    return {
        "url": reverse("partner:signaal", args=[regel.id]),
        "klantnummer": regel.klantnummer or VERVALLEN,
        "referentie": regel.referentie,
        "stand": SELECTIE[uitkomst],
        "sinds": datum(regel.gemeld_op),
        "type": regel.type_vordering,
        "bedrag": euro_cent(regel.bedrag_cent),
    }


@for_rol("partner")
def selectie_bestand(request: ActorRequest, aanlevering: UUID, formaat: str) -> HttpResponse:
    """Give the notice of one delivery as a file."""
    bericht = get_selectiebericht(aanlevering=aanlevering, door=request.actor)
    found = list_selectieregels(aanlevering=aanlevering, door=request.actor, size=GRENS)
    record_inzage(
        request,
        "selectiebericht_gedownload",
        objectsoort="aanlevering",
        object=str(aanlevering),
        signalen=[regel.id for regel, _ in found],
    )
    kop = ["klantnummer", "referentie", "type_vordering", "bedrag", "gemeente", "opgepakt", "gemeld_op"]
    lines = (
        (
            regel.klantnummer,
            regel.referentie,
            regel.type_vordering,
            write_cent(regel.bedrag_cent),
            regel.gemeente,
            SELECTIE[uitkomst][0],
            timezone.localdate(regel.gemeld_op).isoformat() if regel.gemeld_op else "",
        )
        for regel, uitkomst in found
    )
    uitgifte = issue_bestand(soort="selectie", door=request.actor, now=timezone.now())
    return give_persoonslijst(
        kop, lines, naam=f"selectie-{bericht.aanleverdatum}", formaat=formaat, uitgifte=uitgifte
    )
