"""Where each role begins, choosing another of one's roles, and signing out."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from meldpunt.partijen.optreden import has_aanstelling
from meldpunt.toegang.aanmelden.sessies import close_sessie
from meldpunt.web.aanmelden.poort import zonder_tweede_stap
from meldpunt.web.aanmelden.sessie import rotate
from meldpunt.web.actor import GEKOZEN, find_optreden
from meldpunt.web.navigatie import home_of


def start(request: HttpRequest) -> HttpResponse:
    """Send everybody to the page where their role begins."""
    optreden = find_optreden(request)
    if optreden is None:
        return render(request, "registratie/geen_rol.html", status=403)
    return redirect(home_of(optreden.actor.rol))


@require_POST
def kies_rol(request: HttpRequest, aanstelling: UUID) -> HttpResponseRedirect:
    """Act from now on in another of one's own roles, in a session with a new key."""
    if has_aanstelling(request.user, aanstelling, on=timezone.localdate()):
        request.session[GEKOZEN] = str(aanstelling)
        rotate(request)
    return redirect("start")


@zonder_tweede_stap
@require_POST
def afmelden(request: HttpRequest) -> HttpResponseRedirect:
    """Sign out."""
    close_sessie(sleutel=str(request.session.session_key), now=timezone.now())
    logout(request)
    return redirect("aanmelden")
