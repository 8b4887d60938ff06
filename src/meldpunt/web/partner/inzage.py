"""Looking is recorded: one line in the log for each page or file about persons."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import EIGEN_AANLEVERINGEN, name_betrokkene
from meldpunt.web.actor import ActorRequest

REDEN = "Dit zijn gegevens die uw eigen organisatie heeft aangeleverd."
# A file may hold thousands of signalen; a line of the log names no more than these.
PER_REGEL = 500


@transaction.atomic
def record_inzage(
    request: ActorRequest, handeling: str, *, objectsoort: str, object: str, signalen: Iterable[UUID] = ()
) -> None:
    """Write that this person looked at the persons of its own organisation, and at which signalen."""
    named = [name_betrokkene("signaal", key) for key in dict.fromkeys(signalen)]
    for start in range(0, max(1, len(named)), PER_REGEL):
        record(
            handeling,
            objectsoort=objectsoort,
            object=object,
            door=request.actor,
            now=timezone.now(),
            doel=EIGEN_AANLEVERINGEN,
            betrokkenen=named[start : start + PER_REGEL],
        )
