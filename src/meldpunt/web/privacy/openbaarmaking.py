"""What a partner may know: the table in force, with what the partner reads for each value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.partijen.queries import list_convenanten_of_gemeente
from meldpunt.partijen.register import get_convenant, get_openbaarmaking
from meldpunt.partijen.tekening import list_tekenstanden, sign_tabel
from meldpunt.rules.openbaarmaking import (
    Openbaarmakingstabel,
    Soort,
    disclose,
    list_verschillen,
    list_waarden,
)
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol

TITELS: Final[dict[Soort, str]] = {
    "eindresultaten": "Eindresultaten",
    "selecties": "Voortgang en selectie",
    "betalingen": "Betalingen",
    "signaalstatussen": "Status in de landelijke uitvoer",
}


@require_GET
@for_rol("privacy")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the table of one covenant on a day, beside what the partner reads."""
    today = timezone.localdate()
    keys = list_own_convenanten(request)
    convenant = choose_convenant(request, keys)
    op = _day(request.GET.get("op", "")) or today
    tabel = get_openbaarmaking().table_on(op, convenant=convenant)
    general = get_openbaarmaking().table_on(op, convenant="")
    return render(
        request,
        "privacy/openbaarmaking.html",
        {
            "tabel": tabel,
            "wijkt_af": tabel is not general,
            "delen": [
                (TITELS[soort], _lines(tabel, general, soort))
                for soort in TITELS
                if list_waarden(tabel, soort)
            ],
            "titel": get_convenant(convenant).titel if convenant else "Algemeen",
            "velden": _fields(convenant, keys, op),
            "op": op,
            "kan_tekenen": op == today and bool(convenant),
            "standen": list_tekenstanden(on=today, gemeenten=request.actor.gemeenten, convenant=convenant)
            if convenant
            else [],
            "verschillen": _differences(tabel, convenant),
        },
    )


@require_POST
@for_rol("privacy")
def teken(request: ActorRequest) -> HttpResponse:
    """Sign the table of today for one municipality, as it was shown."""
    convenant = request.POST.get("convenant", "")
    if convenant not in list_own_convenanten(request):
        raise GeenToegang("Uw gemeente neemt niet deel aan dit convenant. [geen_toegang]")
    try:
        made = sign_tabel(
            gemeente=request.POST.get("gemeente", ""),
            convenant=convenant,
            vingerafdruk=request.POST.get("vingerafdruk", ""),
            door=request.actor,
            now=timezone.now(),
            on=timezone.localdate(),
        )
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, "De tabel is getekend." if made else "Deze tabel was al getekend.")
    return redirect(f"{reverse('privacy:openbaarmaking')}?{urlencode({'convenant': convenant})}")


def list_own_convenanten(request: ActorRequest) -> list[str]:
    """List the covenants in which a municipality of the actor takes part."""
    return sorted({key for code in request.actor.gemeenten for key in list_convenanten_of_gemeente(code)})


def choose_convenant(request: ActorRequest, keys: Sequence[str]) -> str:
    """Give the covenant that is asked for, else the first; empty when there is none."""
    asked = request.GET.get("convenant", "")
    return asked if asked in keys else (keys[0] if keys else "")


def _differences(tabel: Openbaarmakingstabel, convenant: str) -> dict[str, Any] | None:
    """Compare a table with the one that held the day before it began; None for the first."""
    register = get_openbaarmaking()
    before = register.table_on(tabel.vanaf - timedelta(days=1), convenant=convenant)
    if before is tabel:
        return None
    return {"was": before, "regels": list_verschillen(before, tabel)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _lines(tabel: Openbaarmakingstabel, general: Openbaarmakingstabel, soort: Soort) -> list[dict[str, Any]]:
    return [
        {
            "waarde": waarde.replace("_", " ") if soort in {"selecties", "betalingen"} else waarde,
            "uitkomst": getattr(tabel, soort)[waarde],
            "mededeling": told,
            "anders": waarde not in list_waarden(general, soort)
            or told != disclose(general, soort=soort, waarde=waarde),
        }
        for waarde in list_waarden(tabel, soort)
        for told in [disclose(tabel, soort=soort, waarde=waarde)]
    ]


def _fields(convenant: str, keys: Sequence[str], op: date) -> list[dict[str, Any]]:
    opties = [{"waarde": k, "tekst": get_convenant(k).titel, "gekozen": k == convenant} for k in keys]
    return [
        *([{"naam": "convenant", "label": "Convenant", "soort": "keuze", "opties": opties}] if keys else []),
        {"naam": "op", "label": "Geldt op", "soort": "datum", "waarde": op.isoformat()},
    ]
