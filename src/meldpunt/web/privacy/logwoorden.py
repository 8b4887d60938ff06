"""The words of the log: what an act is called, where it came from, how it ended."""

from __future__ import annotations

from typing import Final

from meldpunt.audit.queries import Logboekregel
from meldpunt.web.opmaak import meervoud

HANDELINGEN: Final = {
    "zaak_ingezien": "Zaak ingezien",
    "postvak_ingezien": "Postvak ingezien",
    "dag_ingezien": "Dag ingezien",
    "personen_ingezien": "Lijst van personen ingezien",
    "persoon_vergeleken": "Personen vergeleken",
    "lijst_ingezien": "Maandlijst ingezien",
    "run_ingezien": "Matchrun ingezien",
    "logboek_ingezien": "Logboek ingezien",
    "logboek_gedownload": "Logboek gedownload",
    "logboek_ingekort": "Oude periode uit het logboek gehaald",
    "toegang_geweigerd": "Toegang geweigerd",
    "dagronde_ingezien": "Dagronde ingezien",
    "stapel_ingezien": "Stapel ingezien",
    "partij_ingezien": "Brieven ingezien",
    "partij_opgehaald": "Brieven gedownload",
    "overdracht_ingezien": "Overdracht ingezien",
    "zaak_opgepakt": "Zaak opgepakt",
    "zaak_overgenomen": "Zaak overgenomen",
    "zaak_toegewezen": "Zaak toegewezen",
    "zaak_overgedragen": "Zaak overgedragen aan een team",
    "contactpoging_vastgelegd": "Contactpoging vastgelegd",
    "zaak_gesloten": "Zaak gesloten",
    "zaak_heropend": "Zaak heropend",
    "bedreigend_vastgesteld": "Bedreigend vastgesteld",
    "bedreigend_ingetrokken": "Bedreigend ingetrokken",
    "termijnen_ingezien": "Termijnen ingezien",
    "persoon_beslist": "Over een persoon beslist",
    "lijst_vastgesteld": "Maandlijst vastgesteld",
    "werkprotocol_vastgesteld": "Werkprotocol vastgesteld",
    "bekende_adressen_geladen": "Bekende adressen geladen",
    "terugkoppeling_gemeld": "Teruggekoppeld aan partner",
    "partnerbericht_ontvangen": "Bericht van partner ontvangen",
    "zaak_gecorrigeerd": "Zaak aangepast na bericht van partner",
    "navraag_gesteld": "Partners gevraagd of het nog openstaat",
    "navraag_beantwoord": "Vraag beantwoord door partner",
    "navragen_gesloten": "Vragen zonder antwoord gesloten",
    "verlenging_gevraagd": "Langere opschorting gevraagd",
    "verlenging_besloten": "Over langere opschorting besloten",
    "opschorting_bevestigd": "Opschorting bevestigd door partner",
    "opschortingen_geeindigd": "Opschortingen geëindigd",
    "terugkoppeling_bevestigd": "Terugkoppeling bevestigd door partner",
    "selectie_gemeld": "Verteld wat de maandlijst niet opnam",
    "openbaarmaking_getekend": "Openbaarmakingstabel getekend",
    "openbaarmaking_voorbeeld": "Bekeken wat een partner ziet",
    "intrekking_gelezen": "Bericht over intrekking gelezen",
    "gemeente_toegetreden": "Gemeente toegetreden",
    "gemeente_uitgetreden": "Gemeente uitgetreden",
    "voorwaarde_besluit": "Besluit vastgelegd",
    "voorwaarde_geld": "Geld vastgelegd",
    "partner_toegetreden": "Partner toegetreden",
    "partner_uitgetreden": "Partner uitgetreden",
    "overeenkomst_vastgelegd": "Verwerkersovereenkomst vastgelegd",
    "overeenkomst_beeindigd": "Verwerkersovereenkomst beëindigd",
    "overeenkomst_gewaarschuwd": "Gewaarschuwd dat een overeenkomst afloopt",
    "datalek_gemeld": "Mogelijk datalek gemeld",
    "datalek_geopend": "Datalek geopend",
    "datalek_ingezien": "Datalek ingezien",
    "datalek_feiten": "Feiten van datalek vastgelegd",
    "datalek_verteld": "Datalek verteld",
    "datalek_niet_verteld": "Datalek: vertellen niet nodig",
    "datalek_gesloten": "Datalek afgesloten",
    "datalek_geen_datalek": "Geen datalek",
    "datalek_onderzoek": "Datalek heropend",
    "datalekregister_uitgevoerd": "Register van datalekken gedownload",
    "aangemeld": "Aangemeld",
    "aanmelden_mislukt": "Aanmelden mislukt",
    "account_geblokkeerd": "Te vaak geprobeerd",
    "rol_gegeven": "Rol gegeven",
    "rol_beeindigd": "Rol beëindigd",
    "recht_gevraagd": "Bijzonder recht gevraagd",
    "recht_goedgekeurd": "Bijzonder recht goedgekeurd",
    "recht_afgewezen": "Bijzonder recht afgewezen",
    "rechten_bevestigd": "Rechten van een kwartaal bevestigd",
}
HERKOMST: Final = {"web": "scherm", "werker": "vanzelf", "opdracht": "opdracht", "api": "koppeling"}
RESULTATEN: Final = {"gelukt": "Gelukt", "geweigerd": "Geweigerd", "mislukt": "Mislukt"}


def name_handeling(line: Logboekregel) -> str:
    """Return an act in words."""
    return HANDELINGEN.get(line.handeling, line.handeling.replace("_", " ").capitalize())


def write_waarden(line: Logboekregel) -> str:
    """Return the values of a line in words."""
    return ", ".join(f"{name.replace('_', ' ')}: {_words(value)}" for name, value in line.waarden.items())


def count_betrokkenen(line: Logboekregel) -> str:
    """Return how many residents a line is about; a zaak of which nobody is named is a household."""
    persons = sum(not one.startswith("zaak:") for one in line.betrokkenen)
    if persons:
        return meervoud(persons, "inwoner", "inwoners")
    return meervoud(len(line.betrokkenen), "huishouden", "huishoudens") if line.betrokkenen else ""


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return "geen" if value is None else str(value)
