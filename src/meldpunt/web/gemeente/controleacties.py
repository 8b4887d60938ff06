"""Set and lift a check before contact."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from meldpunt.matching.queries import get_zaak
from meldpunt.opvolging.controlebeeld import list_controles
from meldpunt.opvolging.controles import lift_controle, set_controle
from meldpunt.rules.controles import CONTROLESOORTEN
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest
from meldpunt.web.gemeente.zaak import acts_on_zaak


@acts_on_zaak
def zet(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Set a state for a resident or the address."""
    soort = request.POST.get("soort", "")
    set_controle(
        zaak=zaak,
        gemeente=gemeente,
        soort=soort,
        persoon=_read_key(request.POST.get("persoon", "")),
        toelichting=request.POST.get("toelichting", ""),
        door=request.actor,
        now=timezone.now(),
    )
    return f"Vastgelegd: {CONTROLESOORTEN[soort].titel}. {CONTROLESOORTEN[soort].gevolg}"


@acts_on_zaak
def hef_op(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Lift a state that was set by hand."""
    beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=request.actor)
    rows = list_controles([(gemeente, beeld.id)], on=timezone.localdate()).get(beeld.id, [])
    known = {str(row.id): row for row in rows if row.id and not row.van_eerder}
    row = known.get(request.POST.get("controle", ""))
    if row is None or row.id is None:
        raise Weigering("Deze controle is al opgeheven. Ververs de pagina. [controle_opgeheven]")
    lift_controle(controle=row.id, gemeente=gemeente, door=request.actor, now=timezone.now())
    return f"Opgeheven: {CONTROLESOORTEN[row.soort].titel}."


def _read_key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Weigering("Kies een persoon van deze zaak. [persoon_onbekend]") from None
