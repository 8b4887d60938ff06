"""A partner acknowledges what it was told: one message, a selection, or all that a filter shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.terugkoppeling.models import Terugkoppeling
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_speak_for_partner


@dataclass(frozen=True, slots=True, kw_only=True)
class Berichtkeuze:
    """Which messages: those named, or without names all of this code and period, seen no later than `tot_en_met`."""

    sleutels: Sequence[UUID] = ()
    code: str = ""
    periode: Sequence[datetime | None] = (None, None)
    # Nothing is acknowledged that came in after the page was made.
    tot_en_met: UUID | None = None


@transaction.atomic
def confirm_terugkoppelingen(*, keuze: Berichtkeuze, door: Actor, now: datetime) -> int:
    """Note that the partner took in these messages; return how many it had not acknowledged before."""
    check_speak_for_partner(door, partner=door.partner)
    rows = Terugkoppeling.objects.filter(partner=door.partner, bevestigd_op=None)
    if keuze.sleutels:
        rows = rows.filter(id__in=keuze.sleutels)
    elif keuze.tot_en_met is None:
        return 0
    else:
        rows = rows.filter(id__lte=keuze.tot_en_met)
        if keuze.code:
            rows = rows.filter(code=keuze.code)
        begin, end = keuze.periode
        rows = rows.filter(gemeld_op__gte=begin) if begin else rows
        rows = rows.filter(gemeld_op__lt=end) if end else rows
    changed = rows.update(bevestigd_op=now, bevestigd_door=door.gebruiker)
    if changed:
        record(
            "terugkoppeling_bevestigd",
            objectsoort="signaalpartner",
            object=str(door.partner),
            door=door,
            now=now,
            doel="terugkoppeling verwerken",
            waarden={"aantal": changed, "per_stuk": bool(keuze.sleutels)},
        )
    return changed
