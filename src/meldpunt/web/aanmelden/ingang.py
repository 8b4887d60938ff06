"""The way in: first the address, then the own organisation, a password or a passkey."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from meldpunt.toegang.aanmelden.bronnen import find_bron_for
from meldpunt.toegang.aanmelden.factoren import PASSKEY, begin_passkeyvraag, check_passkey
from meldpunt.toegang.aanmelden.wachtwoord import check_wachtwoord
from meldpunt.toegang.tellers import TeVaak
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.aanmelden.formulieren import Adresformulier, Wachtwoordformulier
from meldpunt.web.aanmelden.sessie import come_in, place_of, safe_next
from meldpunt.web.aanmelden.woorden import read_credential, too_often


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def toon(request: HttpRequest) -> HttpResponse:
    """Ask for the address; a domain with a provider of its own goes there, the others give a password."""
    if request.user.is_authenticated:
        return redirect("start")
    if request.method == "GET":
        return _page(request, Adresformulier())
    if "credential" in request.POST:
        return _passkey(request)
    given = _demo_account(request) or request.POST
    if "password" in given:
        return _password(request, Wachtwoordformulier(given))
    form = Adresformulier(given)
    if not form.is_valid():
        return _page(request, form)
    return _at_organisation(request, form) or _page(
        request, Wachtwoordformulier(initial={"username": form.cleaned_data["username"]})
    )


@login_not_required
@never_cache
@require_GET
def passkeyvraag(request: HttpRequest) -> JsonResponse:
    """Give the browser a challenge for whatever passkey it has for this site."""
    return JsonResponse(begin_passkeyvraag(None))


def _at_organisation(request: HttpRequest, form: forms.Form) -> HttpResponse | None:
    bron = find_bron_for(form.cleaned_data["username"])
    if bron is None:
        return None
    # A link and not a redirect: the content policy lets no form of ours end on another site.
    return render(request, "registratie/organisatie.html", {"bron": bron, "next": _next(request)})


def _password(request: HttpRequest, form: forms.Form) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form)
    elsewhere = _at_organisation(request, form)
    if elsewhere is not None:
        return elsewhere
    try:
        gebruiker = check_wachtwoord(
            email=form.cleaned_data["username"],
            wachtwoord=form.cleaned_data["password"],
            plek=place_of(request),
            now=timezone.now(),
        )
    except TeVaak as problem:
        form.add_error(None, too_often(problem))
        return _page(request, form, status=429)
    except Weigering as problem:
        form.add_error(None, str(problem))
        return _page(request, form)
    return come_in(request, gebruiker, wijze="wachtwoord", verder=_next(request))


def _passkey(request: HttpRequest) -> HttpResponse:
    try:
        gebruiker = check_passkey(gebruiker=None, antwoord=read_credential(request), now=timezone.now())
        if find_bron_for(gebruiker.email) is not None:
            # Its organisation decides at every sign-in whether this person still works there.
            raise Weigering("Meld u aan via uw eigen organisatie: vul uw e-mailadres in. [via_organisatie]")
    except Weigering as problem:
        form = Adresformulier({})
        form.errors.clear()
        form.add_error(None, str(problem))
        return _page(request, form)
    return come_in(request, gebruiker, wijze="passkey", factor=PASSKEY, verder=_next(request))


def _demo_account(request: HttpRequest) -> dict[str, str] | None:
    """Return address and password of a demo account that was clicked: no way in of its own, only less to type."""
    email = request.POST.get("proefaccount", "")
    account = next((one for one in _demo_accounts() if one.email == email), None)
    return {"username": account.email, "password": account.wachtwoord} if account else None


def _demo_accounts() -> tuple[Any, ...]:
    if not settings.DEMO:
        return ()
    try:
        from meldpunt.demo import ACCOUNTS
    except ImportError:
        return ()
    return tuple(ACCOUNTS)


def _next(request: HttpRequest) -> str:
    return safe_next(request, request.POST.get("next", request.GET.get("next", "")))


def _page(request: HttpRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": _next(request),
        "met_wachtwoord": "password" in form.fields,
        "demo_accounts": _demo_accounts(),
        "zonder_tweede_stap": not settings.MELDPUNT_MFA,
    }
    return render(request, "registratie/aanmelden.html", context, status=status)
