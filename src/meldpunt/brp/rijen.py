"""Make a question about one resident due again: somebody asked, or somebody decided who is meant."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from meldpunt.brp.models import Brpbevraging


def make_due(*, zaak: UUID, gemeente: str, persoon: UUID, now: datetime) -> bool:
    """Let a resident be looked up anew and say whether there was a question; until then the last answer stands."""
    rows = Brpbevraging.objects.filter(gemeente=gemeente, zaak=zaak, persoon=persoon)
    return bool(rows.update(volgende_op=now, pogingen=0, fout_code=""))
