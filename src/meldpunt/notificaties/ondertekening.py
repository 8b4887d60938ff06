"""The signature of a message (Standard Webhooks): id, moment and body under a secret that only the two sides know.

The moment is inside what is signed, so that a message that somebody caught cannot be sent once more next week. While
a secret is being replaced both sign, so that a receiver can change over when it suits.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

VOORVOEGSEL: Final = "whsec_"
LENGTE: Final = 32


def make_geheim() -> str:
    """Return a new secret, in the form in which receivers take it over."""
    return VOORVOEGSEL + base64.b64encode(secrets.token_bytes(LENGTE)).decode()


def sign(body: bytes, *, id: UUID | str, geheimen: Sequence[str], now: datetime) -> dict[str, str]:
    """Return the headers that prove where a message comes from and when it was sent."""
    stamp = str(int(now.timestamp()))
    signed = f"{id}.{stamp}.".encode() + body
    return {
        "webhook-id": str(id),
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{_mac(geheim, signed)}" for geheim in geheimen),
    }


def _mac(geheim: str, signed: bytes) -> str:
    key = base64.b64decode(geheim.removeprefix(VOORVOEGSEL))
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
