"""How many messages wait for each receiver, and how to let them go at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Min

from meldpunt.koppelingen.wachtend import Wachtend
from meldpunt.notificaties.models import Abonnement, Notificatie
from meldpunt.notificaties.versturen import GREEP


def count_wachtend() -> Mapping[str, Wachtend]:
    """Return what waits per subscription."""
    rows = Notificatie.objects.filter(status="wacht").values("abonnement_id")
    counted = rows.annotate(aantal=Count("id"), sinds=Min("tijd")).order_by("abonnement_id")
    return {str(row["abonnement_id"]): Wachtend(row["aantal"], row["sinds"]) for row in counted}


def wake_wachtend(*, now: datetime) -> int:
    """Make due now what waits for a later try; what is being sent at this moment stays with who sends it."""
    Abonnement.objects.filter(volgende_poging_op__gt=now).update(volgende_poging_op=now)
    later = Notificatie.objects.filter(status="wacht", volgende_poging_op__gt=now + GREEP)
    return later.update(volgende_poging_op=now)
