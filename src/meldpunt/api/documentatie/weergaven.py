"""Two public pages: the description for programs, and the explanation for who writes them."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from meldpunt.api.documentatie.beschrijving import list_verzoeken, make_beschrijving
from meldpunt.api.documentatie.voorbeelden import list_voorbeelden
from meldpunt.api.documentatie.wijzigingen import VERSIES
from meldpunt.api.gemeente.doelbinding import DOEL, DOELEN, GEBRUIKER
from meldpunt.api.versie import PAD, VERSIE, get_uitgever
from meldpunt.naslag.foutcodes import list_foutcodes
from meldpunt.rules.proefinwoners import PROEFGEMEENTE, PROEFINWONERS
from meldpunt.toegang.toepassingen.scopes import SCOPES

SOORT: Final = "application/json; charset=utf-8"


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the description, to anybody and to pages of other sites too."""
    content = json.dumps(
        make_beschrijving(adres=get_uitgever(request).adres), ensure_ascii=False, indent=2
    ).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "public, max-age=300",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    response = HttpResponse(content, content_type=SOORT, headers=headers)
    found = get_conditional_response(request, etag=etag, response=response)
    return found if isinstance(found, HttpResponse) else response


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show how to begin, what there is, what can go wrong and what changed."""
    adres = get_uitgever(request).adres
    return render(
        request,
        "api/documentatie.html",
        {
            "adres": adres,
            "pad": PAD,
            "versie": VERSIE,
            "voorbeelden": list_voorbeelden(adres=adres),
            "inwoners": PROEFINWONERS,
            "proefgemeente": PROEFGEMEENTE,
            "verzoeken": list_verzoeken(make_beschrijving(adres=adres)),
            "scopes": SCOPES,
            "doelkop": DOEL,
            "gebruikerkop": GEBRUIKER,
            "doelen": DOELEN,
            "foutcodes": list_foutcodes(),
            "versies": VERSIES,
        },
    )
