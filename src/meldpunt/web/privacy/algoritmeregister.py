"""What a municipality publishes and assesses: the text for the Algoritmeregister, and input for its DPIA."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.inzicht.algoritmeregister import list_registerteksten, write_csv, write_json, write_text
from meldpunt.inzicht.dpia import write_dpia
from meldpunt.inzicht.dpiagemeente import get_gemeentedeel
from meldpunt.partijen.lijsten import list_gemeenten
from meldpunt.partijen.register import get_convenant, list_convenanten
from meldpunt.web.actor import ActorRequest, for_rol

VORMEN = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "json": (write_json, "application/json"),
    "txt": (write_text, "text/plain; charset=utf-8"),
}


@require_GET
@for_rol("privacy", "beheer")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the text per covenant and municipality, as the rules read today."""
    rows = list_registerteksten(door=request.actor, on=timezone.localdate())
    codes = sorted({one.gemeente for one in rows})
    return render(
        request,
        "privacy/algoritmeregister.html",
        {
            "teksten": [
                {
                    "titel": f"{one.velden['organisatie']}: {get_convenant(one.convenant).titel}",
                    "gegevens": [
                        {"naam": naam.replace("_", " ").capitalize(), "waarde": waarde}
                        for naam, waarde in one.velden.items()
                    ],
                }
                for one in rows
            ],
            "gemeenten": list_gemeenten(codes),
        },
    )


@require_GET
@for_rol("privacy", "beheer")
def download(request: ActorRequest, soort: str) -> HttpResponse:
    """Download the text as CSV, JSON or plain text."""
    if soort not in VORMEN:
        raise Http404
    write, kind = VORMEN[soort]
    today = timezone.localdate()
    body = write(list_registerteksten(door=request.actor, on=today))
    return _file(body, kind, f"algoritmes-{today}.{soort}")


@require_GET
@for_rol("privacy", "beheer")
def dpia(request: ActorRequest, gemeente: str) -> HttpResponse:
    """Download the input for the DPIA of one municipality."""
    today = timezone.localdate()
    deel = get_gemeentedeel(gemeente, door=request.actor, on=today)
    body = write_dpia(list_convenanten(), gemeente=deel).encode()
    return _file(body, "text/markdown; charset=utf-8", f"dpia-invoer-{gemeente}-{today}.md")


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=headers)
