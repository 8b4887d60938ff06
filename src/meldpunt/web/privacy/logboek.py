"""Who looked, and who did what: the log of the officer's own municipality."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.audit.actions import record
from meldpunt.audit.queries import PAGE, Logboekregel, Logfilter, list_logregels
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import EERSTE_DAG

HANDELINGEN: Final = {
    "zaak_ingezien": "Zaak ingezien",
    "postvak_ingezien": "Postvak ingezien",
    "dag_ingezien": "Dag ingezien",
    "personen_ingezien": "Lijst van personen ingezien",
    "persoon_vergeleken": "Personen vergeleken",
    "lijst_ingezien": "Maandlijst ingezien",
    "run_ingezien": "Matchrun ingezien",
    "logboek_ingezien": "Logboek ingezien",
    "zaak_opgepakt": "Zaak opgepakt",
    "zaak_overgenomen": "Zaak overgenomen",
    "zaak_toegewezen": "Zaak toegewezen",
    "zaak_overgedragen": "Zaak overgedragen aan een team",
    "contactpoging_vastgelegd": "Contactpoging vastgelegd",
    "zaak_gesloten": "Zaak gesloten",
    "zaak_heropend": "Zaak heropend",
    "bedreigend_vastgesteld": "Bedreigend vastgesteld",
    "bedreigend_ingetrokken": "Bedreigend ingetrokken",
    "termijnen_ingezien": "Termijnen ingezien",
    "persoon_beslist": "Over een persoon beslist",
    "lijst_vastgesteld": "Maandlijst vastgesteld",
    "werkprotocol_vastgesteld": "Werkprotocol vastgesteld",
    "bekende_adressen_geladen": "Bekende adressen geladen",
    "terugkoppeling_gemeld": "Teruggekoppeld aan partner",
    "partnerbericht_ontvangen": "Bericht van partner ontvangen",
    "zaak_gecorrigeerd": "Zaak aangepast na bericht van partner",
    "navraag_gesteld": "Partners gevraagd of het nog openstaat",
    "navraag_beantwoord": "Vraag beantwoord door partner",
    "navragen_gesloten": "Vragen zonder antwoord gesloten",
    "verlenging_gevraagd": "Langere opschorting gevraagd",
    "verlenging_besloten": "Over langere opschorting besloten",
    "opschorting_bevestigd": "Opschorting bevestigd door partner",
    "opschortingen_geeindigd": "Opschortingen geëindigd",
    "terugkoppeling_bevestigd": "Terugkoppeling bevestigd door partner",
    "selectie_gemeld": "Verteld wat de maandlijst niet opnam",
    "openbaarmaking_getekend": "Openbaarmakingstabel getekend",
    "openbaarmaking_voorbeeld": "Bekeken wat een partner ziet",
    "intrekking_gelezen": "Bericht over intrekking gelezen",
    "gemeente_toegetreden": "Gemeente toegetreden",
    "gemeente_uitgetreden": "Gemeente uitgetreden",
    "voorwaarde_besluit": "Besluit vastgelegd",
    "voorwaarde_geld": "Geld vastgelegd",
    "partner_toegetreden": "Partner toegetreden",
    "partner_uitgetreden": "Partner uitgetreden",
    "overeenkomst_vastgelegd": "Verwerkersovereenkomst vastgelegd",
    "overeenkomst_beeindigd": "Verwerkersovereenkomst beëindigd",
    "overeenkomst_gewaarschuwd": "Gewaarschuwd dat een overeenkomst afloopt",
    "datalek_gemeld": "Mogelijk datalek gemeld",
    "datalek_geopend": "Datalek geopend",
    "datalek_ingezien": "Datalek ingezien",
    "datalek_feiten": "Feiten van datalek vastgelegd",
    "datalek_verteld": "Datalek verteld",
    "datalek_niet_verteld": "Datalek: vertellen niet nodig",
    "datalek_gesloten": "Datalek afgesloten",
    "datalek_geen_datalek": "Geen datalek",
    "datalek_onderzoek": "Datalek heropend",
    "datalekregister_uitgevoerd": "Register van datalekken gedownload",
}
HERKOMST: Final = {"web": "scherm", "werker": "vanzelf", "opdracht": "opdracht", "api": "koppeling"}


@require_GET
@for_rol("privacy")
def toon(request: ActorRequest) -> HttpResponse:
    """Show a page of the log; looking at it leaves a line as well."""
    wanted = _read_filter(request)
    with transaction.atomic():
        page = list_logregels(door=request.actor, filter=wanted, before=_read_place(request), size=PAGE + 1)
        for gemeente in request.actor.gemeenten:
            record(
                "logboek_ingezien",
                objectsoort="logboek",
                object=gemeente,
                gemeente=gemeente,
                door=request.actor,
                now=timezone.now(),
                doel="toezicht",
            )
    shown = page[:PAGE]
    return render(
        request,
        "privacy/logboek.html",
        {
            "regels": [_row(line) for line in shown],
            "velden": _fields(wanted),
            "gefilterd": wanted != Logfilter(),
            "telling": f"{len(shown)} getoond",
            "volgende_url": _next(request, shown[-1]) if len(page) > PAGE else "",
            "inzage_reden": "U houdt toezicht op de verwerking (AVG art. 39 lid 1 onder b).",
            "inzage_bovenaan": True,
        },
    )


def _read_filter(request: ActorRequest) -> Logfilter:
    asked = {
        name: request.GET.get(name, "").strip() for name in ("wie", "handeling", "objectsoort", "object")
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
        "handeling": HANDELINGEN.get(line.handeling, line.handeling.replace("_", " ").capitalize()),
        "herkomst": HERKOMST.get(line.herkomst, line.herkomst),
        "url": "?" + urlencode({"objectsoort": line.objectsoort, "object": line.object}),
        "waarden": ", ".join(
            f"{name.replace('_', ' ')}: {_words(value)}" for name, value in line.waarden.items()
        ),
    }


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return "geen" if value is None else str(value)


def _fields(wanted: Logfilter) -> list[dict[str, Any]]:
    acts = [("", "Alle"), *sorted(HANDELINGEN.items(), key=lambda one: one[1])]
    kinds = [
        ("", "Alle"),
        *((kind, kind.capitalize()) for kind in ("zaak", "maandlijst", "matchrun", "logboek")),
    ]
    return [
        {"naam": "wie", "label": "Wie", "waarde": wanted.wie, "voorbeeld": "naam"},
        _choice("handeling", "Handeling", wanted.handeling, acts),
        _choice("objectsoort", "Waarvan", wanted.objectsoort, kinds),
        {"naam": "object", "label": "Kenmerk", "waarde": wanted.object, "voorbeeld": "van de zaak"},
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
