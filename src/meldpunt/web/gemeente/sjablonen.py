"""The texts of a municipality: as whom it writes, every template with its versions, and an example before saving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meldpunt.correspondentie import sjablonen as acts
from meldpunt.correspondentie.queries import Sjabloonregel, list_sjablonen, list_versies
from meldpunt.correspondentie.sjablonen import Sjabloontekst, Sjabloonweigering
from meldpunt.correspondentie.voorbeelden import list_voorbeelden
from meldpunt.correspondentie.voorproef import preview_sjabloon, print_voorproef
from meldpunt.partijen.afzenders import find_afzender, save_afzender
from meldpunt.rules.sjablonen import PLAATSHOUDERS
from meldpunt.rules.talen import TALEN
from meldpunt.toegang.policies import check_coordinate
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.bestanden import give_pdf
from meldpunt.web.gemeente.keuze import choose, filter_velden
from meldpunt.web.gemeente.sjabloonformulieren import (
    KANALEN,
    Afzenderformulier,
    Sjabloonformulier,
    make_afzenderformulier,
)

MET_PDF = frozenset({"brief", "kaartje"})


@require_GET
@for_rol("coordinator")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the templates in use and the sender."""
    return _page(request, None)


def _page(request: ActorRequest, formulier: Afzenderformulier | None) -> HttpResponse:
    keuze = choose(request)
    rows = list_sjablonen(gemeente=keuze.gemeente)
    sender = find_afzender(keuze.gemeente)
    known = {(row.sleutel, row.taal) for row in rows}
    groups = [(titel, _rows(rows, kanaal)) for kanaal, titel in KANALEN.items()]
    context = {
        "keuze": keuze,
        "velden": [veld for veld in filter_velden(keuze) if veld["naam"] == "gemeente"],
        "groepen": [(titel, found) for titel, found in groups if found],
        "nieuwe_voorbeelden": sum((v.sleutel, v.taal) not in known for v in list_voorbeelden()),
        "afzender": sender,
        "formulier": formulier
        or make_afzenderformulier(sender, antwoordadres=request.build_absolute_uri("/reageren/")),
    }
    return render(request, "gemeente/sjablonen.html", context, status=422 if formulier else 200)


def _rows(rows: list[Sjabloonregel], kanaal: str) -> list[dict[str, Any]]:
    """Give the texts of a channel, Dutch first and the other languages behind it."""
    own = sorted((r for r in rows if r.kanaal == kanaal), key=lambda r: (r.sleutel, r.taal != "nl", r.taal))
    return [{"regel": r, "taal": TALEN[r.taal].naam if r.taal in TALEN else r.taal} for r in own]


@require_POST
@for_rol("coordinator")
def afzender(request: ActorRequest) -> HttpResponse:
    """Set as whom the municipality writes."""
    keuze = choose(request)
    form = make_afzenderformulier(None, antwoordadres="", gegeven=request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        save_afzender(gemeente=keuze.gemeente, gegevens=form.read(), door=request.actor, now=timezone.now())
    except Weigering as weigering:
        form.add_error(None, str(weigering))
        return _page(request, form)
    messages.success(request, "De afzender staat. Nieuwe brieven krijgen deze gegevens.")
    return redirect(_home(keuze.gemeente))


@require_POST
@for_rol("coordinator")
def neem_over(request: ActorRequest) -> HttpResponse:
    """Adopt the example texts that are not there yet."""
    keuze = choose(request)
    count = acts.adopt_voorbeelden(gemeente=keuze.gemeente, door=request.actor, now=timezone.now())
    messages.success(request, f"{count} voorbeeldteksten overgenomen. Pas ze aan waar dat nodig is.")
    return redirect(_home(keuze.gemeente))


@require_http_methods(["GET", "POST"])
@for_rol("coordinator")
def nieuw(request: ActorRequest) -> HttpResponse:
    """Write a new text, or an existing one in another language."""
    keuze = choose(request)
    asked = request.POST if request.method == "POST" else request.GET
    sleutel = asked.get("sleutel", "")
    begin = next((r for r in list_sjablonen(gemeente=keuze.gemeente) if r.sleutel == sleutel), None)
    initial = {"taal": "nl", "kanaal": "brief"}
    if begin is not None:
        initial = {"naam": begin.naam, "kanaal": begin.kanaal, "taal": asked.get("taal", "en")}
    if request.method == "GET":
        if list_versies(gemeente=keuze.gemeente, sleutel=sleutel, taal=asked.get("taal", "")):
            return redirect("gemeente:sjabloon", keuze.gemeente, sleutel, asked["taal"])
        return _editor(request, keuze.gemeente, Sjabloonformulier(initial=initial), sleutel=sleutel)
    return _try(request, keuze.gemeente, Sjabloonformulier(request.POST), sleutel=sleutel)


@require_http_methods(["GET", "POST"])
@for_rol("coordinator")
def bewerk(request: ActorRequest, gemeente: str, sleutel: str, taal: str) -> HttpResponse:
    """Show a text with its versions; a POST shows the example or saves a new version."""
    check_coordinate(request.actor, gemeente=gemeente)
    versions = list_versies(gemeente=gemeente, sleutel=sleutel, taal=taal)
    if not versions:
        messages.error(request, "Dit sjabloon is er niet. [sjabloon_onbekend]")
        return redirect(_home(gemeente))
    newest = versions[0]
    if request.method == "POST":
        form = Sjabloonformulier(request.POST, vast=True)
        return _try(request, gemeente, form, sleutel=sleutel, versions=versions)
    initial = {
        "naam": newest.naam,
        "kanaal": newest.kanaal,
        "taal": newest.taal,
        "onderwerp": newest.onderwerp,
        "tekst": newest.tekst,
    }
    form = Sjabloonformulier(initial=initial, vast=True)
    shown = preview_sjabloon(_text_of(newest), gemeente=gemeente, on=timezone.localdate())
    return _editor(request, gemeente, form, sleutel=sleutel, versions=versions, voorproef=shown)


def _text_of(row: Sjabloonregel) -> Sjabloontekst:
    return Sjabloontekst(
        sleutel=row.sleutel,
        kanaal=row.kanaal,
        taal=row.taal,
        naam=row.naam,
        onderwerp=row.onderwerp,
        tekst=row.tekst,
    )


def _try(
    request: ActorRequest,
    gemeente: str,
    form: Sjabloonformulier,
    *,
    sleutel: str,
    versions: list[Sjabloonregel] | None = None,
) -> HttpResponse:
    """Do what the pressed button says with a text that was filled in."""
    shown: Any = None
    if form.is_valid():
        text, today = form.read(sleutel), timezone.localdate()
        try:
            match request.POST.get("stap"):
                case "vast":
                    saved = acts.save_sjabloon(
                        gemeente=gemeente,
                        inhoud=text,
                        nieuw=not versions,
                        door=request.actor,
                        now=timezone.now(),
                    )
                    messages.success(request, f"‘{saved.naam}’ is vastgesteld als versie {saved.versie}.")
                    return redirect("gemeente:sjabloon", gemeente, saved.sleutel, saved.taal)
                case "pdf" if text.kanaal in MET_PDF:
                    printed = print_voorproef(text, gemeente=gemeente, on=today)
                    return give_pdf(printed, "voorbeeld.pdf", inline=True)
                case _:
                    shown = preview_sjabloon(text, gemeente=gemeente, on=today)
        except Sjabloonweigering as weigering:
            for zin in weigering.zinnen:
                form.add_error("tekst", zin)
    return _editor(request, gemeente, form, sleutel=sleutel, versions=versions or [], voorproef=shown)


def _editor(  # noqa: PLR0913 - what the page of one text shows
    request: ActorRequest,
    gemeente: str,
    form: Sjabloonformulier,
    *,
    sleutel: str,
    versions: list[Sjabloonregel] | tuple[()] = (),
    voorproef: Any = None,
) -> HttpResponse:
    newest = versions[0] if versions else None
    kanaal = str(form["kanaal"].value() or "brief")
    context = {
        "gemeente": gemeente,
        "sleutel": sleutel,
        "formulier": form,
        "versies": versions,
        "huidig": newest,
        "taalnaam": TALEN[newest.taal].naam if newest else "",
        "kanaal": kanaal,
        "kanaalnaam": KANALEN.get(kanaal, ""),
        "met_pdf": kanaal in MET_PDF,
        "plaatshouders": PLAATSHOUDERS.values()
        if newest is None
        else [p for p in PLAATSHOUDERS.values() if kanaal in p.kanalen],
        "andere_talen": [t for t in TALEN.values() if newest and t.code != newest.taal],
        "voorproef": voorproef,
        "kruimels": [
            {"titel": "Sjablonen", "url": _home(gemeente)},
            {"titel": newest.naam if newest else "Nieuwe tekst"},
        ],
    }
    return render(request, "gemeente/sjabloon.html", context, status=422 if form.errors else 200)


@require_POST
@for_rol("coordinator")
def stop(request: ActorRequest, gemeente: str, sleutel: str, taal: str) -> HttpResponse:
    """Stop using a text."""
    try:
        acts.retire_sjabloon(
            gemeente=gemeente, sleutel=sleutel, taal=taal, door=request.actor, now=timezone.now()
        )
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, "Het sjabloon wordt niet meer gebruikt. De versies blijven bewaard.")
    return redirect(_home(gemeente))


def _home(gemeente: str) -> str:
    return f"{reverse('gemeente:sjablonen')}?gemeente={gemeente}"
