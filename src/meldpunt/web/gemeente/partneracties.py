"""What a case worker asks of the partners of a zaak."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone

from meldpunt.terugkoppeling.navragen import ask_navraag
from meldpunt.terugkoppeling.opschortingen import ask_verlenging
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest
from meldpunt.web.bladeren import find_sleutel
from meldpunt.web.gemeente.zaak import acts_on_zaak
from meldpunt.web.opmaak import meervoud


@acts_on_zaak
def vraag_na(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Ask the partners whether their claims are still open."""
    asked = ask_navraag(zaak=zaak, gemeente=gemeente, door=request.actor, now=timezone.now())
    return f"{meervoud(asked, 'vraag', 'vragen')} gesteld. Zonder antwoord geldt de vordering als open."


@acts_on_zaak
def vraag_verlenging(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Ask a partner for more time."""
    opschorting = find_sleutel(request.POST.get("opschorting", ""))
    if opschorting is None:
        raise Weigering("Kies een opschorting die loopt. [opschorting_onbekend]")
    try:
        tot = date.fromisoformat(request.POST.get("tot", ""))
    except ValueError:
        tot = None
    ask_verlenging(
        opschorting=opschorting,
        zaak=zaak,
        gemeente=gemeente,
        tot=tot,
        reden=request.POST.get("reden", ""),
        door=request.actor,
        now=timezone.now(),
    )
    return "De vraag ligt bij de partner. De opschorting wordt pas langer als de partner instemt."
