"""What a session holds about signing in, and the two steps by which somebody comes in."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from meldpunt.toegang.aanmelden.binnenkomst import enter
from meldpunt.toegang.aanmelden.factoren import has_factor
from meldpunt.toegang.aanmelden.plek import Plek
from meldpunt.toegang.aanmelden.sessies import close_sessie, move_sessie
from meldpunt.toegang.aanmelden.wachtwoord import find_account
from meldpunt.web.inwoner.afzender import client_address

# Which second factor this session passed; without it only the pages that set one up open.
FACTOR: Final = "tweede_stap"
# Who gave a password and must show a second factor still.
WACHT: Final = "aanmelding"
WACHTTIJD: Final = 10 * 60
ACHTERKANT: Final = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class Wachtende:
    """Somebody halfway in."""

    gebruiker: Any
    wijze: str
    verder: str


def place_of(request: HttpRequest) -> Plek:
    """Return where a request comes from."""
    return Plek(client_address(request), str(request.META.get("HTTP_USER_AGENT", ""))[:300])


def safe_next(request: HttpRequest, given: str) -> str:
    """Return a place on this site to go on to; nothing when it lies elsewhere."""
    own = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    return given if own else ""


def come_in(
    request: HttpRequest, gebruiker: Any, *, wijze: str, factor: str = "", verder: str = ""
) -> HttpResponse:
    """Let somebody in who is known now, or ask the second factor first when there is one to ask."""
    if not factor and has_factor(gebruiker):
        request.session[WACHT] = {
            "gebruiker": str(gebruiker.id),
            "teken": gebruiker.get_session_auth_hash(),
            "wijze": wijze,
            "verder": verder,
            "tijd": time.time(),
        }
        return redirect("tweede_stap")
    return finish(request, gebruiker, wijze=wijze, factor=factor, verder=verder)


def finish(
    request: HttpRequest, gebruiker: Any, *, wijze: str, factor: str, verder: str = ""
) -> HttpResponse:
    """Sign somebody in: a new session key, a line, and a word about what is odd."""
    request.session.pop(WACHT, None)
    with transaction.atomic():
        if request.user.is_authenticated:
            # It began without a second factor, and goes on as another one.
            close_sessie(sleutel=str(request.session.session_key), now=timezone.now())
        login(request, gebruiker, backend=ACHTERKANT)
        request.session[FACTOR] = factor
        found = enter(
            gebruiker=gebruiker,
            sleutel=str(request.session.session_key),
            wijze=wijze,
            factor=factor,
            plek=place_of(request),
            now=timezone.now(),
        )
    if "tegelijk" in found.opvallend:
        messages.warning(
            request,
            "U bent ook ergens anders aangemeld. Was u dat niet? Beëindig die sessie bij "
            "'Aanmelden en veiligheid' en bel uw beheerder. [tegelijk_aangemeld]",
        )
    return redirect(safe_next(request, verder) or "start")


def find_wachtende(request: HttpRequest) -> Wachtende | None:
    """Return who is halfway in, if that was not too long ago and nothing ended it meanwhile."""
    held = request.session.get(WACHT)
    if not isinstance(held, dict) or time.time() - float(held["tijd"]) > WACHTTIJD:
        return None
    gebruiker = find_account(UUID(held["gebruiker"]))
    if gebruiker is None or gebruiker.get_session_auth_hash() != held["teken"]:
        return None
    return Wachtende(gebruiker, held["wijze"], held["verder"])


def rotate(request: HttpRequest) -> None:
    """Give the session a new key: who may do more from now on does so under another one."""
    old = str(request.session.session_key)
    request.session.cycle_key()
    move_sessie(oud=old, nieuw=str(request.session.session_key))
