"""Keys derived from the secret of the installation: one for each purpose, so that none tells another."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def hash_with_keys(waarde: str, *, doel: str) -> list[str]:
    """Return the keyed hash of a value for a purpose, under the present secret first and then the former ones.

    What is stored is the first; looking up takes all, so that a new SECRET_KEY ends nobody's code at once.
    """
    return [
        hmac.new(_key(str(secret), doel), waarde.encode(), hashlib.sha256).hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def _key(secret: str, doel: str) -> bytes:
    return hmac.new(secret.encode(), f"meldpunt:{doel}".encode(), hashlib.sha256).digest()
