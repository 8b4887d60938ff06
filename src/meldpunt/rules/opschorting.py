"""The stay of collection: when what is told starts it, how long it runs, what ends it, and how it is made longer.

All of it hangs on the message that the partner gets and on nothing behind that message: a stay that began or ended
with the result itself would give the result away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.openbaarmaking import Mededeling, Openbaarmakingstabel, is_betaling
from meldpunt.rules.termijnen import due_day, find_regel, write_artikel

EINDREDENEN: Final = ("termijn", "afgerond", "partnerbericht", "ingetrokken")
# Accepted help: the covenant lets the stay run on when the zaak is closed with one of these.
HULP: Final = (
    "(Budget)advies en/of quick fix",
    "Vervolghulp en/of verwijzing",
    "Vervolghulp en/of verwijzing financieel",
    "Vervolghulp en/of verwijzing niet financieel",
)
VOORTGANG: Final = ("ontvangen", "opgepakt", "in_behandeling")
_PAUZE: Final = {"opgepakt": "pauze_bij_oppakken", "hulp_aanvaard": "pauze_bij_hulp"}
# A year that was typed wrong, not an agreement.
LANGST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Pauze:
    """How long one stay runs: its last day, its length in words and the article."""

    begin: date
    eind: date
    lengte: str
    grondslag: str


def plan_pauze(versie: ConvenantVersie, *, begin: date) -> Pauze | None:
    """Give the stay that begins on a day; None where the covenant agrees on none.

    The day of the message does not count. What partners agreed ends on its day, also when that is a Sunday: the Atw
    makes terms of law longer and no others.
    """
    if versie.pauze is None:
        return None
    regel = find_regel(_PAUZE[versie.pauze.gebeurtenis], versie=versie, op=begin)
    if regel is None:
        return None
    lengte = f"{regel.waarde.aantal} {regel.waarde.eenheid}"
    return Pauze(
        begin, due_day(regel, begin), lengte, f"{versie.titel}, {write_artikel(regel.waarde.artikel)}"
    )


def ends_opschorting(tabel: Openbaarmakingstabel, mededeling: Mededeling) -> bool:
    """Say whether a running stay ends when this is told: any closing message but that of accepted help.

    What is told about payments is no closing message.
    """
    if is_betaling(mededeling.code):
        return False
    progress = {tabel.selecties[naam].mededeling for naam in VOORTGANG}
    help_accepted = {tabel.eindresultaten[naam].mededeling for naam in HULP}
    return not mededeling.start_opschorting and mededeling.code not in progress | help_accepted


def find_verlenging_bezwaar(
    versie: ConvenantVersie, *, eind: date, tot: date | None, reden: str, today: date
) -> str:
    """Return why a longer stay cannot be asked for, with its code; empty when it can."""
    if versie.pauze is None or not versie.pauze.verlengbaar:
        return (
            f"{versie.titel} laat geen langere opschorting toe. Maak met de partner een andere afspraak. "
            "[verlenging_niet_in_convenant]"
        )
    if not reden.strip():
        return "Schrijf op waarom meer tijd nodig is. De partner leest dat niet. [reden_ontbreekt]"
    if eind < today:
        return "Deze opschorting is voorbij. Zij kan niet meer langer worden. [opschorting_voorbij]"
    if tot is None or tot <= eind:
        return f"Kies een dag na {eind:%d-%m-%Y}, de laatste dag van nu. [verlenging_datum]"
    if tot > eind + LANGST:
        return f"De dag {tot:%d-%m-%Y} is meer dan een jaar later. Kies een eerdere dag. [verlenging_datum]"
    return ""


def count_resterend(*, eind: date, geeindigd: date | None, today: date) -> int:
    """Count the days a stay still runs, today not counted; 0 when it is over."""
    return 0 if geeindigd is not None else max((eind - today).days, 0)
