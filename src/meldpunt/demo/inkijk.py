"""What people of the demo world looked at, and what was refused: the privacy officer and residents find it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from meldpunt.audit.actions import record, record_weigering
from meldpunt.audit.doelen import name_betrokkene
from meldpunt.demo.werkzaak import Werkzaak
from meldpunt.toegang.actor import Actor

OP_LIJST, GEOPEND = 25, 6


@transaction.atomic
def look_around(zaken: Sequence[Werkzaak], *, door: Actor, now: datetime) -> None:
    """Let a case worker look at the inbox and open some zaken, and ask once for one of another municipality."""
    moment = now - timedelta(minutes=40)
    for gemeente in sorted({zaak.gemeente for zaak in zaken[:OP_LIJST]}):
        record(
            "postvak_ingezien",
            objectsoort="postvak",
            object=door.partij,
            gemeente=gemeente,
            door=door,
            now=moment,
            betrokkenen=[
                name_betrokkene("zaak", zaak.id) for zaak in zaken[:OP_LIJST] if zaak.gemeente == gemeente
            ],
        )
    for number, zaak in enumerate(zaken[:GEOPEND], start=1):
        record(
            "zaak_ingezien",
            objectsoort="zaak",
            object=zaak.id,
            gemeente=zaak.gemeente,
            door=door,
            now=moment + timedelta(minutes=5 * number),
            betrokkenen=[name_betrokkene("persoon", persoon) for persoon in zaak.personen],
        )
    record_weigering(pagina="gemeente:runs", waarden={}, door=door, now=now)
