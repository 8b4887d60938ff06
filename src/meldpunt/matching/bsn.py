"""Show the citizen service number of one person of one zaak to who must be sure of the person (Wgs art. 8c)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from meldpunt.aanlevering.bsn import open_bsn
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.actions import record
from meldpunt.matching.models import Zaaksignaal
from meldpunt.matching.queries import check_zaak_of
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_bsn
from meldpunt.toegang.weigering import Weigering

DOEL = "Zeker weten om wie het gaat (Wgs art. 8c)"


@transaction.atomic
def reveal_bsn(*, zaak: UUID, gemeente: str, persoon: UUID, door: Actor, now: datetime) -> str:
    """Return the number of a person in a zaak, with a line in the log. Raises Weigering when none was reported."""
    check_see_bsn(door, gemeente=gemeente)
    check_zaak_of(zaak=zaak, gemeente=gemeente, door=door)
    own = Zaaksignaal.objects.filter(zaak=zaak, gemeente=gemeente, persoon=persoon).values("signaal")
    known = SignaalPersoon.objects.filter(gemeente=gemeente, id__in=own).exclude(bsn_verzegeld="")
    row = known.order_by("id").first()
    if row is None:
        raise Weigering("Geen partner leverde een BSN van deze inwoner. [bsn_onbekend]")
    record(
        "bsn_getoond",
        objectsoort="zaak",
        object=zaak,
        gemeente=gemeente,
        door=door,
        now=now,
        doel=DOEL,
        waarden={"persoon": str(persoon)},
    )
    return open_bsn(row.bsn_verzegeld)
