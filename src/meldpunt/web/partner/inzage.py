"""Looking is recorded: one line in the log for each page or file about persons."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from meldpunt.audit.actions import record_inzage as record
from meldpunt.web.actor import ActorRequest

REDEN = "Dit zijn gegevens die uw eigen organisatie heeft aangeleverd."


def record_inzage(
    request: ActorRequest, handeling: str, *, objectsoort: str, object: str, signalen: Iterable[UUID] = ()
) -> None:
    """Write that this person looked at the persons of its own organisation, and at which signalen."""
    record(
        handeling,
        objectsoort=objectsoort,
        object=object,
        signalen=signalen,
        door=request.actor,
        now=timezone.now(),
    )
