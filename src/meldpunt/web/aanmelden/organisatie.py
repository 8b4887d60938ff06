"""Sign in at the provider of one's own organisation and come back."""

from __future__ import annotations

import time
from typing import Any, Final
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from meldpunt.toegang.aanmelden.bronnen import get_aanbieder, has_second_factor
from meldpunt.toegang.aanmelden.organisatie import admit
from meldpunt.toegang.oidc import OidcFout, Verzoek, read_antwoord, start_verzoek
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.aanmelden.sessie import come_in, safe_next

BEZIG: Final = "aanmelden_organisatie"
WACHTTIJD: Final = 15 * 60
STORING: Final = (
    "Uw organisatie gaf geen antwoord waarop we kunnen vertrouwen. Probeer het opnieuw. Lukt het weer niet? "
    "Bel uw eigen helpdesk. [organisatie_antwoord]"
)
logger = structlog.get_logger()


@login_not_required
@never_cache
@require_GET
def naar(request: HttpRequest, bron: UUID) -> HttpResponse:
    """Send somebody to the provider of the own organisation."""
    row, aanbieder = get_aanbieder(bron, terugkeer=_return_address())
    try:
        verzoek = start_verzoek(aanbieder)
    except OidcFout as problem:
        logger.warning("aanmeldbron_mislukt", aanmeldbron=str(row.id), reden=str(problem))
        return _refuse(request, STORING, 502)
    request.session[BEZIG] = {
        "bron": str(row.id),
        "state": verzoek.state,
        "nonce": verzoek.nonce,
        "verifier": verzoek.verifier,
        "verder": safe_next(request, request.GET.get("next", "")),
        "tijd": time.time(),
    }
    return HttpResponseRedirect(verzoek.url)


@login_not_required
@never_cache
@require_GET
def terug(request: HttpRequest) -> HttpResponse:
    """Take in who comes back, or say why not."""
    held: dict[str, Any] | None = request.session.pop(BEZIG, None)
    if held is None or time.time() - held["tijd"] > WACHTTIJD:
        return redirect("aanmelden")
    row, aanbieder = get_aanbieder(UUID(held["bron"]), terugkeer=_return_address())
    verzoek = Verzoek("", held["state"], held["nonce"], held["verifier"])
    try:
        claims = read_antwoord(aanbieder, verzoek, antwoord=request.GET.dict())
        gebruiker = admit(bron=row, claims=claims, now=timezone.now())
    except OidcFout as problem:
        logger.warning("aanmeldbron_mislukt", aanmeldbron=str(row.id), reden=str(problem))
        return _refuse(request, STORING, 401)
    except Weigering as problem:
        return _refuse(request, str(problem), 403)
    factor = "organisatie" if has_second_factor(row, claims) else ""
    return come_in(request, gebruiker, wijze="organisatie", factor=factor, verder=held["verder"])


def _return_address() -> str:
    # Of the settings, not of the request: a false Host header must not name where a code goes.
    return f"{settings.MELDPUNT_ADRES}{reverse('organisatie_terug')}"


def _refuse(request: HttpRequest, text: str, status: int) -> HttpResponse:
    context = {"fouttitel": "Aanmelden is niet gelukt", "fouttekst": text, "start_url": reverse("aanmelden")}
    return render(request, "layout/fout.html", context, status=status)
