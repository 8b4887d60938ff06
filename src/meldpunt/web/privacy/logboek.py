"""Who looked, and who did what: the log of the officer's own municipality."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.aanlevering.schrijven import write_tabel_csv
from meldpunt.audit.actions import record
from meldpunt.audit.controle import find_breuk
from meldpunt.audit.doelen import TOEZICHT
from meldpunt.audit.queries import PAGE, Logboekregel, Logfilter, list_logregels
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import EERSTE_DAG
from meldpunt.web.opmaak import datumtijd
from meldpunt.web.privacy.logwoorden import (
    HANDELINGEN,
    HERKOMST,
    RESULTATEN,
    count_betrokkenen,
    name_handeling,
    write_waarden,
)

# What one file holds; who needs more takes a shorter period.
GRENS: Final = 20_000


@require_GET
@for_rol("privacy")
def toon(request: ActorRequest) -> HttpResponse:
    """Show a page of the log; looking at it leaves a line as well."""
    wanted = _read_filter(request)
    with transaction.atomic():
        page = list_logregels(door=request.actor, filter=wanted, before=_read_place(request), size=PAGE + 1)
        _note(request, "logboek_ingezien", wanted)
    shown = page[:PAGE]
    return render(
        request,
        "privacy/logboek.html",
        {
            "regels": [_row(line) for line in shown],
            "velden": _fields(wanted),
            "gefilterd": wanted != Logfilter(),
            "telling": f"{len(shown)} getoond",
            "csv_url": f"{reverse('privacy:logboek_bestand')}?{urlencode(request.GET.dict())}",
            "grens": GRENS,
            "breuk": _write_breuk(),
            "volgende_url": _next(request, shown[-1]) if len(page) > PAGE else "",
            "inzage_reden": "U houdt toezicht op de verwerking (AVG art. 39 lid 1 onder b).",
            "inzage_bovenaan": True,
        },
    )


@require_GET
@for_rol("privacy")
def bestand(request: ActorRequest) -> HttpResponse:
    """Give the lines that were looked for as a file, newest first; taking them along leaves a line as well."""
    wanted = _read_filter(request)
    with transaction.atomic():
        lines = list_logregels(door=request.actor, filter=wanted, size=GRENS)
        _note(request, "logboek_gedownload", wanted, aantal=len(lines))
    kop = [
        "tijd", "wie", "rol", "partij", "handeling", "waarvan", "kenmerk", "gemeente", "resultaat", "herkomst",
        "doel", "waarden", "betrokkenen",
    ]  # fmt: skip
    inhoud = write_tabel_csv(kop, (_cells(line) for line in lines))
    response = HttpResponse(inhoud, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="logboek-{timezone.localdate()}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _note(request: ActorRequest, handeling: str, wanted: Logfilter, **waarden: Any) -> None:
    """Write that this person looked, and by which filters; a name somebody typed stays out of the log."""
    chosen = [name for name, value in asdict(wanted).items() if value]
    for gemeente in request.actor.gemeenten:
        record(
            handeling,
            objectsoort="logboek",
            object=gemeente,
            gemeente=gemeente,
            door=request.actor,
            now=timezone.now(),
            doel=TOEZICHT,
            waarden={**waarden, **({"filters": chosen} if chosen else {})},
        )


def _cells(line: Logboekregel) -> list[str]:
    return [
        timezone.localtime(line.tijd).isoformat(timespec="seconds"), line.wie, line.rol, line.partij,
        name_handeling(line), line.objectsoort, line.object, line.gemeente, line.resultaat,
        HERKOMST.get(line.herkomst, line.herkomst), line.doel, write_waarden(line), " ".join(line.betrokkenen),
    ]  # fmt: skip


def _write_breuk() -> str:
    breuk = find_breuk()
    if breuk is None:
        return ""
    moment = f" van {datumtijd(breuk.tijd)}" if breuk.tijd else ""
    return (
        f"Regel {breuk.volgnummer}{moment}: {breuk.tekst} Vraag de beheerder de stappen van "
        "'Het logboek controleren' te volgen, en behandel het als een datalek tot het tegendeel blijkt. "
        "[logboek_gebroken]"
    )


def _read_filter(request: ActorRequest) -> Logfilter:
    asked = {
        name: request.GET.get(name, "").strip()
        for name in ("wie", "handeling", "objectsoort", "object", "betrokkene", "doel", "resultaat")
    }
    return Logfilter(**asked, van=_day(request.GET.get("van", "")), tot=_day(request.GET.get("tot", "")))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EERSTE_DAG <= day < date.max else None


def _read_place(request: ActorRequest) -> tuple[datetime, UUID] | None:
    moment, _, key = request.GET.get("voor", "").partition("_")
    try:
        return datetime.fromisoformat(moment), UUID(key)
    except ValueError:
        return None


def _next(request: ActorRequest, last: Logboekregel) -> str:
    return "?" + urlencode({**request.GET.dict(), "voor": f"{last.tijd.isoformat()}_{last.id}"})


def _row(line: Logboekregel) -> dict[str, Any]:
    return {
        "regel": line,
        "handeling": name_handeling(line),
        "herkomst": HERKOMST.get(line.herkomst, line.herkomst),
        "url": "?" + urlencode({"objectsoort": line.objectsoort, "object": line.object}),
        "waarden": write_waarden(line),
        "betrokkenen": count_betrokkenen(line),
    }


def _fields(wanted: Logfilter) -> list[dict[str, Any]]:
    acts = [("", "Alle"), *sorted(HANDELINGEN.items(), key=lambda one: one[1])]
    kinds = [
        ("", "Alle"),
        *(
            (kind, kind.capitalize())
            for kind in ("zaak", "signaal", "postvak", "maandlijst", "matchrun", "pagina", "logboek")
        ),
    ]
    return [
        {"naam": "wie", "label": "Wie", "waarde": wanted.wie, "voorbeeld": "naam"},
        _choice("handeling", "Handeling", wanted.handeling, acts),
        _choice("objectsoort", "Waarvan", wanted.objectsoort, kinds),
        {"naam": "object", "label": "Kenmerk", "waarde": wanted.object, "voorbeeld": "van de zaak"},
        {"naam": "betrokkene", "label": "Over inwoner", "waarde": wanted.betrokkene, "voorbeeld": "sleutel"},
        _choice("resultaat", "Afloop", wanted.resultaat, [("", "Alle"), *RESULTATEN.items()]),
        {"naam": "doel", "label": "Doel", "waarde": wanted.doel},
        {"naam": "van", "label": "Vanaf", "soort": "datum", "waarde": _iso(wanted.van)},
        {"naam": "tot", "label": "Tot en met", "soort": "datum", "waarde": _iso(wanted.tot)},
    ]


def _choice(naam: str, label: str, gekozen: str, keuzes: list[tuple[str, str]]) -> dict[str, Any]:
    if gekozen not in dict(keuzes):
        keuzes = [*keuzes, (gekozen, gekozen)]
    opties = [{"waarde": w, "tekst": t, "gekozen": w == gekozen} for w, t in keuzes]
    return {"naam": naam, "label": label, "soort": "keuze", "opties": opties}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
