"""The secrets of a connection: sealed in one text, and bound to the row they belong to."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final
from uuid import UUID

from meldpunt.koppelingen.gegevens import Geheimen
from meldpunt.toegang.sleutelbos import decrypt, encrypt

DOEL: Final = "koppelingen"


def seal(geheimen: Geheimen, *, koppeling: UUID) -> bytes:
    """Seal the secrets of one connection."""
    return encrypt(DOEL, json.dumps(asdict(geheimen)).encode(), bij=koppeling.bytes)


def unseal(sealed: bytes, *, koppeling: UUID) -> Geheimen:
    """Open the secrets of one connection. Raises Onleesbaar."""
    return Geheimen(**json.loads(decrypt(DOEL, bytes(sealed), bij=koppeling.bytes)))
