"""The round on a phone: a page that works without a connection, and what it sends when there is one again."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from meldpunt.opvolging.actions import AlVastgelegd
from meldpunt.opvolging.bezoeken import (
    LANGSTE_NOTITIE,
    Bezoek,
    Verzenduitkomst,
    record_bezoek,
    try_bezoek,
)
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.dagronde import INZAGE, dress, open_ronde
from meldpunt.web.gemeente.postvak import ROLLEN

# One round is shorter; what is longer comes in the next request.
MEESTE_PER_KEER: Final = 100
KNOPPEN: Final = (
    ("bereikt", "Gesproken", "vink"),
    ("niet_bereikt", "Niet thuis", "kruis"),
    ("kaartje", "Kaartje achtergelaten", "brief"),
    ("geweigerd", "Wil geen hulp", "fout"),
)
BESTANDEN: Final = ("meldpunt/js/dagronde.js", "meldpunt/css/contact.css", "meldpunt/css/basis.css")


@require_GET
@never_cache
@for_rol(*ROLLEN)
def onderweg(request: ActorRequest) -> HttpResponse:
    """Show the doors of today with just what one needs there: address, whom to ask for, whether to go alone."""
    today = timezone.localdate()
    ronde = open_ronde(request, dag=today, today=today)
    context = {
        "dag": today,
        # A key per form: without script, sending twice is one visit all the same.
        "adressen": [(dress(adres, today=today), new_id()) for adres in ronde.bezoeken],
        "knoppen": KNOPPEN,
        "langste_notitie": LANGSTE_NOTITIE,
        "wie": str(request.actor.gebruiker),
        "inzage_reden": INZAGE,
        "inzage_bovenaan": True,
    }
    response = render(request, "gemeente/dagronde_onderweg.html", context)
    # By this the phone knows when its copy is over.
    response["X-Dagronde-Dag"] = today.isoformat()
    return response


@require_POST
@for_rol(*ROLLEN)
def leg_vast(request: ActorRequest) -> HttpResponse:
    """Record one visit from a plain form."""
    now = timezone.now()
    try:
        bezoek = _read_bezoek({**request.POST.dict(), "moment": now.isoformat()})
        record_bezoek(bezoek=bezoek, door=request.actor, now=now)
    except AlVastgelegd:
        messages.info(request, "Dit bezoek stond er al. Er is niets dubbel vastgelegd.")
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, "Het bezoek is vastgelegd.")
    return redirect("gemeente:dagronde_onderweg")


@require_POST
@for_rol(*ROLLEN)
def verstuur(request: ActorRequest) -> HttpResponse:
    """Take in what a phone recorded without a connection, and say per visit what came of it."""
    try:
        items = json.loads(request.body)["items"][:MEESTE_PER_KEER]
        keys = [UUID(item["sleutel"]) for item in items]
    # Lists within lists go deeper than Python follows them.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, RawPostDataException):
        return JsonResponse({"fout": "De invoer is niet te lezen. [invoer_ongeldig]"}, status=400)
    now = timezone.now()
    outcomes = [
        _take_in(key, item, door=request.actor, now=now) for key, item in zip(keys, items, strict=True)
    ]
    return JsonResponse(
        {"items": [{"sleutel": str(o.sleutel), "stand": o.stand, "zin": o.zin} for o in outcomes]}
    )


def _take_in(sleutel: UUID, item: dict[str, Any], *, door: Actor, now: datetime) -> Verzenduitkomst:
    """Take in one visit; one that cannot be read is refused by its key, or it would be sent for ever."""
    try:
        bezoek = _read_bezoek(item)
    except Weigering as refusal:
        return Verzenduitkomst(sleutel, "geweigerd", str(refusal))
    return try_bezoek(bezoek=bezoek, door=door, now=now)


def _read_bezoek(item: dict[str, Any]) -> Bezoek:
    """Read a visit. Raises Weigering when it has no key, no zaak or no moment."""
    moment = _read_moment(str(item.get("moment", "")))
    gemeente = str(item.get("gemeente", ""))
    try:
        sleutel, zaak = UUID(str(item.get("sleutel"))), UUID(str(item.get("zaak")))
    except ValueError as fout:
        raise Weigering("De invoer is niet te lezen. Ververs de pagina. [invoer_ongeldig]") from fout
    if moment is None or not gemeente.isdecimal():
        raise Weigering("De invoer is niet te lezen. Ververs de pagina. [invoer_ongeldig]")
    return Bezoek(
        sleutel=sleutel,
        gemeente=gemeente,
        zaak=zaak,
        uitkomst=str(item.get("uitkomst", "")),
        # PostgreSQL has no place for NUL, nor for half a sign of two.
        notitie=str(item.get("notitie", "")).replace("\0", "").encode(errors="ignore").decode().strip(),
        moment=moment,
        niet_alleen=item.get("niet_alleen") in (True, "ja"),
    )


def _read_moment(text: str) -> datetime | None:
    """Read a moment with its zone; none when it is not there or cannot be."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


@require_GET
@never_cache
@for_rol(*ROLLEN)
def geef_sleutel(request: ActorRequest) -> JsonResponse:
    """Give a fresh token and who is signed in: the page on the phone may be older than the session."""
    return JsonResponse({"csrf": get_token(request), "wie": str(request.actor.gebruiker)})


# No personal data in these two, and the browser asks for them without a session.
@require_GET
@login_not_required
def werker(request: HttpRequest) -> HttpResponse:
    """Give the service worker; its folder is its scope, so that it sees nothing but the round."""
    response = render(
        request,
        "gemeente/dagronde_werker.js",
        {"versie": _version(), "bestanden": [static(name) for name in BESTANDEN]},
        content_type="text/javascript",
    )
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _version() -> str:
    """Name the files of this release by what is in them: others make another cache, and the old one goes."""
    found = hashlib.sha256(version("meldpunt").encode())
    for folder in settings.STATICFILES_DIRS:
        for file in sorted(Path(folder, "meldpunt").rglob("*.[cj]s*")):
            found.update(file.read_bytes())
    return found.hexdigest()[:12]


@require_GET
@login_not_required
def manifest(request: HttpRequest) -> JsonResponse:
    """Say how the round looks when it is installed on a phone."""
    return JsonResponse(
        {
            "name": "Meldpunt dagronde",
            "short_name": "Dagronde",
            "lang": "nl",
            "start_url": reverse("gemeente:dagronde_onderweg"),
            "scope": reverse("gemeente:dagronde"),
            "display": "standalone",
            "background_color": "#f2f5f4",
            "theme_color": "#0a3944",
            "icons": [
                {
                    "src": static("meldpunt/beeldmerk.svg"),
                    "sizes": "any",
                    "type": "image/svg+xml",
                    "purpose": "any",
                }
            ],
        },
        content_type="application/manifest+json",
    )
