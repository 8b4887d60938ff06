"""The panel with what residents answered, and what there is to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from meldpunt.opvolging.antwoorden import Antwoordbeeld, list_antwoorden
from meldpunt.web.gemeente.paneel import Paneel, Zaakpagina
from meldpunt.web.gemeente.woorden import ANTWOORD, DAGDEEL
from meldpunt.web.opmaak import datum, datumtijd

# kind -> what to do, and where a button leads: to the attempt, to closing, or nowhere
ADVIES: Final = {
    "bel_mij": ("Bel op het gekozen moment en leg de poging vast. Kies daarna ‘Verwerkt’.", "poging"),
    "al_betaald": (
        "Vraag de partners of de vordering nog openstaat. Is alles betaald of geregeld? Sluit de zaak dan met "
        "‘Inwoner heeft zelf al betaald/betalingsregeling getroffen’. Staat er nog iets open? Zoek dan contact.",
        "sluiten",
    ),
    "niet_ik": (
        "Ga na wie er op dit adres woont, bijvoorbeeld in de BRP, en of de brief naar de juiste persoon ging. Kiest u "
        "‘Verwerkt’, dan werken de codes van deze persoon niet meer.",
        "",
    ),
    "geen_hulp": (
        "Bel of schrijf deze inwoner niet meer over deze zaak. Sluit de zaak met ‘Inwoner regelt het zelf’. Gaat het "
        "om een bedreigende situatie? Overleg dan eerst. Sluiten gebeurt nooit vanzelf.",
        "sluiten",
    ),
}


def make_paneel(pagina: Zaakpagina) -> Paneel | None:
    """Show the answers that wait, with what to do, and the earlier ones folded away; nothing without answers."""
    antwoorden = list_antwoorden(zaak=pagina.zaak.id, gemeente=pagina.zaak.gemeente)
    if not antwoorden:
        return None
    names = {persoon.id: persoon.naam for persoon in pagina.personen}
    shown = names if len(names) > 1 else {}
    waiting = [_describe(antwoord, shown) for antwoord in antwoorden if antwoord.is_open]
    done = [_describe(antwoord, shown) for antwoord in antwoorden if not antwoord.is_open]
    return Paneel(
        titel="Antwoord van de inwoner",
        sjabloon="gemeente/antwoord.html",
        inhoud={"open": waiting, "eerder": done, "in_hand": pagina.zaak.status == "in_behandeling"},
        sleutel="antwoord",
        telling="te verwerken" if waiting else "",
    )


def _describe(antwoord: Antwoordbeeld, names: Mapping[UUID, str]) -> dict[str, Any]:
    advies, actie = ADVIES[antwoord.soort]
    day = f"{datum(antwoord.dag)}, {DAGDEEL[antwoord.dagdeel]}" if antwoord.dag else ""
    return {
        "id": antwoord.id,
        "titel": f"“{ANTWOORD[antwoord.soort].capitalize()}”",
        "wanneer": day,
        "telefoon": antwoord.telefoon,
        "opmerking": antwoord.opmerking,
        "ontvangen": datumtijd(antwoord.ontvangen_op),
        "voor": names.get(antwoord.persoon, "") if antwoord.persoon else "",
        "advies": advies,
        "actie": actie,
        "einde": _end_of(antwoord),
    }


def _end_of(antwoord: Antwoordbeeld) -> str:
    if antwoord.vervangen_op:
        return f"vervangen door een nieuw antwoord, {datumtijd(antwoord.vervangen_op)}"
    return f"verwerkt door {antwoord.verwerkt_door or 'een collega'}, {datumtijd(antwoord.verwerkt_op)}"
