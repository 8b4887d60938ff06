"""The second step of signing in: a code of the app, a passkey, or a recovery code."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from meldpunt.toegang.aanmelden.factoren import (
    APP,
    PASSKEY,
    begin_passkeyvraag,
    check_code,
    check_passkey,
    list_factoren,
)
from meldpunt.toegang.tellers import TeVaak
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.aanmelden.formulieren import Codeformulier
from meldpunt.web.aanmelden.sessie import FACTOR, Wachtende, find_wachtende, finish
from meldpunt.web.aanmelden.woorden import read_credential, too_often


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def vraag(request: HttpRequest) -> HttpResponse:
    """Ask the second factor of who gave a password, or of a session that began without."""
    who = find_wachtende(request)
    if who is None and request.user.is_authenticated and not request.session.get(FACTOR):
        who = Wachtende(request.user, "wachtwoord", "")
    if who is None:
        return redirect("aanmelden")
    form = Codeformulier()
    status = 200
    if request.method == "POST":
        try:
            factor = _check(request, who)
        except TeVaak as problem:
            message, status = too_often(problem), 429
        except Weigering as problem:
            message = str(problem)
        else:
            return finish(request, who.gebruiker, wijze=who.wijze, factor=factor, verder=who.verder)
        form = Codeformulier(request.POST if "code" in request.POST else {"code": "-"})
        form.add_error(None, message)
    return _page(request, who, form, status)


def _check(request: HttpRequest, who: Wachtende) -> str:
    now = timezone.now()
    if "credential" in request.POST:
        check_passkey(gebruiker=who.gebruiker, antwoord=read_credential(request), now=now)
        return PASSKEY
    return check_code(gebruiker=who.gebruiker, code=request.POST.get("code", "")[:20], now=now)


def _page(request: HttpRequest, who: Wachtende, form: Codeformulier, status: int) -> HttpResponse:
    kinds = {factor.soort for factor in list_factoren(who.gebruiker)}
    context = {
        "form": form,
        "app": APP in kinds,
        "passkey": begin_passkeyvraag(who.gebruiker) if PASSKEY in kinds else None,
    }
    return render(request, "registratie/tweede_stap.html", context, status=status)
