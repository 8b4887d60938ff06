"""Every run of the matching, and one run shown again exactly."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from meldpunt.matching.runs import (
    BEGIN,
    LINES,
    PAGE,
    Runfilter,
    Runregel,
    get_run,
    list_runs,
    list_runzaken,
    list_vastgesteld,
)
from meldpunt.toegang.actor import Actor
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.keuze import choose, filter_velden
from meldpunt.web.gemeente.maandlijst import BEKENDEN, STATUSSEN
from meldpunt.web.opmaak import datumtijd

INZAGE = "U coördineert het werk van deze gemeente (Wgs art. 3 lid 1 onder b)."
SOORTEN = (("", "Alle"), ("automatisch", "Na een aanlevering"), ("lijst", "Maandlijst"))


@require_GET
@for_rol("coordinator")
def lijst(request: ActorRequest) -> HttpResponse:
    """Show the runs of a municipality, newest first."""
    keuze = choose(request)
    soort = request.GET.get("soort", "")
    convenant = keuze.convenant if request.GET.get("convenant") else ""
    page = list_runs(
        gemeente=keuze.gemeente,
        filter=Runfilter(convenant=convenant, soort=soort),
        door=request.actor,
        before=_key(request.GET.get("voor", "")),
        size=PAGE + 1,
    )
    shown = page[:PAGE]
    more = urlencode({**request.GET.dict(), "voor": shown[-1].id}) if len(page) > PAGE else ""
    return render(
        request,
        "gemeente/runs.html",
        {
            "keuze": keuze,
            "runs": shown,
            "velden": [*filter_velden(keuze), _soortveld(soort)],
            "telling": f"{len(shown)} getoond",
            "volgende_url": f"?{more}" if more else "",
        },
    )


def _soortveld(gekozen: str) -> dict[str, Any]:
    opties = [{"waarde": w, "tekst": t, "gekozen": w == gekozen} for w, t in SOORTEN]
    return {"naam": "soort", "label": "Soort", "soort": "keuze", "opties": opties}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_GET
@for_rol("coordinator")
def een(request: ActorRequest, gemeente: str, run: UUID) -> HttpResponse:
    """Show one run with its inputs, its version and every line it gave."""
    row = get_run(run, gemeente=gemeente, door=request.actor)
    with transaction.atomic():
        lines = _lines(row, request.GET.get("na", ""), door=request.actor)
        note_inzage(
            request.actor,
            handeling="run_ingezien",
            objectsoort="matchrun",
            object=str(run),
            gemeente=gemeente,
            zaken=[line.zaak for line in lines[:LINES]],
        )
    shown = lines[:LINES]
    after = (shown[-1].volgorde if row.soort == "lijst" else shown[-1].zaak) if len(lines) > LINES else ""
    return render(
        request,
        "gemeente/run.html",
        {
            "run": row,
            "gegevens": _facts(row),
            "regels": [(line, STATUSSEN.get(line.status, "–")) for line in shown],
            "inzage_bovenaan": True,
            "inzage_reden": INZAGE,
            "telling": f"{len(shown)} getoond",
            "volgende_url": f"?na={after}" if after else "",
            "kruimels": [{"titel": "Matchruns", "url": reverse("gemeente:runs")}, {"titel": row.soortnaam}],
        },
    )


def _lines(row: Runregel, after: str, *, door: Actor) -> list[Any]:
    """Read a page and one line more, to know whether there is a next page."""
    if row.soort == "lijst":
        place = int(after) if after.isdecimal() else 0
        return list_vastgesteld(row.id, gemeente=row.gemeente, door=door, after=place, size=LINES + 1)
    return list_runzaken(row, door=door, after=_key(after) or BEGIN, size=LINES + 1)


def _facts(row: Runregel) -> list[dict[str, Any]]:
    given, came = row.invoer, row.uitkomst
    facts = [
        {"naam": "Gestart", "waarde": datumtijd(row.gestart_op), "sub": row.door or "vanzelf"},
        {"naam": "Signalen erin", "waarde": str(given.get("signalen", 0))},
    ]
    if row.soort == "lijst":
        limit = given.get("capaciteit")
        return [
            *facts,
            {"naam": "Capaciteit", "waarde": "geen grens" if limit is None else str(limit)},
            {
                "naam": "Bekende huishoudens",
                "waarde": BEKENDEN.get(given.get("bekende_huishoudens", ""), "–"),
            },
            {"naam": "Opgepakt", "waarde": f"{came.get('opgepakt', 0)} van {came.get('zaken', 0)}"},
            {"naam": "Kenmerk van de lijst", "waarde": str(given.get("vingerafdruk", ""))[:12]},
        ]
    return [
        *facts,
        {"naam": "Aanlevering van", "waarde": row.partner or "–"},
        {"naam": "Nieuwe zaken", "waarde": str(came.get("nieuwe_zaken", 0))},
        {"naam": "Bijgewerkte zaken", "waarde": str(came.get("bijgewerkte_zaken", 0))},
    ]
