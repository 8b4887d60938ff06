"""The register of processing activities: on the screen, as JSON and as CSV."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.aanlevering.schrijven import write_tabel_csv
from meldpunt.partijen.overeenkomsten import Overeenkomst, list_overeenkomsten
from meldpunt.rules.persoonsgegevens import PLAATSEN
from meldpunt.rules.persoonsgegevens.verwerkingen import BEVEILIGING, list_verwerkingen
from meldpunt.web.actor import ActorRequest, for_rol

KOLOMMEN = ("titel", "zin", "betrokkenen", "gegevens", "grondslag", "ontvangers", "bewaring", "tabellen")


@require_GET
@for_rol("privacy")
def toon(request: ActorRequest) -> HttpResponse:
    """Show every activity, with the processors of the own municipalities."""
    context = {
        "verwerkingen": list_verwerkingen(),
        "verwerkers": _list_verwerkers(request),
        "plaatsen": PLAATSEN.items(),
        "beveiliging": BEVEILIGING,
    }
    return render(request, "privacy/verwerkingen.html", context)


@require_GET
@for_rol("privacy")
def download(request: ActorRequest, formaat: str) -> HttpResponse:
    """Give the register as a file."""
    rows = [asdict(verwerking) for verwerking in list_verwerkingen()]
    naam = f"verwerkingen-{timezone.localdate():%Y%m%d}.{formaat}"
    response: HttpResponse
    if formaat == "json":
        content = {"verwerkingen": rows, "beveiliging": BEVEILIGING, "verwerkers": _write_verwerkers(request)}
        response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    elif formaat == "csv":
        response = HttpResponse(_write_csv(rows), content_type="text/csv; charset=utf-8")
    else:
        raise Http404(formaat)
    response["Content-Disposition"] = f'attachment; filename="{naam}"'
    return response


def _list_verwerkers(request: ActorRequest) -> list[Overeenkomst]:
    return list_overeenkomsten(door=request.actor, on=timezone.localdate())


def _write_verwerkers(request: ActorRequest) -> list[dict[str, Any]]:
    return [{**asdict(row), "id": str(row.id)} for row in _list_verwerkers(request)]


def _write_csv(rows: list[dict[str, Any]]) -> bytes:
    cells = ([row[kolom] for kolom in KOLOMMEN] for row in rows)
    return write_tabel_csv(
        KOLOMMEN, ([c if isinstance(c, str) else ", ".join(c) for c in row] for row in cells)
    )
