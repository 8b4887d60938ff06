"""What a partner may know: the table in force, with what the partner reads for each value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.partijen.queries import list_convenanten_of_gemeente
from meldpunt.partijen.register import get_convenant, get_openbaarmaking
from meldpunt.rules.openbaarmaking import VERPLICHT, Openbaarmakingstabel, Soort, disclose
from meldpunt.web.actor import ActorRequest, for_rol

TITELS: Final[dict[Soort, str]] = {
    "eindresultaten": "Eindresultaten",
    "selecties": "Voortgang en selectie",
    "signaalstatussen": "Status in de landelijke uitvoer",
}


@require_GET
@for_rol("privacy")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the table of one covenant on a day, beside what the partner reads."""
    today = timezone.localdate()
    keys = sorted({key for code in request.actor.gemeenten for key in list_convenanten_of_gemeente(code)})
    asked = request.GET.get("convenant", "")
    convenant = asked if asked in keys else (keys[0] if keys else "")
    op = _day(request.GET.get("op", "")) or today
    tabel = get_openbaarmaking().table_on(op, convenant=convenant)
    general = get_openbaarmaking().table_on(op, convenant="")
    return render(
        request,
        "privacy/openbaarmaking.html",
        {
            "tabel": tabel,
            "wijkt_af": tabel is not general,
            "delen": [(TITELS[soort], _lines(tabel, general, soort)) for soort in TITELS],
            "titel": get_convenant(convenant).titel if convenant else "Algemeen",
            "velden": _fields(convenant, keys, op),
            "op": op,
        },
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _lines(tabel: Openbaarmakingstabel, general: Openbaarmakingstabel, soort: Soort) -> list[dict[str, Any]]:
    return [
        {
            "waarde": waarde.replace("_", " ") if soort == "selecties" else waarde,
            "uitkomst": getattr(tabel, soort)[waarde],
            "mededeling": told,
            "anders": told != disclose(general, soort=soort, waarde=waarde),
        }
        for waarde in VERPLICHT[soort]
        for told in [disclose(tabel, soort=soort, waarde=waarde)]
    ]


def _fields(convenant: str, keys: Sequence[str], op: date) -> list[dict[str, Any]]:
    opties = [{"waarde": k, "tekst": get_convenant(k).titel, "gekozen": k == convenant} for k in keys]
    return [
        *([{"naam": "convenant", "label": "Convenant", "soort": "keuze", "opties": opties}] if keys else []),
        {"naam": "op", "label": "Geldt op", "soort": "datum", "waarde": op.isoformat()},
    ]
