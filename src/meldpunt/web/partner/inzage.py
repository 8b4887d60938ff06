"""Looking is recorded: one line in the log for each page or file about persons."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.web.actor import ActorRequest

REDEN = "Dit zijn gegevens die uw eigen organisatie heeft aangeleverd."
DOEL = "eigen aanleveringen volgen en verbeteren"


@transaction.atomic
def record_inzage(request: ActorRequest, handeling: str, *, objectsoort: str, object: str) -> None:
    """Write that this person looked at the persons of its own organisation."""
    record(
        handeling,
        objectsoort=objectsoort,
        object=object,
        door=request.actor,
        now=timezone.now(),
        doel=DOEL,
    )
