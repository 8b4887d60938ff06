"""Signing in and out, choosing a role, and where each role begins."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from meldpunt.partijen.optreden import has_aanstelling
from meldpunt.web.actor import GEKOZEN, find_optreden
from meldpunt.web.navigatie import home_of


@method_decorator(login_not_required, name="dispatch")
class Aanmelden(auth_views.LoginView):
    """Sign in with e-mail address and password."""

    template_name = "registratie/aanmelden.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demo accounts, in the demo world only."""
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            try:
                from meldpunt.demo import ACCOUNTS
            except ImportError:
                return context
            context["demo_accounts"] = ACCOUNTS
        return context


def start(request: HttpRequest) -> HttpResponse:
    """Send everybody to the page where their role begins."""
    optreden = find_optreden(request)
    if optreden is None:
        return render(request, "registratie/geen_rol.html", status=403)
    return redirect(home_of(optreden.actor.rol))


@require_POST
def kies_rol(request: HttpRequest, aanstelling: UUID) -> HttpResponseRedirect:
    """Act from now on in another of one's own roles."""
    if has_aanstelling(request.user, aanstelling, on=timezone.localdate()):
        request.session[GEKOZEN] = str(aanstelling)
    return redirect("start")
