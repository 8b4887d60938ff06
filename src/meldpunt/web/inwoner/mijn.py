"""Mijn gegevens: sign in with DigiD, and see, take along or ask about one's own data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meldpunt.betrokkenen.inwoner import (
    Plaats,
    ask,
    get_eigen_overzicht,
    list_eigen_verzoeken,
    list_plaatsen,
    resident_actor,
    withdraw_eigen,
)
from meldpunt.betrokkenen.overzichtstuk import render_pdf, write_json
from meldpunt.rules.verzoeken import ONDERWEG, STANDEN
from meldpunt.toegang.oidc import OidcFout, read_antwoord, start_verzoek
from meldpunt.toegang.tellers import Grens, claim_try, hide_afzender
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.inwoner.afzender import client_address
from meldpunt.web.inwoner.kader import InwonerRequest, for_inwoner, show
from meldpunt.web.inwoner.makelaar import check_bsn, find_aanbieder, read_bsn
from meldpunt.web.inwoner.mijnformulieren import Demoformulier, Vraagformulier
from meldpunt.web.inwoner.mijnsessie import (
    begin_aanmelden,
    find_bsn,
    find_einde,
    sign_in,
    sign_out,
    take_aanmelden,
)
from meldpunt.web.inwoner.teksten import load_teksten

P = ParamSpec("P")
logger = structlog.get_logger()
# The pages of the reply say that they show nothing about anybody; these do.
VOET: Final = "Dit is alleen voor u. Meld u af als u klaar bent, zeker op een computer van een ander."
PER_AFZENDER: Final = Grens("mijn_aanmelden", 20, timedelta(minutes=10))


class MijnRequest(InwonerRequest):
    """A request of a resident who signed in."""

    bsn: str


def for_aangemeld(
    view: Callable[Concatenate[Any, P], HttpResponse],
) -> Callable[Concatenate[Any, P], HttpResponse]:
    """Let a view run for who signed in; everybody else begins at the first page."""

    @for_inwoner
    @wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        bsn = find_bsn(request, now=timezone.now())
        if not bsn:
            return redirect("inwoner:mijn")
        request.bsn = bsn
        return view(request, *args, **kwargs)

    return guarded


def _page(
    request: InwonerRequest, pagina: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of Mijn gegevens: in Dutch only, for it quotes what was written down."""
    around: dict[str, Any] = {
        "t": {**load_teksten("nl"), "voet": VOET},
        "taalcode": "nl",
        "talen": [],
        "einde": find_einde(request, now=timezone.now()),
    }
    return show(request, f"mijn_{pagina}", {**around, **context}, status=status)


@for_inwoner
@require_GET
def begin(request: InwonerRequest) -> HttpResponse:
    """Say what this page is for, or show the municipalities of who signed in."""
    bsn = find_bsn(request, now=timezone.now())
    if not bsn:
        context = {"makelaar": find_aanbieder() is not None, "demomakelaar": _has_demo()}
        return _page(request, "begin", context)
    places = list_plaatsen(bsn=bsn, door=resident_actor())
    found = [one for one in places if one.gevonden]
    return _page(request, "start", {"gevonden": found, "verzoeken": _requests(bsn)})


def _has_demo() -> bool:
    """Say whether the built-in stand-in for a broker is there: in the demo, and only without a real one."""
    return bool(settings.DEMO) and find_aanbieder() is None


@for_inwoner
@require_GET
def aanmelden(request: InwonerRequest) -> HttpResponse:
    """Send the browser to the broker."""
    now = timezone.now()
    aanbieder = find_aanbieder()
    if aanbieder is None:
        return redirect("inwoner:mijn")
    claim_try(grenzen=[(PER_AFZENDER, hide_afzender(client_address(request), now=now))], now=now)
    try:
        verzoek = start_verzoek(aanbieder)
    except OidcFout as problem:
        return _fail(request, problem)
    response = redirect(verzoek.url)
    begin_aanmelden(response, verzoek, now=now)
    return response


@for_inwoner
@require_GET
def terug(request: InwonerRequest) -> HttpResponse:
    """Read the answer of the broker; the code leaves the address bar at once."""
    now = timezone.now()
    claim_try(grenzen=[(PER_AFZENDER, hide_afzender(client_address(request), now=now))], now=now)
    aanbieder, begun = find_aanbieder(), take_aanmelden(request, now=now)
    if aanbieder is None or begun is None:
        return redirect("inwoner:mijn")
    try:
        bsn = read_bsn(read_antwoord(aanbieder, begun, antwoord=request.GET.dict()))
    except OidcFout as problem:
        return _fail(request, problem)
    response = redirect("inwoner:mijn")
    sign_in(response, bsn, now=now)
    return response


def _fail(request: InwonerRequest, problem: OidcFout) -> HttpResponse:
    # Only what kind of thing went wrong: an answer may hold a number.
    logger.warning("mijn_aanmelden_mislukt", reden=str(problem))
    response = _page(request, "mislukt", {}, status=502)
    sign_out(request, response)
    return response


@for_inwoner
@require_http_methods(["GET", "POST"])
def demomakelaar(request: InwonerRequest) -> HttpResponse:
    """Stand in for DigiD in the demo, so that the pages can be walked through."""
    if not _has_demo():
        raise Http404
    form = Demoformulier(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            bsn = check_bsn(form.cleaned_data["bsn"])
        except OidcFout:
            form.add_error("bsn", "Dit is geen geldig testnummer. [testnummer_ongeldig]")
        else:
            response = redirect("inwoner:mijn")
            sign_in(response, bsn, now=timezone.now())
            return response
    # An installation in use need not carry the demo; it never comes here.
    from meldpunt.demo.mijngegevens import list_testnummers

    context = {"formulier": form, "nummers": list_testnummers()}
    return _page(request, "demo", context, status=422 if form.errors else 200)


@for_aangemeld
@require_POST
def afmelden(request: MijnRequest) -> HttpResponse:
    """End the session."""
    response = redirect("inwoner:mijn")
    sign_out(request, response)
    return response


@for_aangemeld
@require_GET
def overzicht(request: MijnRequest, gemeente: str) -> HttpResponse:
    """Show everything that one municipality has about the resident."""
    place = _get_plaats(request, gemeente)
    found = get_eigen_overzicht(bsn=request.bsn, gemeente=gemeente, door=resident_actor(), now=timezone.now())
    return _page(request, "overzicht", {"overzicht": found, "gemeente": place.naam, "code": gemeente})


@for_aangemeld
@require_POST
def bestand(request: MijnRequest, gemeente: str, formaat: str) -> HttpResponse:
    """Give the overview as a file."""
    _get_plaats(request, gemeente)
    found = get_eigen_overzicht(
        bsn=request.bsn, gemeente=gemeente, door=resident_actor(), now=timezone.now(), verstrekken=True
    )
    content = render_pdf(found, naam="") if formaat == "pdf" else write_json(found)
    kind = "application/pdf" if formaat == "pdf" else "application/json"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="mijn-gegevens.{formaat}"'
    return response


def _get_plaats(request: MijnRequest, gemeente: str) -> Plaats:
    places = list_plaatsen(bsn=request.bsn, door=resident_actor())
    place = next((one for one in places if one.code == gemeente), None)
    if place is None:
        raise Http404
    return place


@for_aangemeld
@require_http_methods(["GET", "POST"])
def vraag(request: MijnRequest) -> HttpResponse:
    """Take in a request of the resident."""
    places = list_plaatsen(bsn=request.bsn, door=resident_actor())
    found = [one for one in places if one.gevonden] or places
    form = Vraagformulier(
        request.POST if request.method == "POST" else None,
        gemeenten=[(one.code, one.naam) for one in found],
        initial={"soort": request.GET.get("soort", "")},
    )
    if form.is_bound and form.is_valid():
        try:
            ask(bsn=request.bsn, **form.cleaned_data, door=resident_actor(), now=timezone.now())
        except Weigering as weigering:
            form.add_error(None, str(weigering))
        else:
            messages.success(request, "Uw verzoek is ontvangen. U krijgt binnen een maand antwoord.")
            return redirect("inwoner:mijn")
    return _page(request, "vraag", {"formulier": form}, status=422 if form.errors else 200)


def _requests(bsn: str) -> list[dict[str, Any]]:
    rows = list_eigen_verzoeken(bsn=bsn, door=resident_actor())
    return [
        {
            "beeld": one,
            "stand": STANDEN[one.status],
            "eind": max((clock.eind for clock in one.termijnen), default=None),
            "reden": next((clock.reden for clock in one.termijnen if clock.reden), ""),
            "open": one.status in ONDERWEG,
        }
        for one in rows
    ]


@for_aangemeld
@require_POST
def trek_in(request: MijnRequest, verzoek: UUID) -> HttpResponse:
    """End one of the resident's own requests."""
    try:
        withdraw_eigen(bsn=request.bsn, verzoek=verzoek, door=resident_actor(), now=timezone.now())
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, "Uw verzoek is ingetrokken.")
    return redirect("inwoner:mijn")
