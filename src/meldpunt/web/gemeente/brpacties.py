"""Ask the BRP anew about a resident of a zaak."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from meldpunt.brp.actions import ask_again
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest
from meldpunt.web.gemeente.zaak import acts_on_zaak


@acts_on_zaak
def vraag_opnieuw(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Ask the BRP anew about one resident."""
    ask_again(
        zaak=zaak,
        gemeente=gemeente,
        persoon=_read_persoon(request.POST.get("persoon", "")),
        door=request.actor,
        now=timezone.now(),
    )
    return "Het meldpunt vraagt het de BRP opnieuw. Het antwoord staat hier binnen een paar minuten."


def _read_persoon(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Weigering("Kies een persoon van deze zaak. [persoon_onbekend]") from None
