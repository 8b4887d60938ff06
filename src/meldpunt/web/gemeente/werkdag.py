"""What the page of a zaak says of the working day: who has it open, that it waits, who can be given it."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from meldpunt.rules.aanhouden import HOOGSTENS_DAGEN, WACHTDAGEN
from meldpunt.web.actor import ActorRequest
from meldpunt.web.gemeente.paneel import Paneel, Zaakpagina
from meldpunt.werkvoorraad.actions import list_postvakken
from meldpunt.werkvoorraad.openen import open_zaak
from meldpunt.werkvoorraad.overdrachtbeeld import list_overdrachten_of_zaak
from meldpunt.werkvoorraad.queries import list_collegas, list_teams

OPEN: Final = frozenset({"nieuw", "in_behandeling"})


def make_kop(pagina: Zaakpagina) -> Paneel:
    """Take the lock, and say who else has the zaak open, that it waits, or that it is offered elsewhere."""
    zaak = pagina.zaak
    collega = open_zaak(zaak=zaak.id, gemeente=zaak.gemeente, door=pagina.request.actor, now=timezone.now())
    offers = list_overdrachten_of_zaak(zaak=zaak.id, gemeente=zaak.gemeente)
    waits = zaak.wacht_tot if zaak.status in OPEN and zaak.wacht_tot else None
    content = {
        "collega": collega,
        "wacht_tot": waits if waits and waits > pagina.today else None,
        "ongelezen": zaak.gezien_op is None,
        "aangeboden": next((one for one in offers if one.status == "aangeboden"), None),
        "geweigerd": next((one for one in offers[:1] if one.status == "geweigerd"), None),
        "mag_aanbieden": may_offer(pagina.request),
    }
    return Paneel("Werk", "gemeente/werkdag_kop.html", content, plaats="kop")


def may_offer(request: ActorRequest) -> bool:
    """Say whether the actor may offer a zaak to another municipality."""
    return request.actor.rol in {"behandelaar", "coordinator"}


def make_wachten(pagina: Zaakpagina) -> Paneel | None:
    """Offer to hold the zaak."""
    if pagina.zaak.status not in OPEN:
        return None
    content = {"dagen": WACHTDAGEN, "hoogstens": HOOGSTENS_DAGEN}
    return Paneel("Aanhouden", "gemeente/werkdag_wachten.html", content, plaats="zij", sleutel="aanhouden")


def make_verdelen(pagina: Zaakpagina) -> Paneel | None:
    """Offer to hand the zaak over: to a colleague, a team, another inbox, another municipality."""
    zaak, actor = pagina.zaak, pagina.request.actor
    if zaak.status not in OPEN:
        return None
    mine = actor.rol != "uitvoerder"
    boxes = list_postvakken(zaak.gemeente) if actor.rol == "coordinator" else {}
    content = {
        "collegas": list_collegas(door=actor, on=pagina.today),
        "teams": list_teams(gemeenten=[zaak.gemeente]) if mine else [],
        "terug": not mine,
        "postvakken": [(key, naam) for key, naam in boxes.items() if key != zaak.postvak],
        "aanbieden": may_offer(pagina.request) and zaak.status == "in_behandeling",
    }
    return Paneel("Verdelen", "gemeente/werkdag_verdelen.html", content, plaats="zij", sleutel="verdelen")
