"""What the case worker does with an answer of a resident."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from meldpunt.correspondentie.antwoordcodes import settle_antwoord
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest
from meldpunt.web.gemeente.zaak import acts_on_zaak


@acts_on_zaak
def verwerk(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Mark an answer as acted on."""
    try:
        antwoord = UUID(request.POST.get("antwoord", ""))
    except ValueError:
        raise Weigering("Kies een antwoord van de inwoner. [antwoord_gedaan]") from None
    settle_antwoord(antwoord=antwoord, zaak=zaak, gemeente=gemeente, door=request.actor, now=timezone.now())
    return "Het antwoord van de inwoner is verwerkt."
