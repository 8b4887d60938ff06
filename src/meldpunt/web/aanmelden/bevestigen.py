"""Ask again who somebody is before what matters most: a screen left open must change no way in and give no right."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from meldpunt.toegang.aanmelden.bronnen import find_bron_for
from meldpunt.toegang.aanmelden.factoren import (
    APP,
    HERSTELCODE,
    PASSKEY,
    begin_passkeyvraag,
    check_code,
    check_passkey,
    has_factor,
    list_factoren,
)
from meldpunt.toegang.aanmelden.wachtwoord import check_wachtwoord, note_bevestigd
from meldpunt.toegang.tellers import TeVaak
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.aanmelden.formulieren import Bevestigformulier, Codeformulier
from meldpunt.web.aanmelden.poort import zonder_tweede_stap
from meldpunt.web.aanmelden.sessie import BEVESTIGD, FACTOR, confirm, place_of, safe_next
from meldpunt.web.aanmelden.woorden import read_credential, too_often

VERS: Final = 10 * 60
# Stands in for what somebody typed: a form that failed shows nothing of it.
INGEVULD: Final = "-"
View = Callable[..., HttpResponse]


def is_fresh(request: HttpRequest) -> bool:
    """Say whether this session showed a factor or password within the last ten minutes."""
    shown = request.session.get(BEVESTIGD)
    return isinstance(shown, int | float) and 0 <= time.time() - shown < VERS


def has_nothing_to_show(request: Any) -> bool:
    """Say whether somebody came by an organisation that asked no second factor, and has none here either.

    The gate lets them nowhere but to setting one up; asking for a factor or password first would shut them out.
    """
    return (
        not request.session.get(FACTOR)
        and not has_factor(request.user)
        and find_bron_for(request.user.email) is not None
    )


def vers_bevestigd(terug: str = "") -> Callable[[View], View]:
    """Let a view run only after a fresh confirmation, and come back afterwards: to `terug` or to the page itself."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if is_fresh(request) or has_nothing_to_show(request):
                return view(request, *args, **kwargs)
            return ask_again(request, reverse(terug) if terug else request.path)

        return guarded

    return wrap


def ask_again(request: HttpRequest, terug: str) -> HttpResponse:
    """Send somebody to the confirmation, and from there to this page."""
    url = f"{reverse('bevestigen')}?{urlencode({'next': terug})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


@zonder_tweede_stap
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def vraag(request: Any) -> HttpResponse:
    """Ask a factor or the password of who is signed in."""
    further = safe_next(request, request.POST.get("next", request.GET.get("next", "")))
    kinds = {factor.soort for factor in list_factoren(request.user)}
    bron = find_bron_for(request.user.email)
    form: forms.Form | None = None
    status = 200
    if request.method == "POST":
        try:
            shown = _check(request, with_password=bron is None)
        except TeVaak as problem:
            message, status = too_often(problem), 429
        except Weigering as problem:
            message = str(problem)
        else:
            note_bevestigd(gebruiker=request.user, factor=shown, now=timezone.now())
            confirm(request)
            return redirect(further or "account")
        form = (
            Bevestigformulier({"password": INGEVULD})
            if "password" in request.POST
            else Codeformulier({"code": INGEVULD})
        )
        form.add_error(None, message)
    context = {
        "form": form,
        "codeform": (form if isinstance(form, Codeformulier) else Codeformulier())
        if kinds & {APP, HERSTELCODE}
        else None,
        "wachtwoordform": (form if isinstance(form, Bevestigformulier) else Bevestigformulier())
        if bron is None and request.user.has_usable_password()
        else None,
        "passkey": begin_passkeyvraag(request.user) if PASSKEY in kinds else None,
        "bron": bron,
        "next": further,
    }
    return render(request, "registratie/bevestigen.html", context, status=status)


def _check(request: Any, *, with_password: bool) -> str:
    """Return what was shown. Raises Weigering and TeVaak."""
    now = timezone.now()
    if "credential" in request.POST:
        check_passkey(gebruiker=request.user, antwoord=read_credential(request), now=now)
        return PASSKEY
    if "password" in request.POST and with_password:
        check_wachtwoord(
            email=request.user.email, wachtwoord=request.POST["password"], plek=place_of(request), now=now
        )
        return "wachtwoord"
    return check_code(gebruiker=request.user, code=request.POST.get("code", "")[:20], now=now)
