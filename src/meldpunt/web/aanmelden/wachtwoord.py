"""Set a password with a link from a mail, and ask for such a link."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from meldpunt.toegang.aanmelden.uitnodigen import find_account_of_link, forget_wachtwoord
from meldpunt.toegang.aanmelden.wachtwoord import set_wachtwoord
from meldpunt.toegang.tellers import TeVaak
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.aanmelden.formulieren import Nieuwwachtwoordformulier, Vergetenformulier
from meldpunt.web.aanmelden.sessie import place_of
from meldpunt.web.aanmelden.woorden import too_often

LINK = "wachtwoordlink"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def vergeten(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the answer is the same for every address."""
    form = Vergetenformulier(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            forget_wachtwoord(email=form.cleaned_data["email"], plek=place_of(request), now=timezone.now())
        except TeVaak as problem:
            form.add_error(None, too_often(problem))
            return render(request, "registratie/vergeten.html", {"form": form}, status=429)
        return render(request, "registratie/vergeten.html", {"verzonden": True})
    return render(request, "registratie/vergeten.html", {"form": form})


@login_not_required
@never_cache
@require_GET
def link(request: HttpRequest, gebruiker: UUID, token: str) -> HttpResponse:
    """Take a link in and leave its address at once: what stands in the address bar ends up in other places."""
    request.session[LINK] = [str(gebruiker), token]
    return redirect("wachtwoord_nieuw")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def nieuw(request: HttpRequest) -> HttpResponse:
    """Set a new password."""
    held = request.session.get(LINK)
    gebruiker = find_account_of_link(gebruiker=UUID(held[0]), token=held[1]) if held else None
    if gebruiker is None:
        request.session.pop(LINK, None)
        return render(request, "registratie/link_voorbij.html", status=410)
    form = Nieuwwachtwoordformulier(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_wachtwoord(
                gebruiker=gebruiker, wachtwoord=form.cleaned_data["wachtwoord"], now=timezone.now()
            )
        except Weigering as problem:
            form.add_error("wachtwoord", str(problem))
        else:
            request.session.pop(LINK, None)
            messages.success(request, "Uw wachtwoord is gezet. Meld u nu aan.")
            return redirect("aanmelden")
    return render(request, "registratie/wachtwoord.html", {"form": form, "email": gebruiker.email})
