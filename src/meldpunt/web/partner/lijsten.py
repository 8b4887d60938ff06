"""Lists of a partner's own: deliveries, signalen with their result, feedback, postcodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from meldpunt.aanlevering.queries import PAGE, list_aanleveringen
from meldpunt.bewaring.uitgifte import issue_bestand
from meldpunt.partijen.queries import get_partner, list_convenanten_of_partner, list_postcodes_for_partner
from meldpunt.terugkoppeling.queries import (
    INGETROKKEN,
    NOG_NIETS,
    Filter,
    list_codes,
    list_signalen,
)
from meldpunt.toegang.policies import get_own_partner
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import (
    active_of,
    choice_of,
    filters_of,
    find_maand,
    find_sleutel,
    list_maanden,
    page_of,
)
from meldpunt.web.opmaak import bestandsnaam, datumtijd
from meldpunt.web.partner import rijen
from meldpunt.web.partner.bestanden import GRENS, give_lijst, give_persoonslijst, write_cent
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.woorden import BERICHTSOORT, result_of

MELDACTIES = [
    {"tekst": f"Meld: {woord.lower()}", "naam": "soort", "waarde": soort}
    for soort, woord in BERICHTSOORT.items()
]


@for_rol("partner")
def aanleveringen(request: ActorRequest) -> HttpResponse:
    """Show the deliveries of this partner, newest first."""
    before = find_sleutel(request.GET.get("voor", ""))
    found = list_aanleveringen(door=request.actor, before=before, size=PAGE + 1)
    shown = found[:PAGE]
    context = {
        "kolommen": rijen.AANLEVERINGKOLOMMEN,
        "rijen": rijen.rows_of_aanleveringen(shown),
        "paginering": give_paging(request, shown, has_more=len(found) > PAGE, eenheid="aanleveringen"),
    }
    return render(request, "partner/aanleveringen.html", context)


def give_paging(
    request: ActorRequest, shown: Sequence[Any], *, has_more: bool, eenheid: str
) -> dict[str, Any]:
    """Give the paging of a list whose rows have a key."""
    last = str(shown[-1].id) if shown else ""
    return page_of(request, shown=len(shown), last=last, has_more=has_more, eenheid=eenheid)


@for_rol("partner")
def signalen(request: ActorRequest) -> HttpResponse:
    """Show the partner's own signalen, each with the last thing it was told."""
    before = find_sleutel(request.GET.get("voor", ""))
    found = list_signalen(door=request.actor, keuze=_filter(request), before=before, size=PAGE + 1)
    shown = found[:PAGE]
    record_inzage(
        request,
        "signalen_ingezien",
        objectsoort="signaalpartner",
        object=str(request.actor.partner),
        signalen=[regel.id for regel in shown],
    )
    context = {
        "kolommen": rijen.SIGNAALKOLOMMEN,
        "rijen": rijen.rows_of_signalen(shown),
        "bulk": {"url": reverse("partner:melden"), "acties": MELDACTIES},
        "paginering": give_paging(request, shown, has_more=len(found) > PAGE, eenheid="signalen"),
        "velden": _signaalfilters(request),
        "actief": list_gekozen_filters(request),
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
        request,
        "signalen_gedownload",
        objectsoort="signaalpartner",
        object=str(request.actor.partner),
        signalen=[regel.id for regel in found],
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
    uitgifte = issue_bestand(soort="signalen", door=request.actor, now=timezone.now())
    return give_persoonslijst(
        kop, lines, naam=f"signalen-{timezone.localdate()}", formaat=formaat, uitgifte=uitgifte
    )


def _filter(request: ActorRequest) -> Filter:
    maand = find_maand(request.GET.get("maand", ""))
    return Filter(
        resultaat=request.GET.get("resultaat", ""),
        vanaf=maand.eerste if maand else None,
        tot=maand.laatste if maand else None,
        aanlevering=find_sleutel(request.GET.get("aanlevering", "")),
        klantnummer=request.GET.get("klantnummer", "").strip(),
    )


def choose_maand(gekozen: str) -> dict[str, Any]:
    """Give the choice of a month for the filter bar."""
    options = [("", "Alle maanden")] + [(m.sleutel, m.naam) for m in list_maanden(timezone.localdate())]
    return choice_of("maand", "Maand", options, gekozen)


def list_codekeuzes() -> list[tuple[str, str]]:
    """List what a partner can be told, with its word."""
    return [(code, result_of(code)[0]) for code in list_codes(on=timezone.localdate())]


def _signaalfilters(request: ActorRequest) -> list[dict[str, Any]]:
    results = [
        ("", "Alle resultaten"),
        (NOG_NIETS, "Nog geen bericht"),
        *list_codekeuzes(),
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
        choose_maand(request.GET.get("maand", "")),
        choice_of("aanlevering", "Aanlevering", deliveries, request.GET.get("aanlevering", "")),
    ]


def list_gekozen_filters(request: ActorRequest) -> list[dict[str, str]]:
    """List the chosen filters in words."""
    maand = find_maand(request.GET.get("maand", ""))
    resultaat = request.GET.get("resultaat", "")
    words = {NOG_NIETS: "Nog geen bericht"}
    texts = {
        "klantnummer": request.GET.get("klantnummer", ""),
        "stand": "nog niet bevestigd" if request.GET.get("stand") == "onbevestigd" else "",
        "resultaat": (words.get(resultaat) or result_of(resultaat)[0]) if resultaat else "",
        "maand": maand.naam if maand else "",
        "aanlevering": "één aanlevering" if find_sleutel(request.GET.get("aanlevering", "")) else "",
    }
    return active_of(request, [(naam, tekst) for naam, tekst in texts.items() if tekst])


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
