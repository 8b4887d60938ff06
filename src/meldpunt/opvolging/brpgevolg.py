"""What an answer of the BRP means for the work: the states of the resident follow it, set and lifted."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from meldpunt.brp.models import Brpbevraging
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.controles import settle_koppeling
from meldpunt.rules.brpoordeel import STANDEN_UIT_BRP
from meldpunt.rules.brpvraag import STAPPEN
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor

PER_KEER: Final = 50


@transaction.atomic
def follow_brp(*, door: Actor, now: datetime) -> int:
    """Let the checks of some zaken say what the BRP answered; return how many answers that were.

    The answers are claimed by their lock: two workers share them, and one that dies leaves them due.
    """
    due = Brpbevraging.objects.filter(gevolgd_op=None, beantwoord_op__isnull=False)
    rows = list(due.select_for_update(skip_locked=True, no_key=True).order_by("id")[:PER_KEER])
    for row in rows:
        # A zaak that somebody holds is waited for; those of one turn are taken in one order, so nobody waits round.
        zaak = Zaak.objects.select_for_update().get(id=row.zaak_id, gemeente=row.gemeente_id)
        if zaak.status in OPEN:
            settle_koppeling(
                zaak,
                persoon=row.persoon,
                soorten=row.standen,
                uit=STANDEN_UIT_BRP,
                toelichting=f"BRP, {STAPPEN[row.stap]}" if row.stap in STAPPEN else "BRP",
                door=door,
                now=now,
            )
        Brpbevraging.objects.filter(id=row.id, gemeente=row.gemeente_id).update(gevolgd_op=now)
    return len(rows)
