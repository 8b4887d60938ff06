"""How many questions wait for the BRP, and how to let them go at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Min

from meldpunt.brp.models import Brpbevraging
from meldpunt.koppelingen.wachtend import Wachtend


def count_wachtend() -> Mapping[str, Wachtend]:
    """Return per municipality what waits to be asked."""
    rows = Brpbevraging.objects.filter(volgende_op__isnull=False).values("gemeente")
    counted = rows.annotate(aantal=Count("id"), sinds=Min("gemaakt_op")).order_by("gemeente")
    return {row["gemeente"]: Wachtend(row["aantal"], row["sinds"]) for row in counted}


def wake_wachtend(*, now: datetime) -> int:
    """Make due now what waits for a later try; one that is being asked may be asked twice, and counts once."""
    return Brpbevraging.objects.filter(volgende_op__gt=now).update(volgende_op=now)
