"""What every page of a resident has around it: language, headers, and the answer to trying too often."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from meldpunt.toegang.rijcontext import answering
from meldpunt.toegang.tellers import TeVaak
from meldpunt.web.actor import find_optreden
from meldpunt.web.inwoner.teksten import TALEN, Teksten, choose_taal, keep_taal, load_teksten, write_tijd

P = ParamSpec("P")


class InwonerRequest(HttpRequest):
    """A request of a resident: its language and the texts in it are known."""

    taal: str
    teksten: Teksten


def for_inwoner(
    view: Callable[Concatenate[Any, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a view run for anybody, in the chosen language; nothing of it is stored, listed or passed on."""

    @login_not_required
    @wraps(view)
    def open_view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        taal = choose_taal(request)
        request.taal, request.teksten = taal, load_teksten(taal)  # type: ignore[attr-defined]
        # The session of who is signed in, too, must be read before the rows of visitors are out of sight.
        find_optreden(request)
        with answering():
            try:
                response = view(request, *args, **kwargs)
            except TeVaak as too_often:
                response = _refuse(request, too_often)
        if request.GET.get("taal") == taal:
            keep_taal(response, taal)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        # With `no-referrer` a browser sends `Origin: null` with a form, which the check against forged forms refuses.
        # `same-origin` tells another site just as little, and no address here holds a code.
        response.setdefault("Referrer-Policy", "same-origin")
        return response

    return open_view


def show(
    request: InwonerRequest, pagina: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page of a resident; `gemeente` in the context is the name of who wrote the letter."""
    given = context or {}
    gemeente = given.get("gemeente", "")
    around = {
        "t": request.teksten,
        "taalcode": request.taal,
        "talen": [(taal, load_teksten(taal)) for taal in TALEN],
        "afzender": request.teksten["afzender"].format(gemeente=gemeente) if gemeente else "",
    }
    return render(request, f"inwoner/{pagina}.html", {**around, **given}, status=status)


def _refuse(request: Any, too_often: TeVaak) -> HttpResponse:
    wait = max(1, ceil((too_often.opnieuw_op - timezone.now()).total_seconds()))
    text = request.teksten["te_vaak_tekst"].format(tijd=write_tijd(too_often.opnieuw_op))
    response = show(request, "te_vaak", {"tekst": text}, status=429)
    response["Retry-After"] = str(wait)
    response["Referrer-Policy"] = "no-referrer"
    return response
