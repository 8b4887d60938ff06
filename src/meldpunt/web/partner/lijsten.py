"""Lists of a partner's own: deliveries, signalen with their result, feedback, postcodes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from meldpunt.aanlevering.queries import PAGE, list_aanleveringen
from meldpunt.partijen.queries import get_partner, list_convenanten_of_partner, list_postcodes_for_partner
from meldpunt.terugkoppeling.queries import (
    INGETROKKEN,
    NOG_NIETS,
    Filter,
    list_berichten,
    list_codes,
    list_signalen,
)
from meldpunt.toegang.policies import get_own_partner
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import (
    Maand,
    active_of,
    choice_of,
    filters_of,
    find_maand,
    find_sleutel,
    list_maanden,
    page_of,
)
from meldpunt.web.opmaak import NEDERLAND, bestandsnaam, datumtijd
from meldpunt.web.partner import rijen
from meldpunt.web.partner.bestanden import GRENS, give_lijst, write_cent
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.woorden import result_of


@for_rol("partner")
def aanleveringen(request: ActorRequest) -> HttpResponse:
    """Show the deliveries of this partner, newest first."""
    before = find_sleutel(request.GET.get("voor", ""))
    found = list_aanleveringen(door=request.actor, before=before, size=PAGE + 1)
    shown = found[:PAGE]
    context = {
        "kolommen": rijen.AANLEVERINGKOLOMMEN,
        "rijen": rijen.rows_of_aanleveringen(shown),
        "paginering": _paging(request, shown, has_more=len(found) > PAGE, eenheid="aanleveringen"),
    }
    return render(request, "partner/aanleveringen.html", context)


def _paging(request: ActorRequest, shown: list[Any], *, has_more: bool, eenheid: str) -> dict[str, Any]:
    last = str(shown[-1].id) if shown else ""
    return page_of(request, shown=len(shown), last=last, has_more=has_more, eenheid=eenheid)


@for_rol("partner")
def signalen(request: ActorRequest) -> HttpResponse:
    """Show the partner's own signalen, each with the last thing it was told."""
    before = find_sleutel(request.GET.get("voor", ""))
    found = list_signalen(door=request.actor, keuze=_filter(request), before=before, size=PAGE + 1)
    shown = found[:PAGE]
    record_inzage(
        request, "signalen_ingezien", objectsoort="signaalpartner", object=str(request.actor.partner)
    )
    context = {
        "kolommen": rijen.SIGNAALKOLOMMEN,
        "rijen": rijen.rows_of_signalen(shown),
        "paginering": _paging(request, shown, has_more=len(found) > PAGE, eenheid="signalen"),
        "velden": _signaalfilters(request),
        "actief": _active(request),
        "filters": filters_of(request),
        "gefilterd": bool(filters_of(request)),
        "grens": GRENS,
        "inzage_reden": REDEN,
    }
    return render(request, "partner/signalen.html", context)


@for_rol("partner")
def signalen_bestand(request: ActorRequest, formaat: str) -> HttpResponse:
    """Give the chosen signalen with their result as a file."""
    found = list_signalen(door=request.actor, keuze=_filter(request), size=GRENS)
    record_inzage(
        request, "signalen_gedownload", objectsoort="signaalpartner", object=str(request.actor.partner)
    )
    kop = [
        "klantnummer", "referentie", "type_vordering", "bedrag", "achterstand_sinds", "gemeente",
        "convenant", "aangeleverd_op", "resultaat", "resultaat_sinds", "toelichting",
    ]  # fmt: skip
    lines = (
        (
            s.klantnummer,
            s.referentie,
            s.type_vordering,
            write_cent(s.bedrag_cent),
            s.achterstand_sinds.isoformat(),
            s.gemeente,
            s.convenant,
            s.aanleverdatum.isoformat(),
            result_of(s.code, ingetrokken=s.ingetrokken)[0],
            timezone.localdate(s.gemeld_op).isoformat() if s.gemeld_op else "",
            s.zin,
        )
        for s in found
    )
    return give_lijst(kop, lines, naam=f"signalen-{timezone.localdate()}", formaat=formaat)


def _filter(request: ActorRequest) -> Filter:
    maand = find_maand(request.GET.get("maand", ""))
    return Filter(
        resultaat=request.GET.get("resultaat", ""),
        vanaf=maand.eerste if maand else None,
        tot=maand.laatste if maand else None,
        aanlevering=find_sleutel(request.GET.get("aanlevering", "")),
        klantnummer=request.GET.get("klantnummer", "").strip(),
    )


def _months(gekozen: str) -> dict[str, Any]:
    options = [("", "Alle maanden")] + [(m.sleutel, m.naam) for m in list_maanden(timezone.localdate())]
    return choice_of("maand", "Maand", options, gekozen)


def _codes() -> list[tuple[str, str]]:
    return [(code, result_of(code)[0]) for code in list_codes(on=timezone.localdate())]


def _signaalfilters(request: ActorRequest) -> list[dict[str, Any]]:
    results = [
        ("", "Alle resultaten"),
        (NOG_NIETS, "Nog geen bericht"),
        *_codes(),
        (INGETROKKEN, "Ingetrokken"),
    ]
    recent = list_aanleveringen(door=request.actor, size=25)
    deliveries = [("", "Alle aanleveringen")] + [
        (str(a.id), f"{bestandsnaam(a.bestandsnaam)} ({datumtijd(a.ontvangen_op)})")
        for a in recent
        if a.status in {"verwerkt", "ingetrokken"}
    ]
    klantnummer = {
        "naam": "klantnummer",
        "label": "Klantnummer",
        "waarde": request.GET.get("klantnummer", ""),
    }
    return [
        klantnummer,
        choice_of("resultaat", "Resultaat", results, request.GET.get("resultaat", "")),
        _months(request.GET.get("maand", "")),
        choice_of("aanlevering", "Aanlevering", deliveries, request.GET.get("aanlevering", "")),
    ]


def _active(request: ActorRequest) -> list[dict[str, str]]:
    maand = find_maand(request.GET.get("maand", ""))
    resultaat = request.GET.get("resultaat", "")
    words = {NOG_NIETS: "Nog geen bericht"}
    texts = {
        "klantnummer": request.GET.get("klantnummer", ""),
        "resultaat": (words.get(resultaat) or result_of(resultaat)[0]) if resultaat else "",
        "maand": maand.naam if maand else "",
        "aanlevering": "één aanlevering" if find_sleutel(request.GET.get("aanlevering", "")) else "",
    }
    return active_of(request, [(naam, tekst) for naam, tekst in texts.items() if tekst])


@for_rol("partner")
def terugkoppelingen(request: ActorRequest) -> HttpResponse:
    """Show what this partner was told, newest first."""
    code, maand = request.GET.get("resultaat", ""), find_maand(request.GET.get("maand", ""))
    found = list_berichten(
        door=request.actor,
        code=code,
        periode=_moments(maand),
        before=find_sleutel(request.GET.get("voor", "")),
        size=PAGE + 1,
    )
    shown = found[:PAGE]
    record_inzage(
        request, "terugkoppeling_ingezien", objectsoort="signaalpartner", object=str(request.actor.partner)
    )
    context = {
        "kolommen": rijen.BERICHTKOLOMMEN,
        "rijen": rijen.rows_of_berichten(shown),
        "paginering": _paging(request, shown, has_more=len(found) > PAGE, eenheid="terugkoppelingen"),
        "velden": [
            choice_of("resultaat", "Terugkoppeling", [("", "Alle"), *_codes()], code),
            _months(request.GET.get("maand", "")),
        ],
        "actief": _active(request),
        "filters": filters_of(request),
        "gefilterd": bool(filters_of(request)),
        "inzage_reden": REDEN,
    }
    return render(request, "partner/terugkoppelingen.html", context)


@for_rol("partner")
def terugkoppelingen_bestand(request: ActorRequest, formaat: str) -> HttpResponse:
    """Give the chosen messages as a file."""
    found = list_berichten(
        door=request.actor,
        code=request.GET.get("resultaat", ""),
        periode=_moments(find_maand(request.GET.get("maand", ""))),
        size=GRENS,
    )
    record_inzage(
        request, "terugkoppeling_gedownload", objectsoort="signaalpartner", object=str(request.actor.partner)
    )
    kop = [
        "klantnummer",
        "referentie",
        "gemeente",
        "convenant",
        "bedrag",
        "aangeleverd_op",
        "gemeld_op",
        "code",
        "tekst",
    ]
    lines = (
        (
            b.klantnummer,
            b.referentie,
            b.gemeente,
            b.convenant,
            write_cent(b.bedrag_cent),
            b.aanleverdatum.isoformat(),
            timezone.localtime(b.gemeld_op).isoformat(timespec="seconds"),
            b.code,
            b.zin,
        )
        for b in found
    )
    return give_lijst(kop, lines, naam=f"terugkoppelingen-{timezone.localdate()}", formaat=formaat)


def _moments(maand: Maand | None) -> tuple[datetime | None, datetime | None]:
    """Give the begin of a month and of the next one, by the Dutch clock."""
    if maand is None:
        return None, None
    ends = (maand.eerste, maand.laatste + timedelta(days=1))
    begin, end = (datetime.combine(day, time(), NEDERLAND).astimezone(UTC) for day in ends)
    return begin, end


@for_rol("partner")
def postcodes(request: ActorRequest) -> HttpResponse:
    """Show per covenant and municipality which postcodes this partner may report today."""
    today = timezone.localdate()
    partner = get_partner(get_own_partner(request.actor))
    context = {
        "vandaag": today,
        "convenanten": [
            (rijen.title_of(sleutel), sleutel, list_postcodes_for_partner(partner, sleutel, on=today))
            for sleutel in list_convenanten_of_partner(partner, on=today)
        ],
    }
    return render(request, "partner/postcodes.html", context)


@for_rol("partner")
def postcodes_bestand(request: ActorRequest, formaat: str) -> HttpResponse:
    """Give those postcodes as a file, a range a line."""
    today = timezone.localdate()
    partner = get_partner(get_own_partner(request.actor))
    lines = [
        (sleutel, gebied.gemeente, gebied.naam, *(postcode.partition("-")[::2]))
        for sleutel in list_convenanten_of_partner(partner, on=today)
        for gebied in list_postcodes_for_partner(partner, sleutel, on=today)
        for postcode in gebied.postcodes
    ]
    kop = ["convenant", "gemeentecode", "gemeente", "postcode_van", "postcode_tot"]
    rows = [(*line[:4], line[4] or line[3]) for line in lines]
    return give_lijst(kop, rows, naam=f"postcodes-{today}", formaat=formaat)
