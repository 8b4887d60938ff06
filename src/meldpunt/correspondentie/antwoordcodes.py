"""The code with which a resident answers: given out once in readable form, kept as a keyed hash only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from meldpunt.correspondentie.models import Antwoordcode

# Without what looks alike on paper: 0 and O, 1 and I and L.
ALFABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTE: Final = 10
GELDIG: Final = timedelta(days=42)


def hash_code(code: str) -> str:
    """Hash a code under a key of this installation; spaces, dashes and case make no difference."""
    plain = "".join(sign for sign in code.upper() if sign in ALFABET)
    key = hashlib.sha256(f"antwoordcode:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


def issue_code(  # noqa: PLR0913 - a code belongs to these
    *,
    zaak: UUID,
    gemeente: str,
    persoon: UUID | None,
    kanaal: str,
    verzending: UUID | None,
    now: datetime,
) -> str:
    """Make a code for one resident, valid for six weeks, and return it: the only time that it can be read."""
    signs = "".join(secrets.choice(ALFABET) for _ in range(LENGTE))
    code = f"{signs[:5]}-{signs[5:]}"
    Antwoordcode.objects.create(
        gemeente_id=gemeente,
        zaak_id=zaak,
        persoon=persoon,
        verzending_id=verzending,
        kanaal=kanaal,
        code_hash=hash_code(code),
        gemaakt_op=now,
        geldig_tot=now + GELDIG,
    )
    return code
