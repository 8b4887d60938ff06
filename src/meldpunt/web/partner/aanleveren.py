"""Handing in a file, and mapping its columns when we do not know them all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.actions import Inzending, discard_concept
from meldpunt.aanlevering.kolomkaart import KolomkaartFout
from meldpunt.aanlevering.parsers import BestandFout
from meldpunt.aanlevering.queries import Aanlevering, get_aanlevering
from meldpunt.aanlevering.voorproef import Voorproef, judge_begin, make_kolomkaart, read_voorproef
from meldpunt.jobs.taken import choose_kolommen_and_queue, receive_and_queue
from meldpunt.partijen.actions import save_kolomkaart
from meldpunt.partijen.queries import find_last_day, get_partner, list_convenanten_of_partner
from meldpunt.partijen.register import get_convenant, list_convenanten
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.velden import ALLE_VELDEN
from meldpunt.toegang.policies import get_own_partner
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.opmaak import datum, datumtijd
from meldpunt.web.partner.bestanden import give_sjabloon
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.rijen import title_of
from meldpunt.web.partner.woorden import word_of_grond
from meldpunt.web.upload import Inkomend

VOORBEELDEN = 3
TOON_VELDEN = (
    ("klantnummer", "Klantnummer"),
    ("achternaam", "Achternaam"),
    ("postcode", "Postcode"),
    ("huisnummer", "Nr."),
    ("huisletter", "Letter"),
    ("huisnummertoevoeging", "Toev."),
    ("type_vordering", "Type"),
)
GEEN_BESTAND = "Kies een bestand van uw computer. [bestand_ontbreekt]"
GEEN_CONVENANT = "Kies het convenant waarvoor u aanlevert. [convenant_ontbreekt]"


@for_rol("partner")
@require_http_methods(["GET", "POST"])
def aanleveren(request: ActorRequest) -> HttpResponse:
    """Take in a file; when its columns are known it is processed at once, else somebody maps them first."""
    partner = get_partner(get_own_partner(request.actor))
    convenanten = list_convenanten_of_partner(partner, on=timezone.localdate())
    if request.method != "POST":
        return _form(request, convenanten, gekozen=request.GET.get("convenant", ""))
    gekozen = request.POST.get("convenant", "")
    upload = request.FILES.get("bestand")
    fout = _find_fout(gekozen, convenanten, upload)
    if fout or not isinstance(upload, Inkomend):
        return _form(request, convenanten, gekozen=gekozen, fout=fout or GEEN_BESTAND)
    try:
        with upload.hold() as path:
            proef = read_voorproef(
                path,
                naam=upload.name or "bestand",
                partner=partner,
                convenant=gekozen,
                datum=timezone.localdate(),
            )
    except BestandFout as bestandfout:
        return _form(request, convenanten, gekozen=gekozen, fout=bestandfout.zin)
    return _receive(request, upload, proef, convenant=gekozen)


def _find_fout(gekozen: str, convenanten: list[str], upload: object) -> str:
    if gekozen not in convenanten:
        return GEEN_CONVENANT
    if stilstand := _find_stilstand(gekozen):
        return stilstand
    if not isinstance(upload, Inkomend):
        return GEEN_BESTAND
    limit = settings.MELDPUNT_MAX_BESTAND
    if upload.size is not None and upload.size > limit:
        return f"Dit bestand is groter dan {limit // 1024**2} MB. Splits het en lever de delen aan. [bestand_te_groot]"
    return ""


def _find_stilstand(convenant: str) -> str:
    """Say that a covenant is not in force: without it there is no ground to take in anything about a resident."""
    today = timezone.localdate()
    regels, last = get_convenant(convenant), find_last_day(convenant, on=today)
    if regels.is_in_force(today, last):
        return ""
    sinds = f" sinds {datum(last + timedelta(days=1))}" if last is not None and last < today else ""
    return (
        f"{regels.titel} is niet in werking{sinds}. Lever nu niets aan: er wordt niets aangenomen. "
        "Vraag de beheerder van het meldpunt hoe het verder gaat. [convenant_niet_in_werking]"
    )


def _receive(request: ActorRequest, upload: Inkomend, proef: Voorproef, *, convenant: str) -> HttpResponse:
    ontvangst = receive_and_queue(
        inzending=Inzending(
            blokken=upload.chunks(),
            naam=upload.name or "bestand",
            partner=get_partner(get_own_partner(request.actor)),
            convenant=convenant,
            datum=timezone.localdate(),
            kanaal="web",
            kolomkaart=proef.bewaarde_kaart if proef.is_compleet else None,
            wacht_op_kolommen=not proef.is_compleet,
        ),
        door=request.actor,
    )
    aanlevering = ontvangst.aanlevering
    if not ontvangst.nieuw:
        messages.info(
            request,
            f"Dit bestand leverde u al aan op {datumtijd(aanlevering.ontvangen_op)}. Er is niets dubbel opgeslagen: "
            "u ziet hier die eerste aanlevering. [al_aangeleverd]",
        )
    naam = "partner:kolommen" if aanlevering.status == "concept" else "partner:aanlevering"
    return redirect(naam, aanlevering=aanlevering.id)


def _form(request: ActorRequest, convenanten: list[str], *, gekozen: str, fout: str = "") -> HttpResponse:
    today = timezone.localdate()
    shown = gekozen if gekozen in convenanten else (convenanten[0] if len(convenanten) == 1 else "")
    uitleg = shown or (convenanten[0] if convenanten else "")
    versie = get_convenant(uitleg).version_on(today) if uitleg else None
    context = {
        "convenanten": [
            {"sleutel": sleutel, "titel": title_of(sleutel), "gekozen": sleutel == shown}
            for sleutel in convenanten
        ],
        "anderen": [{"sleutel": s, "titel": title_of(s)} for s in convenanten if s != uitleg],
        "fout": fout,
        "stilstand": [zin for zin in map(_find_stilstand, convenanten) if zin and zin != fout],
        "versie_uitleg": versie,
        "sleutel_uitleg": uitleg,
        "velden": _explain(versie) if versie else [],
        "meer": len(convenanten) > 1,
    }
    return render(request, "partner/aanleveren.html", context, status=422 if fout else 200)


def _explain(versie: ConvenantVersie) -> list[dict[str, Any]]:
    """Say of each column whether it is required and why it is asked."""
    return [
        {
            "naam": naam,
            "verplicht": versie.velden[naam].verplicht,
            "doel": versie.velden[naam].doel,
            "artikel": versie.velden[naam].artikel.removeprefix("wet: "),
        }
        for naam in ALLE_VELDEN
        if naam in versie.velden
    ]


@for_rol("partner")
@require_GET
def sjabloon(request: ActorRequest, convenant: str, formaat: str) -> HttpResponse:
    """Give an empty delivery with the columns of a covenant."""
    if convenant not in list_convenanten():
        raise Http404(convenant)
    return give_sjabloon(get_convenant(convenant).version_on(timezone.localdate()), formaat)


@for_rol("partner")
@require_http_methods(["GET", "POST"])
def kolommen(request: ActorRequest, aanlevering: UUID) -> HttpResponse:
    """Map the columns of a waiting delivery, with the first rows as they will be read."""
    row = get_aanlevering(aanlevering, door=request.actor)
    if row.status != "concept":
        return redirect("partner:aanlevering", aanlevering=row.id)
    try:
        with ruw.open_plain(row.id, naam=row.bestandsnaam, digest=row.inhoud_sha256) as path:
            proef = read_voorproef(
                path, naam=row.bestandsnaam, partner=row.partner, convenant=row.convenant, datum=row.datum
            )
    except BestandFout as fout:
        messages.error(request, fout.zin)
        return redirect("partner:aanleveren")
    if request.method != "POST":
        record_inzage(request, "voorbeeld_ingezien", objectsoort="aanlevering", object=str(row.id))
    keuzes = _choices(request, proef)
    if request.method != "POST" or "voorbeeld" in request.POST:
        return _mapping(request, row, proef, keuzes)
    try:
        kaart = make_kolomkaart(keuzes, voorproef=proef)
        _save(request, row, proef, kaart)
    except KolomkaartFout as fout:
        return _mapping(request, row, proef, keuzes, fouten=fout.zinnen)
    except Weigering as weigering:
        messages.error(request, str(weigering))
    return redirect("partner:aanlevering", aanlevering=row.id)


@transaction.atomic
def _save(request: ActorRequest, row: Aanlevering, proef: Voorproef, kaart: dict[str, str]) -> None:
    if "bewaar" in request.POST:
        save_kolomkaart(
            partner=row.partner,
            kop_sha256=proef.kop_sha256,
            kaart=kaart,
            door=request.actor,
            now=timezone.now(),
        )
    choose_kolommen_and_queue(aanlevering=row.id, kolomkaart=kaart, door=request.actor)


def _columns(proef: Voorproef) -> list[str]:
    return [kolom for kolom in dict.fromkeys(proef.begin.kop) if kolom in proef.voorstellen]


def _choices(request: ActorRequest, proef: Voorproef) -> dict[str, str]:
    """Return the field per column: what was chosen, else the remembered map, else the proposal."""
    kaart = proef.bewaarde_kaart or {}
    posted = request.method == "POST"
    return {
        kolom: request.POST.get(f"kolom-{nummer}", "")
        if posted
        else kaart.get(kolom, proef.voorstellen[kolom].veld or "")
        for nummer, kolom in enumerate(_columns(proef))
    }


def _mapping(
    request: ActorRequest,
    row: Aanlevering,
    proef: Voorproef,
    keuzes: dict[str, str],
    *,
    fouten: tuple[str, ...] = (),
) -> HttpResponse:
    missing = [veld for veld in proef.versie.verplichte_velden if veld not in keuzes.values()]
    voorbeeld = judge_begin(
        proef.begin,
        # A column that is not chosen is not read, also when it is called like one of our fields.
        {kolom: keuzes.get(kolom, "") for kolom in proef.begin.kop},
        partner=row.partner,
        convenant=row.convenant,
        datum=row.datum,
    )
    context = {
        "aanlevering": row,
        "convenant": title_of(row.convenant),
        "kolommen": [_column(nummer, kolom, proef, keuzes) for nummer, kolom in enumerate(keuzes)],
        "ontbrekend": missing,
        "fouten": fouten,
        "voorbeeld": [
            {
                "rij": regel,
                "velden": [(titel, regel.cellen.get(veld, "")) for veld, titel in TOON_VELDEN],
                "woorden": [word_of_grond(grond) for grond in regel.gronden],
            }
            for regel in voorbeeld
        ],
        "toonvelden": TOON_VELDEN,
        "inzage_reden": REDEN,
        "bewaar": request.method != "POST" or "bewaar" in request.POST,
        "stappen": [
            {"titel": "Bestand kiezen", "toestand": "klaar"},
            {"titel": "Kolommen koppelen", "toestand": "bezig"},
            {"titel": "Beoordelen", "toestand": "straks"},
            {"titel": "Resultaat", "toestand": "straks"},
        ],
    }
    template = "partner/_voorbeeld.html" if request.headers.get("HX-Request") else "partner/kolommen.html"
    return render(request, template, context, status=422 if fouten else 200)


def _column(nummer: int, kolom: str, proef: Voorproef, keuzes: dict[str, str]) -> dict[str, Any]:
    plaats, voorstel, gekozen = proef.begin.kop.index(kolom), proef.voorstellen[kolom], keuzes[kolom]
    remembered = proef.bewaarde_kaart is not None and proef.bewaarde_kaart.get(kolom) == gekozen
    zekerheid = ("Gekozen", "neutraal")
    if not gekozen:
        zekerheid = ("Niet gebruikt", "neutraal")
    elif remembered:
        zekerheid = ("Onthouden", "goed")
    elif gekozen == voorstel.veld:
        zekerheid = ("Zeker", "goed") if voorstel.zeker else ("Gok: controleer", "let_op")
    return {
        "sleutel": f"kolom-{nummer}",
        "naam": kolom,
        "voorbeelden": [rij[plaats] for _, rij in proef.begin.rijen if rij[plaats]][:VOORBEELDEN],
        "zekerheid": zekerheid,
        "opties": [
            {"waarde": veld, "verplicht": proef.versie.velden[veld].verplicht, "gekozen": veld == gekozen}
            for veld in ALLE_VELDEN
            if veld in proef.versie.velden
        ],
    }


@for_rol("partner")
@require_POST
def weggooien(request: ActorRequest, aanlevering: UUID) -> HttpResponse:
    """Drop a delivery that waits for its columns, with its file."""
    row = get_aanlevering(aanlevering, door=request.actor)
    try:
        discard_concept(aanlevering=row.id, door=request.actor, now=timezone.now())
    except Weigering as weigering:
        messages.error(request, str(weigering))
        return redirect("partner:aanlevering", aanlevering=row.id)
    messages.success(request, f"Bestand {row.bestandsnaam} is weggegooid. Er is niets verwerkt.")
    return redirect("partner:aanleveren")
