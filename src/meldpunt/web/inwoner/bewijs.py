"""What a browser keeps between the code and the answer: signed, for these pages only, and soon gone."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from meldpunt.correspondentie.antwoordcodes import Codestand
from meldpunt.web.inwoner.teksten import PAD

BEWIJS: Final = "reageren"
LINK: Final = "reageerlink"
# Half an hour to answer; somebody else who takes the phone later finds nothing.
BEWIJS_GELDIG: Final = 30 * 60
LINK_GELDIG: Final = 2 * 60
SALT: Final = "meldpunt.reageren"


def give_bewijs(response: HttpResponse, stand: Codestand) -> None:
    """Let this browser answer with a code that was right; the code itself is not in it."""
    _set(response, BEWIJS, f"{stand.gemeente}:{stand.id}", BEWIJS_GELDIG)


def read_bewijs(request: HttpRequest) -> tuple[str, UUID] | None:
    """Return the municipality and key of the code this browser was right about, or None."""
    value = request.get_signed_cookie(BEWIJS, default=None, salt=SALT, max_age=BEWIJS_GELDIG)
    if not value:
        return None
    gemeente, _, key = value.partition(":")
    return gemeente, UUID(key)


def keep_link(response: HttpResponse, code: str) -> None:
    """Keep the code of a short link for the next page, so that it leaves the address bar at once."""
    _set(response, LINK, code, LINK_GELDIG)


def read_link(request: HttpRequest) -> str:
    """Return the code of the short link that was just opened, or ''."""
    return request.get_signed_cookie(LINK, default="", salt=SALT, max_age=LINK_GELDIG) or ""


def forget_link(response: HttpResponse) -> None:
    """Take the code of the link away once it was used."""
    response.delete_cookie(LINK, path=PAD, samesite="Lax")


def _set(response: HttpResponse, naam: str, waarde: str, seconden: int) -> None:
    # Lax: a link in an e-mail comes from another site, and its redirect must still find this.
    response.set_signed_cookie(
        naam,
        waarde,
        salt=SALT,
        max_age=seconden,
        path=PAD,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
