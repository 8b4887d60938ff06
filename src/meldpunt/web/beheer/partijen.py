"""The parties: municipalities, partners with their brands, uitvoerders."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from meldpunt.partijen.lijsten import PAGE, list_gemeenten_page, list_partners_page, list_uitvoerders
from meldpunt.web.actor import ActorRequest, for_rol

SOORTEN: Final = (("gemeenten", "Gemeenten"), ("partners", "Partners"), ("uitvoerders", "Uitvoerders"))


@require_GET
@for_rol("beheer")
def lijst(request: ActorRequest) -> HttpResponse:
    """Show one kind of party, a page at a time."""
    soort = request.GET.get("soort", "gemeenten")
    zoek, after = request.GET.get("zoek", "").strip(), request.GET.get("na", "")
    rows, last = _rows(soort, zoek, after)
    more = urlencode({**request.GET.dict(), "na": last}) if last else ""
    return render(
        request,
        "beheer/partijen.html",
        {
            "soort": soort,
            "rijen": rows,
            "tabs": [{"titel": t, "url": f"?soort={s}", "actief": s == soort} for s, t in SOORTEN],
            "velden": [{"naam": "zoek", "label": "Naam", "waarde": zoek}],
            "zoek": zoek,
            "telling": f"{len(rows)} getoond",
            "volgende_url": f"?{more}" if more else "",
        },
    )


def _rows(soort: str, zoek: str, after: str) -> tuple[list[Any], str]:
    """Return a page and, when there is more, the key it ends with."""
    if soort == "uitvoerders":
        return list(list_uitvoerders()), ""
    if soort == "partners":
        partners = list_partners_page(zoek=zoek, after=after)
        return list(partners[:PAGE]), partners[PAGE - 1].sleutel if len(partners) > PAGE else ""
    gemeenten = list_gemeenten_page(zoek=zoek, after=after)
    return list(gemeenten[:PAGE]), gemeenten[PAGE - 1].code if len(gemeenten) > PAGE else ""
