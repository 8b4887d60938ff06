"""The line of time of a zaak: what happened and what partners were told, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from meldpunt.opvolging.queries import Gebeurtenis
from meldpunt.terugkoppeling.zaak import Gemeld
from meldpunt.web.gemeente.woorden import DAGDEEL, title_of, write_code
from meldpunt.web.opmaak import datum, euro_cent, maand_en_jaar

Rij = dict[str, Any]
# what happened -> title, icon, tone
GEBEURTENIS: Final = {
    "signaal": ("Signaal ontvangen", "signaal", ""),
    "signaal_later": ("Nieuw signaal bij deze zaak", "signaal", "info"),
    "ingetrokken": ("Signaal ingetrokken door de partner", "herroep", "gevaar"),
    "run_automatisch": ("Signalen samengebracht tot een zaak", "huis", ""),
    "run_lijst": ("Op de maandlijst gezet", "lijst", ""),
    "run_intrekking": ("Bijgewerkt na een intrekking", "herroep", ""),
    "zaak_opgepakt": ("Opgepakt", "vink", "goed"),
    "zaak_overgenomen": ("Overgenomen van een collega", "persoon", ""),
    "zaak_toegewezen": ("Toegewezen", "persoon", ""),
    "zaak_overgedragen": ("Overgedragen", "groep", ""),
    "zaak_gesloten": ("Gesloten", "vink", "goed"),
    "zaak_heropend": ("Heropend", "herroep", "let_op"),
    # of werkdag
    "run_overdracht": ("Overgekomen van een andere gemeente", "huis", "info"),
    "zaak_verplaatst": ("Naar een ander postvak", "bak", ""),
    "zaak_aangehouden": ("Aangehouden", "klok", ""),
    "zaak_hervat": ("Hervat", "klok", ""),
    "zaak_terug_van_wacht": ("Terug van wachten", "klok", "let_op"),
    "overdracht_aangeboden": ("Aangeboden aan een andere gemeente", "groep", ""),
    "overdracht_aanvaard": ("De andere gemeente nam de zaak over", "vink", "goed"),
    "overdracht_geweigerd": ("De andere gemeente nam de zaak niet over", "kruis", "let_op"),
    "overdracht_ingetrokken": ("Aanbod aan een andere gemeente ingetrokken", "herroep", ""),
    "overdracht_ontvangen": ("Overgenomen van een andere gemeente", "groep", "info"),
}
POGINGICOON: Final = {"Telefoon": "telefoon", "Huisbezoek": "bezoek", "Brief": "brief", "Mail": "brief"}


def make_tijdlijn(gebeurtenissen: Sequence[Gebeurtenis], gemeld: Sequence[Gemeld]) -> list[Rij]:
    """Give everything that happened, with what partners were told, the newest first."""
    return sorted([*map(_event, gebeurtenissen), *_told(gemeld)], key=lambda e: e["moment"], reverse=True)


def _told(gemeld: Sequence[Gemeld]) -> list[Rij]:
    """Give what partners were told; those who heard the same at the same moment share a line."""
    together: dict[tuple[datetime, str], list[str]] = {}
    for one in gemeld:
        together.setdefault((one.moment, one.zin), []).append(one.partner)
    return [
        {
            "titel": f"{join_names(partners)} {'kreeg' if len(set(partners)) == 1 else 'kregen'} bericht",
            "moment": moment,
            "tekst": f"“{zin}”",
            "icoon": "brief",
            "toon": "info",
        }
        for (moment, zin), partners in together.items()
    ]


def join_names(namen: Sequence[str]) -> str:
    """Write names in a row: PWN, Vitens en Ymere."""
    *first, last = sorted(set(namen))
    return f"{', '.join(first)} en {last}" if first else last


def _event(event: Gebeurtenis) -> Rij:
    if event.soort == "contactpoging":
        return _poging(event)
    titel, icoon, toon = GEBEURTENIS[event.soort]
    titel, tekst = _tell(event, titel)
    return {
        "titel": titel,
        "moment": event.moment,
        "door": event.door,
        "tekst": tekst,
        "icoon": icoon,
        "toon": toon,
    }


def _tell(event: Gebeurtenis, titel: str) -> tuple[str, str]:
    """Write title and text of an event from what it carries."""
    facts = event.waarden or {}
    match event.soort:
        case "signaal" | "signaal_later" | "ingetrokken":
            kind = write_code(facts["type"])
            return titel, f"{kind}, {euro_cent(facts['bedrag_cent'])}, over {facts['voor']}."
        case "zaak_aangehouden":
            return f"Aangehouden tot {datum(date.fromisoformat(facts['tot']))}", ""
        case "run_automatisch" | "run_lijst" | "run_intrekking" | "run_overdracht":
            version = datum(facts["versie"])
            return (
                titel,
                f"{maand_en_jaar(facts['maand']).capitalize()}, {title_of(facts['convenant'])}, versie {version}.",
            )
        case "zaak_toegewezen":
            return f"Toegewezen aan {event.naam or 'een collega'}", ""
        case "zaak_overgedragen":
            return (
                f"Overgedragen aan {facts['aan']}" if facts.get("aan") else "Teruggehaald van het team"
            ), ""
        case "zaak_gesloten":
            return f"Gesloten: {facts.get('eindresultaat', '')}", ""
        case "zaak_heropend":
            return titel, str(facts.get("reden", ""))
    return titel, ""


def _poging(event: Gebeurtenis) -> Rij:
    soort = (event.waarden or {}).get("soort", "Contact")
    who = f", {event.naam}" if event.naam else ""
    when = f"{datum(event.dag)} {DAGDEEL.get(event.dagdeel, '')}{who}."
    return {
        "titel": f"{soort}: {'bereikt' if event.bereikt else 'niet bereikt'}",
        "moment": event.moment,
        "door": event.door,
        "tekst": f"{when[0].upper()}{when[1:]} {event.tekst}".strip(),
        "icoon": POGINGICOON.get(soort, "telefoon"),
        "toon": "goed" if event.bereikt else "let_op",
    }
