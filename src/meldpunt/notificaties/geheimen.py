"""The secrets of subscriptions under their seal."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from meldpunt.notificaties.models import Abonnement
from meldpunt.toegang.sleutelbos import decrypt_text, encrypt_texts

DOEL: Final = "notificatiegeheim"


def seal_geheim(geheim: str) -> str:
    """Return a secret as it may stand in a row."""
    return encrypt_texts(DOEL, [geheim])[0]


def list_geheimen(row: Abonnement, *, now: datetime) -> list[str]:
    """Return the secrets that sign now: the newest, and the one before it while it is being replaced."""
    sealed = [row.geheim_verzegeld]
    if row.vorig_geheim_tot is not None and row.vorig_geheim_tot > now:
        sealed.append(row.vorig_geheim_verzegeld)
    return [decrypt_text(DOEL, one) for one in sealed if one]
