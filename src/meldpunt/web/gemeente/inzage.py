"""Who looked at residents' particulars: one line in the log per page and municipality, in a transaction."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import VROEGSIGNALERING, name_betrokkene
from meldpunt.toegang.actor import Actor


@transaction.atomic
def note_inzage(  # noqa: PLR0913 - who, what, of which municipality, and the residents on the page
    actor: Actor,
    *,
    handeling: str,
    objectsoort: str,
    object: str,
    gemeente: str,
    zaken: Iterable[UUID] = (),
    personen: Iterable[UUID] = (),
    signalen: Iterable[UUID | str] = (),
) -> None:
    """Write that the actor looked, at what, at whom and why; of a list every zaak on the page is named."""
    record(
        handeling,
        objectsoort=objectsoort,
        object=object,
        gemeente=gemeente,
        door=actor,
        now=timezone.now(),
        doel=VROEGSIGNALERING,
        betrokkenen=[
            *(name_betrokkene("zaak", key) for key in zaken),
            *(name_betrokkene("persoon", key) for key in personen),
            *(name_betrokkene("signaal", key) for key in signalen),
        ],
    )
