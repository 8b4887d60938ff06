"""The panels of a zaak about its partners: what they hear, whether it is still open, and the stays."""

from __future__ import annotations

from typing import Final

from meldpunt.terugkoppeling.zaakpanelen import (
    list_navraagstanden,
    list_opschortingstanden,
    list_partnerstanden,
)
from meldpunt.web.gemeente.paneel import Paneel, Zaakpagina
from meldpunt.web.gemeente.woorden import AFMELDREDEN
from meldpunt.web.opmaak import meervoud

ANTWOORD: Final = {
    "": ("Wacht op antwoord", "info"),
    "open": ("Staat nog open", "neutraal"),
    "betaald": ("Betaald", "goed"),
    "eigen_regeling": ("Eigen regeling", "goed"),
    "ingetrokken": ("Ingetrokken", "let_op"),
    "bezwaar": ("Bezwaar", "let_op"),
    "geen_antwoord": ("Geen antwoord: geldt als open", "neutraal"),
    "vervallen": ("Vervallen", "neutraal"),
}
EINDE: Final = {
    "termijn": "de termijn is voorbij",
    "afgerond": "de zaak is afgerond",
    "partnerbericht": "de partner meldde iets over deze vordering",
    "ingetrokken": "de partner trok de aanlevering in",
}


def make_opschortingen(pagina: Zaakpagina) -> Paneel | None:
    """Show which claims rest and how long still; more time is asked for here."""
    standen = list_opschortingstanden(pagina.zaak, pagina.personen, today=pagina.today)
    if not standen:
        return None
    running = sum(stand.geeindigd_op is None for stand in standen)
    return Paneel(
        "Opschorting van incasso",
        "gemeente/partners_opschortingen.html",
        {"standen": [(stand, EINDE.get(stand.einde_reden, "")) for stand in standen]},
        sleutel="opschortingen",
        telling=meervoud(running, "loopt", "lopen") if running else "voorbij",
        plaats="zij",
    )


def make_navragen(pagina: Zaakpagina) -> Paneel | None:
    """Show whether the partners were asked if it is still open, and that contact can go on."""
    standen = list_navraagstanden(pagina.zaak, pagina.personen)
    is_open = pagina.zaak.status in {"nieuw", "in_behandeling"}
    if not standen and not is_open:
        return None
    waiting = [stand for stand in standen if stand.beantwoord_op is None]
    live = [s for p in pagina.personen for s in p.signalen if s.telt and not s.overgenomen]
    content = {
        "standen": [(stand, ANTWOORD.get(stand.antwoord, ("", "neutraal"))) for stand in standen],
        "wacht": waiting,
        "uiterlijk": max((stand.antwoord_tot for stand in waiting), default=None),
        "mag_vragen": is_open and bool(live) and len(waiting) < len(live),
        "rest": bool(live),
    }
    return Paneel(
        "Staat het nog open?", "gemeente/partners_navragen.html", content, sleutel="navragen", plaats="zij"
    )


def make_mededelingen(pagina: Zaakpagina) -> Paneel | None:
    """Show per partner what it heard last and what it hears with the next step, before that is sent."""
    standen = list_partnerstanden(pagina.zaak, pagina.personen, on=pagina.today)
    content = {
        "standen": [(stand, AFMELDREDEN.get(stand.gemeld_door_partner, "")) for stand in standen],
        "stap": "zodra u oppakt" if pagina.zaak.status == "nieuw" else "zo meteen",
    }
    return Paneel(
        "Wat partners te horen krijgen",
        "gemeente/partners_mededelingen.html",
        content,
        sleutel="mededelingen",
    )
