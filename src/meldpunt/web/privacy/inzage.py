"""Looking by the privacy officer is recorded as well."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.web.actor import ActorRequest


@transaction.atomic
def note_inzage(request: ActorRequest, handeling: str, *, objectsoort: str, object: str) -> None:
    """Write that the privacy officer looked."""
    record(
        handeling,
        objectsoort=objectsoort,
        object=object,
        door=request.actor,
        now=timezone.now(),
        doel="toezicht",
    )
