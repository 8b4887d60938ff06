"""How much waits to go out over a connection, as the worker counted it: beheer itself sees no row about a resident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from meldpunt.koppelingen.gegevens import MELDPUNT
from meldpunt.koppelingen.models import Koppeling, Koppelingstand


@dataclass(frozen=True, slots=True)
class Wachtend:
    """How many rows wait, and since when the oldest."""

    aantal: int
    sinds: datetime | None = None

    def plus(self, other: Wachtend) -> Wachtend:
        """Return both together."""
        moments = [one.sinds for one in (self, other) if one.sinds is not None]
        return Wachtend(self.aantal + other.aantal, min(moments, default=None))


@transaction.atomic
def record_wachtend(soort: str, geteld: Mapping[str, Wachtend], *, now: datetime) -> None:
    """Write what waits per place; a municipality without a connection of its own counts with the whole meldpunt."""
    own = set(Koppeling.objects.filter(soort=soort).values_list("gemeente_id", flat=True))
    per_place: dict[str, Wachtend] = {}
    for place, waiting in geteld.items():
        key = place if place in own or len(place) != len("0000") else MELDPUNT
        per_place[key] = per_place.get(key, Wachtend(0)).plus(waiting)
    Koppelingstand.objects.filter(sleutel__startswith=f"{soort}:").exclude(
        sleutel__in=[f"{soort}:{key}" for key in per_place]
    ).update(wachtend=0, wacht_sinds=None, geteld_op=now)
    Koppelingstand.objects.bulk_create(
        [
            Koppelingstand(
                sleutel=f"{soort}:{key}", wachtend=waiting.aantal, wacht_sinds=waiting.sinds, geteld_op=now
            )
            for key, waiting in sorted(per_place.items())
        ],
        update_conflicts=True,
        unique_fields=["sleutel"],
        update_fields=["wachtend", "wacht_sinds", "geteld_op"],
    )
