"""The buttons of the panel about bedreigend."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from meldpunt.opvolging import bedreigend
from meldpunt.web.actor import ActorRequest
from meldpunt.web.gemeente.zaak import acts_on_zaak


@acts_on_zaak
def bevestig(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Confirm that the situation is bedreigend."""
    bedreigend.confirm_bedreigend(
        zaak=zaak,
        gemeente=gemeente,
        grond=request.POST.get("grond", ""),
        toelichting=request.POST.get("toelichting", ""),
        door=request.actor,
        now=timezone.now(),
    )
    return "De situatie staat vast als bedreigend. Het eerste gesprek moet binnen drie werkdagen zijn."


@acts_on_zaak
def trek_in(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Withdraw that it is bedreigend."""
    bedreigend.withdraw_bedreigend(
        zaak=zaak,
        gemeente=gemeente,
        reden=request.POST.get("reden", ""),
        door=request.actor,
        now=timezone.now(),
    )
    return "De situatie staat niet meer vast als bedreigend. De termijn van drie werkdagen is gestopt."
