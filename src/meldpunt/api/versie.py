"""Which version of the interface this is (semver), and where it is found."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest

from meldpunt.toegang.toepassingen.aanmelden import Uitgever

VERSIE: Final = "1.0.0"
PAD: Final = "/api/v1"


def get_uitgever(request: HttpRequest) -> Uitgever:
    """Return the site by its address from outside: as the operator gave it, else as it was asked."""
    return Uitgever(settings.MELDPUNT_ADRES or f"{request.scheme}://{request.get_host()}")
