"""The door for programs: it answers what is asked under /api and passes everything else on to the screens.

Behind it stand sessions, forms and pages, of which a program has none; before it what every answer needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from meldpunt.api.problemen import NIET_GEVONDEN, Probleem, answer_plain, read_problem
from meldpunt.api.versie import VERSIE

PADEN: Final = ("/api/", "/.well-known/jwks.json", "/.well-known/oauth-authorization-server")
NUL: Final = "\0"


class ApiMiddleware:
    """Answer for the interface, whatever goes wrong, and say which version of it answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a program, or pass the request of a person on."""
        if not (request.path_info.startswith(PADEN) or request.path_info == "/api"):
            return self.get_response(request)
        try:
            response = _answer(request)
        except Exception as fout:  # no page for people ever answers a program
            response = answer_plain(read_problem(fout), path=request.path)
        response.headers["API-Version"] = VERSIE
        return response


def _answer(request: HttpRequest) -> HttpResponseBase:
    if (
        NUL in request.path_info
        or NUL in request.META.get("QUERY_STRING", "")
        or "%00" in request.META.get("QUERY_STRING", "")
    ):
        raise Probleem(400, "Er staat een teken in dat niet kan. Haal het weg. [teken_ongeldig]")
    try:
        request.resolver_match = found = resolve(request.path_info)
    except Resolver404 as problem:
        raise Probleem(404, NIET_GEVONDEN) from problem
    response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    render = getattr(response, "render", None)
    return render() if callable(render) else response
