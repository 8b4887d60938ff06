"""The broker through which residents sign in with DigiD: what it must say before it is believed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from meldpunt.rules.normalisatie import find_bsn
from meldpunt.toegang.oidc import Aanbieder, OidcFout


def find_aanbieder() -> Aanbieder | None:
    """Return the broker of this installation; none when it has none."""
    if not settings.MELDPUNT_DIGID_ISSUER:
        return None
    return Aanbieder(
        settings.MELDPUNT_DIGID_ISSUER,
        settings.MELDPUNT_DIGID_CLIENT_ID,
        settings.MELDPUNT_DIGID_GEHEIM,
        f"{settings.MELDPUNT_ADRES}{reverse('inwoner:mijn_terug')}",
        scope=settings.MELDPUNT_DIGID_SCOPE,
        acr=tuple(settings.MELDPUNT_DIGID_ACR),
    )


def read_bsn(claims: Mapping[str, Any]) -> str:
    """Return the number in the claims. Raises OidcFout below the level that was asked for, or without a number."""
    if claims.get("acr") not in settings.MELDPUNT_DIGID_ACR:
        raise OidcFout("acr")
    for name in settings.MELDPUNT_DIGID_BSN:
        # Brokers write the number alone, or behind a prefix with a colon.
        text = str(claims.get(name, "")).rpartition(":")[2]
        if text:
            return check_bsn(text)
    raise OidcFout("no number in the claims")


def check_bsn(text: str) -> str:
    """Return a number in nine digits. Raises OidcFout when it is none."""
    found = find_bsn(text)
    if found is None:
        raise OidcFout("not a number of a person")
    return found
