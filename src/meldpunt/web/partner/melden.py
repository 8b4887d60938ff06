"""Say something about own signalen: one, a selection or a file; shown once more before it is sent."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from meldpunt.aanlevering.parsers import BestandFout
from meldpunt.terugkoppeling.berichtbestand import GRENZEN, Bestandsregel, read_berichtbestand
from meldpunt.terugkoppeling.partnerberichten import (
    MEEST,
    Berichtopdracht,
    Berichtuitkomst,
    report_bericht,
    report_berichten,
)
from meldpunt.terugkoppeling.partnerlijsten import list_gekozen
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel
from meldpunt.web.opmaak import euro_cent, meervoud
from meldpunt.web.partner.bestanden import give_lijst
from meldpunt.web.partner.formulieren import Meldformulier
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.rijen import VERVALLEN
from meldpunt.web.partner.signaal import show_signaal
from meldpunt.web.partner.woorden import BERICHTSOORT
from meldpunt.web.upload import Inkomend

UITLEG = [
    {"naam": "klantnummer", "waarde": "zoals u het aanleverde"},
    {"naam": "referentie", "waarde": "nodig als de klant meer vorderingen heeft"},
    {"naam": "soort", "waarde": ", ".join(BERICHTSOORT)},
    {"naam": "datum", "waarde": "bijvoorbeeld 31-12-2026"},
    {"naam": "toelichting", "waarde": "mag leeg blijven"},
]
# A page of a list is what can be chosen at once.
GEKOZEN = 50


@for_rol("partner")
@require_POST
def meld_een(request: ActorRequest, signaal: UUID) -> HttpResponse:
    """Say something about one signaal, from its own page."""
    form = Meldformulier(request.POST)
    if not form.is_valid():
        return show_signaal(request, signaal, formulier=form, status=422)
    try:
        report_bericht(
            opdracht=Berichtopdracht(signaal=signaal, **form.cleaned_data),
            door=request.actor,
            now=timezone.now(),
        )
    except Weigering as weigering:
        form.add_error(None, str(weigering))
        return show_signaal(request, signaal, formulier=form, status=422)
    messages.success(request, "Uw bericht is verwerkt. Dit signaal telt niet meer mee.")
    return redirect("partner:signaal", signaal)


@for_rol("partner")
@require_POST
def melden(request: ActorRequest) -> HttpResponse:
    """Show a selection once more, and say it when that is confirmed."""
    keys = [key for key in map(find_sleutel, request.POST.getlist("kies")) if key is not None][:GEKOZEN]
    chosen = list_gekozen(door=request.actor, sleutels=keys)
    if not chosen:
        messages.info(request, "Kies eerst een of meer signalen. [niets_gekozen]")
        return redirect("partner:signalen")
    confirmed = "bevestig" in request.POST
    form = (
        Meldformulier(request.POST)
        if confirmed
        else Meldformulier(initial={"soort": request.POST.get("soort"), "datum": timezone.localdate()})
    )
    if confirmed and form.is_valid():
        opdrachten = [Berichtopdracht(signaal=regel.id, **form.cleaned_data) for regel in chosen]
        return _say(request, report_berichten(opdrachten=opdrachten, door=request.actor, now=timezone.now()))
    record_inzage(
        request,
        "signalen_ingezien",
        objectsoort="signaalpartner",
        object=str(request.actor.partner),
        signalen=[regel.id for regel in chosen],
    )
    context = {
        "formulier": form,
        "gekozen": [_chosen(regel) for regel in chosen],
        "inzage_reden": REDEN,
    }
    return render(request, "partner/melden.html", context, status=422 if confirmed else 200)


def _chosen(regel: Any) -> dict[str, Any]:
    return {
        "id": regel.id,
        "klantnummer": regel.klantnummer or VERVALLEN,
        "referentie": regel.referentie,
        "type": regel.type_vordering,
        "bedrag": euro_cent(regel.bedrag_cent),
    }


def _say(request: ActorRequest, uitkomsten: list[Berichtuitkomst]) -> HttpResponse:
    done = sum(uitkomst.gelukt for uitkomst in uitkomsten)
    if done:
        messages.success(request, f"{meervoud(done, 'bericht', 'berichten')} verwerkt.")
    for bezwaar, count in Counter(u.bezwaar for u in uitkomsten if u.bezwaar).items():
        messages.warning(request, f"{meervoud(count, 'signaal', 'signalen')} overgeslagen: {bezwaar}")
    return redirect("partner:signalen")


@for_rol("partner")
@require_http_methods(["GET", "POST"])
def bestand(request: ActorRequest) -> HttpResponse:
    """Take in a file with messages, and say per row what came of it."""
    upload = request.FILES.get("bestand")
    if request.method == "GET":
        return _form(request)
    if not isinstance(upload, Inkomend):
        return _form(request, fout="Kies een bestand van uw computer. [bestand_ontbreekt]")
    if upload.size is not None and upload.size > GRENZEN.bytes:
        limit = GRENZEN.bytes // 1024**2
        return _form(request, fout=f"Dit bestand is groter dan {limit} MB. Splits het. [bestand_te_groot]")
    naam = upload.name or "bestand"
    try:
        with upload.hold() as path:
            regels = read_berichtbestand(path, naam=naam, door=request.actor)
        opdrachten = [opdracht for regel in regels for opdracht in regel.opdrachten]
        uitkomsten = report_berichten(opdrachten=opdrachten, door=request.actor, now=timezone.now())
    except BestandFout as fout:
        return _form(request, fout=fout.zin)
    except Weigering as weigering:
        return _form(request, fout=str(weigering))
    said = {uitkomst.opdracht: uitkomst.bezwaar for uitkomst in uitkomsten}
    rows = [_row(regel, said) for regel in regels]
    context = {
        "naam": naam,
        "regels": rows,
        "verwerkt": sum(row["gelukt"] for row in rows),
        "overgeslagen": [row for row in rows if not row["gelukt"]],
    }
    return render(request, "partner/melden_uitkomst.html", context)


def _row(regel: Bestandsregel, said: dict[Berichtopdracht, str]) -> dict[str, Any]:
    bezwaren = [bezwaar for opdracht in regel.opdrachten if (bezwaar := said.get(opdracht, ""))]
    bezwaar = regel.bezwaar or (bezwaren[0] if len(bezwaren) == len(regel.opdrachten) and bezwaren else "")
    return {
        "regel": regel.regel,
        "klantnummer": regel.klantnummer,
        "referentie": regel.referentie,
        "soort": BERICHTSOORT.get(regel.soort, regel.soort),
        "gelukt": not bezwaar,
        "bezwaar": bezwaar,
    }


def _form(request: ActorRequest, *, fout: str = "") -> HttpResponse:
    context = {
        "fout": fout,
        "meest": MEEST,
        "uitleg": UITLEG,
        "kruimels": [
            {"titel": "Mijn signalen", "url": reverse("partner:signalen")},
            {"titel": "Melden met een bestand"},
        ],
    }
    return render(request, "partner/melden_bestand.html", context, status=422 if fout else 200)


@for_rol("partner")
def voorbeeld(request: ActorRequest, formaat: str) -> HttpResponse:
    """Give an empty file with the columns of a message."""
    return give_lijst(
        ["klantnummer", "referentie", "soort", "datum", "toelichting"],
        [],
        naam="berichten-voorbeeld",
        formaat=formaat,
    )
