"""How many messages wait for the mail server or the SMS gateway, and how to let them go at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Min

from meldpunt.correspondentie.models import Verzending
from meldpunt.koppelingen.wachtend import Wachtend
from meldpunt.rules.verzenden import BEZIG


def count_wachtend(kanaal: str) -> Mapping[str, Wachtend]:
    """Return per municipality what waits to be sent."""
    rows = Verzending.objects.filter(status=Verzending.Status.WACHT, kanaal=kanaal).values("gemeente")
    counted = rows.annotate(aantal=Count("id"), sinds=Min("gemaakt_op")).order_by("gemeente")
    return {row["gemeente"]: Wachtend(row["aantal"], row["sinds"]) for row in counted}


def wake_wachtend(kanaal: str, *, now: datetime) -> int:
    """Make due now what waits for a later try; what is being sent at this moment stays with who sends it."""
    later = Verzending.objects.filter(
        status=Verzending.Status.WACHT, kanaal=kanaal, volgende_op__gt=now + BEZIG
    )
    return later.update(volgende_op=now)
