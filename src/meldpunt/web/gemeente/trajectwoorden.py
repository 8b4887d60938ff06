"""What case workers read of a step or a check: in a panel and on the line of time."""

from __future__ import annotations

from datetime import date

from meldpunt.opvolging.queries import Gebeurtenis
from meldpunt.opvolging.trajectbeeld import Stapbeeld
from meldpunt.rules.controles import CONTROLESOORTEN
from meldpunt.rules.traject import name_stap
from meldpunt.web.opmaak import datum, euro_cent, meervoud

TRAJECT = ("trajectstap_vastgelegd", "trajectstap_vervallen")
CONTROLE = ("controle_gezet", "controle_opgeheven")


def tell_traject(event: Gebeurtenis) -> tuple[str, str]:
    """Write title and text of a step, or of a check, on the line of time."""
    facts = event.waarden or {}
    who = event.naam or ""
    if event.soort in CONTROLE:
        regel = CONTROLESOORTEN.get(facts["soort"])
        titel = regel.titel if regel else facts["soort"]
        where = who or ("" if facts.get("persoon") else "het adres")
        said = f"Over {where}." if where else ""
        return (f"Controle: {titel.lower()}" if event.soort == CONTROLE[0] else f"Opgeheven: {titel}"), said
    step = name_stap(facts["soort"], facts.get("aard", ""))
    when = f"Op {datum(date.fromisoformat(facts['datum']))}{f', {who}' if who else ''}."
    return (step if event.soort == TRAJECT[0] else f"Vervallen: {step}"), when


def write_details(stap: Stapbeeld, *, partner: str) -> str:
    """Write what a step adds to its title: the claim, the arrangement."""
    parts = [partner] if partner else []
    if stap.bedrag_cent is not None and stap.aantal_termijnen is not None:
        times = meervoud(stap.aantal_termijnen, "termijn", "termijnen")
        parts.append(f"{times} van {euro_cent(stap.bedrag_cent)}, vanaf {datum(stap.eerste_termijn)}")
    return " · ".join(parts)
