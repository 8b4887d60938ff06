"""Set up a second factor: choose, an app, a passkey; and the recovery codes that come with the first."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meldpunt.toegang.aanmelden.factoren import (
    APP,
    PASSKEY,
    add_app,
    add_passkey,
    begin_passkey,
    has_factor,
    make_appsleutel,
    make_herstelcodes,
)
from meldpunt.toegang.tellers import TeVaak
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.aanmelden.formulieren import Appformulier, Passkeyformulier
from meldpunt.web.aanmelden.poort import zonder_tweede_stap
from meldpunt.web.aanmelden.sessie import FACTOR, rotate
from meldpunt.web.aanmelden.woorden import read_credential, too_often

GEHEIM, CODES = "app_geheim", "herstelcodes"
View = Callable[[Any], HttpResponse]


def _own(view: View) -> View:
    """Let a view run for who has no second factor yet or showed it: a stolen password sets up nothing."""

    @wraps(view)
    def guarded(request: Any) -> HttpResponse:
        if not request.session.get(FACTOR) and has_factor(request.user):
            return redirect("tweede_stap")
        return view(request)

    return zonder_tweede_stap(never_cache(guarded))


@_own
@require_GET
def kies(request: Any) -> HttpResponse:
    """Let somebody choose a second factor."""
    return render(request, "registratie/instellen.html", {"eerste": not has_factor(request.user)})


@_own
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def app(request: Any) -> HttpResponse:
    """Show the secret for an app, and keep it once the app gives a right code."""
    form = Appformulier(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = add_app(
                gebruiker=request.user,
                geheim=request.session.get(GEHEIM, ""),
                code=form.cleaned_data["code"],
                now=timezone.now(),
            )
        except TeVaak as problem:
            form.add_error(None, too_often(problem))
        except Weigering as problem:
            form.add_error("code", str(problem))
        else:
            request.session.pop(GEHEIM, None)
            return _added(request, APP, codes)
    key = make_appsleutel(request.user, geheim=request.session.get(GEHEIM, ""))
    request.session[GEHEIM] = key.geheim
    context = {
        "form": form,
        "geheim": " ".join(key.geheim[i : i + 4] for i in range(0, len(key.geheim), 4)),
        "beeld": f"data:image/svg+xml;base64,{base64.b64encode(key.svg.encode()).decode()}",
    }
    return render(request, "registratie/instellen_app.html", context)


@_own
@require_http_methods(["GET", "POST"])
def passkey(request: Any) -> HttpResponse:
    """Let the browser make a passkey, and keep it."""
    form = Passkeyformulier(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = add_passkey(
                gebruiker=request.user,
                naam=form.cleaned_data["naam"],
                antwoord=read_credential(request),
                now=timezone.now(),
            )
        except Weigering as problem:
            form.add_error(None, str(problem))
        else:
            return _added(request, PASSKEY, codes)
    context = {"form": form, "opties": begin_passkey(request.user)}
    return render(request, "registratie/instellen_passkey.html", context)


@_own
@require_http_methods(["GET", "POST"])
def herstelcodes(request: Any) -> HttpResponse:
    """Show fresh recovery codes until somebody says they are kept; then nobody sees them again."""
    codes = request.session.get(CODES)
    if not codes:
        return redirect("account")
    if request.method == "POST":
        request.session.pop(CODES, None)
        return redirect("start")
    return render(request, "registratie/herstelcodes.html", {"codes": codes})


@_own
@require_POST
def nieuwe_codes(request: Any) -> HttpResponse:
    """Make new recovery codes; the old ones stop working."""
    if not has_factor(request.user):
        return redirect("tweede_stap_instellen")
    request.session[CODES] = make_herstelcodes(gebruiker=request.user, now=timezone.now())
    return redirect("herstelcodes")


def _added(request: HttpRequest, factor: str, codes: list[str]) -> HttpResponse:
    request.session[FACTOR] = request.session.get(FACTOR) or factor
    rotate(request)
    messages.success(request, "Uw tweede stap staat aan.")
    if codes:
        request.session[CODES] = codes
        return redirect("herstelcodes")
    return redirect("account")
