"""What goes when, what is held and why, the ledger, the certificates, and the municipality's own term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.bewaring.actions import choose_bewaartermijn, hold, release
from meldpunt.bewaring.queries import (
    list_bewaarstops,
    list_bewaartermijnen,
    list_grootboek,
    list_vooruit,
)
from meldpunt.bewaring.redenen import BEWAARREDENEN
from meldpunt.bewaring.verklaring import list_verklaringen, make_verklaring, read_verklaring
from meldpunt.partijen.lijsten import list_gemeenten
from meldpunt.rules.bewaring import GEBEURTENISSEN
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.privacy.inzage import note_inzage

REGELS: Final = 30


@require_GET
@for_rol("privacy")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the coming thirty days, what is held, and what went."""
    today = timezone.localdate()
    gemeenten = request.actor.gemeenten
    coming, held = list_vooruit(gemeenten=gemeenten, door=request.actor, today=today)
    note_inzage(request, "vernietiging_ingezien", objectsoort="vernietiging", object=",".join(gemeenten))
    termijnen = list_bewaartermijnen(gemeenten=gemeenten, door=request.actor, today=today)
    return render(
        request,
        "privacy/vernietiging.html",
        {
            "komend": [{"regel": one, "vanaf": GEBEURTENISSEN[one.gebeurtenis]} for one in coming],
            "samen": sum(one.aantal for one in coming),
            "vast": held,
            "te_lang": sum(one.te_lang for one in held),
            "stops": list_bewaarstops(gemeenten=gemeenten, door=request.actor, today=today),
            "logboek": list_grootboek(gemeenten=gemeenten, door=request.actor, size=REGELS),
            "verklaringen": list_verklaringen(gemeenten=gemeenten, door=request.actor),
            "termijnen": termijnen,
            "kiesbaar": [one for one in termijnen if one.instelbaar],
            "namen": {one.code: one.naam for one in list_gemeenten(gemeenten)},
            "redenen": BEWAARREDENEN,
            "vandaag": today.isoformat(),
            "maand": today.strftime("%Y-%m"),
        },
    )


@require_POST
@for_rol("privacy")
def stop(request: ActorRequest) -> HttpResponse:
    """Hold the persons of one zaak, or of signalen that are named."""
    return _do(
        request,
        lambda: hold(
            signalen=_read_ids(request.POST.get("signalen", "")),
            gemeente=request.POST.get("gemeente", ""),
            reden=request.POST.get("reden", ""),
            tot=_read_day(request.POST.get("tot", "")),
            dossier=request.POST.get("dossier", ""),
            door=request.actor,
            now=timezone.now(),
        ),
        "De bewaarstop is gezet. Hij eindigt vanzelf op zijn laatste dag.",
    )


@require_POST
@for_rol("privacy")
def hef_op(request: ActorRequest) -> HttpResponse:
    """End a hold."""
    return _do(
        request,
        lambda: release(
            stop=_read_id(request.POST.get("stop", "")),
            gemeente=request.POST.get("gemeente", ""),
            door=request.actor,
            now=timezone.now(),
        ),
        "De bewaarstop is opgeheven. Wat voorbij zijn termijn is, gaat de komende nacht weg.",
    )


@require_POST
@for_rol("privacy")
def kies_termijn(request: ActorRequest) -> HttpResponse:
    """Keep the term that the municipality chose."""
    gemeente, _, convenant = request.POST.get("voor", "").partition(" ")
    return _do(
        request,
        lambda: choose_bewaartermijn(
            gemeente=gemeente,
            convenant=convenant,
            vanaf=_read_day(request.POST.get("vanaf", "")),
            maanden=_read_number(request.POST.get("maanden", "")),
            besluit=request.POST.get("besluit", ""),
            door=request.actor,
            now=timezone.now(),
        ),
        "De bewaartermijn is vastgelegd.",
    )


@require_POST
@for_rol("privacy")
def verklaar(request: ActorRequest) -> HttpResponse:
    """Make the certificate of a month."""
    return _do(
        request,
        lambda: make_verklaring(
            gemeente=request.POST.get("gemeente", ""),
            maand=_read_day(f"{request.POST.get('maand', '')}-01"),
            door=request.actor,
            now=timezone.now(),
        ),
        "De verklaring is gemaakt en ondertekend. Zij staat hieronder.",
    )


@require_GET
@for_rol("privacy")
def haal_verklaring(request: ActorRequest, gemeente: str, verklaring: UUID) -> HttpResponse:
    """Give a certificate as a PDF; it names nobody."""
    pdf = read_verklaring(verklaring=verklaring, gemeente=gemeente, door=request.actor)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="verklaring-van-vernietiging.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _do(request: ActorRequest, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, done)
    return redirect("privacy:vernietiging")


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Weigering(f"‘{text[:20]}’ is geen dag. Kies een dag. [dag_ongeldig]") from error


def _read_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 3:
        raise Weigering("Vul een heel aantal maanden in. [maanden_ongeldig]")
    return int(text)


def _read_ids(text: str) -> list[UUID]:
    return [_read_id(one) for one in text.replace(",", " ").split()]


def _read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Weigering(f"‘{text[:40]}’ is geen kenmerk van een signaal. [kenmerk_ongeldig]") from error
