"""Who looked at residents' particulars: one line in the log per page, in a transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.toegang.actor import Actor


@transaction.atomic
def note_inzage(actor: Actor, *, handeling: str, objectsoort: str, object: str, gemeente: str) -> None:
    """Write that the actor looked, at what and why."""
    record(
        handeling,
        objectsoort=objectsoort,
        object=object,
        gemeente=gemeente,
        door=actor,
        now=timezone.now(),
        doel="vroegsignalering",
    )
