"""Is a message that did not go out yet still right? A claim that was paid or taken back makes it outdated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from meldpunt.correspondentie.models import Verzending
from meldpunt.matching.models import Zaaksignaal

ACHTERHAALD: Final = "signaal_veranderd"
Persoonsleutel = tuple[UUID, UUID]


def find_veranderd(*, gemeente: str, zaken: Iterable[UUID]) -> dict[Persoonsleutel, datetime]:
    """Return for each zaak and person when a claim was last paid, withdrawn or recalled; one query."""
    rows = Zaaksignaal.objects.filter(gemeente=gemeente, zaak__in=set(zaken)).filter(
        Q(afgemeld_op__isnull=False) | Q(signaal__aanlevering__ingetrokken_op__isnull=False)
    )
    found: dict[Persoonsleutel, datetime] = {}
    for zaak, persoon, gone, recalled in rows.values_list(
        "zaak", "persoon", "afgemeld_op", "signaal__aanlevering__ingetrokken_op"
    ):
        key = (zaak, persoon)
        found[key] = max(moment for moment in (gone, recalled, found.get(key)) if moment is not None)
    return found


def is_achterhaald(row: Verzending, veranderd: dict[Persoonsleutel, datetime]) -> bool:
    """Say whether a claim on this person went away after the message was made."""
    moment = veranderd.get((row.zaak_id, row.persoon))
    return moment is not None and moment > row.gemaakt_op
