"""The line of time of a zaak: what happened and what partners were told, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from meldpunt.opvolging.queries import Gebeurtenis
from meldpunt.terugkoppeling.zaak import Gemeld
from meldpunt.web.gemeente.brpwoorden import write_uitkomst
from meldpunt.web.gemeente.trajectwoorden import CONTROLE, TRAJECT, tell_traject
from meldpunt.web.gemeente.woorden import ANTWOORD, DAGDEEL, title_of, write_code
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
    "partner_meldde": ("De partner meldde iets", "herroep", "let_op"),
    "navraag_gesteld": ("Partners gevraagd of het nog openstaat", "vraag", ""),
    "verlenging_gevraagd": ("Langere opschorting gevraagd", "klok", ""),
    "bedreigend_vastgesteld": ("Bedreigend: vastgesteld", "let_op", "gevaar"),
    "bedreigend_ingetrokken": ("Niet meer bedreigend", "herroep", ""),
    "antwoord_ontvangen": ("De inwoner gaf antwoord", "brief", "info"),
    "antwoord_verwerkt": ("Antwoord van de inwoner verwerkt", "vink", ""),
    "trajectstap_vastgelegd": ("Stap vastgelegd", "vink", "goed"),
    "trajectstap_vervallen": ("Stap vervallen", "herroep", "let_op"),
    "brp_bevraagd": ("Nagekeken in de BRP", "schild", ""),
    "brp_opnieuw_gevraagd": ("BRP opnieuw gevraagd", "herroep", ""),
    "controle_gezet": ("Controle", "schild", "let_op"),
    "controle_opgeheven": ("Controle opgeheven", "schild", ""),
    "bericht_gemaakt": ("Bericht gemaakt", "brief", ""),
    "bericht_ingetrokken": ("Bericht ingetrokken", "herroep", "let_op"),
    "bericht_mislukt": ("Bericht niet aangekomen", "fout", "gevaar"),
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
BERICHT: Final = {"brief": "Brief", "kaartje": "Kaartje", "mail": "E-mail", "sms": "Sms"}
BERICHTDAAD: Final = {
    "bericht_gemaakt": "gemaakt",
    "bericht_ingetrokken": "ingetrokken",
    "bericht_mislukt": "niet verzonden",
}
POGINGICOON: Final = {
    "Telefoon": "telefoon",
    "Huisbezoek": "bezoek",
    "Brief": "brief",
    "Mail": "brief",
    "SMS/Whatsapp": "telefoon",
}


def make_tijdlijn(
    gebeurtenissen: Sequence[Gebeurtenis], gemeld: Sequence[Gemeld], *, teams: Mapping[str, str]
) -> list[Rij]:
    """Give everything that happened, with what partners were told, the newest first."""
    events = [_event(event, teams) for event in gebeurtenissen]
    return sorted([*events, *_told(gemeld)], key=lambda e: e["moment"], reverse=True)


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


def _event(event: Gebeurtenis, teams: Mapping[str, str]) -> Rij:
    if event.soort == "contactpoging":
        return _poging(event)
    titel, icoon, toon = GEBEURTENIS[event.soort]
    titel, tekst = _tell(event, titel, teams)
    return {
        "titel": titel,
        "moment": event.moment,
        "door": event.door,
        "tekst": tekst,
        "icoon": icoon,
        "toon": toon,
    }


def _tell(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    """Write title and text of an event from what it carries; one without a teller of its own has its title alone."""
    teller = TELLERS.get(event.soort)
    return teller(event, titel, teams) if teller else (titel, "")


def _tell_signaal(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    facts = event.waarden or {}
    kind = write_code(facts["type"])
    return titel, f"{kind}, {euro_cent(facts['bedrag_cent'])}, over {facts['voor']}."


def _tell_run(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    facts = event.waarden or {}
    month, version = maand_en_jaar(facts["maand"]).capitalize(), datum(facts["versie"])
    return titel, f"{month}, {title_of(facts['convenant'])}, versie {version}."


def _tell_partner(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    text = _tell_signaal(event, titel, teams)[1]
    word = write_code((event.waarden or {})["reden"]).lower()
    return f"Partner meldde: {word}", f"{text} Telt niet meer mee."


def _tell_collega(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    return f"Toegewezen aan {event.naam or 'een collega'}", ""


def _tell_team(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    team = str((event.waarden or {}).get("aan", ""))
    return f"Overgedragen aan {teams.get(team, team)}" if team else "Teruggehaald van het team", ""


def _tell_einde(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    return f"Gesloten: {(event.waarden or {}).get('eindresultaat', '')}", ""


def _tell_reden(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    return titel, str((event.waarden or {}).get("reden", ""))


def _tell_wachten(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    return f"Aangehouden tot {datum(date.fromisoformat((event.waarden or {})['tot']))}", ""


def _tell_antwoord(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    return f"{titel}: {ANTWOORD[(event.waarden or {})['soort']]}", ""


def _tell_stap(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    return tell_traject(event)


def _tell_bericht(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    kanaal = (event.waarden or {}).get("kanaal", "")
    return f"{BERICHT.get(kanaal, 'Bericht')} {BERICHTDAAD[event.soort]}", ""


def _tell_brp(event: Gebeurtenis, titel: str, teams: Mapping[str, str]) -> tuple[str, str]:
    return titel, f"{write_uitkomst((event.waarden or {}).get('uitkomst', ''))}."


TELLERS: Final[dict[str, Callable[[Gebeurtenis, str, Mapping[str, str]], tuple[str, str]]]] = {
    **dict.fromkeys(("signaal", "signaal_later", "ingetrokken"), _tell_signaal),
    **dict.fromkeys(("run_automatisch", "run_lijst", "run_intrekking", "run_overdracht"), _tell_run),
    "partner_meldde": _tell_partner,
    "zaak_toegewezen": _tell_collega,
    "zaak_overgedragen": _tell_team,
    "zaak_aangehouden": _tell_wachten,
    "zaak_gesloten": _tell_einde,
    **dict.fromkeys(("zaak_heropend", "bedreigend_vastgesteld", "bedreigend_ingetrokken"), _tell_reden),
    **dict.fromkeys(("antwoord_ontvangen", "antwoord_verwerkt"), _tell_antwoord),
    **dict.fromkeys(BERICHTDAAD, _tell_bericht),
    **dict.fromkeys((*TRAJECT, *CONTROLE), _tell_stap),
    "brp_bevraagd": _tell_brp,
}


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
