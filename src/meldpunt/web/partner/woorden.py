"""What partners read for a stored code: the word and the tone of its badge."""

from __future__ import annotations

from typing import Final

from meldpunt.aanlevering.queries import Aanlevering
from meldpunt.rules.partnerbericht import ANTWOORDEN
from meldpunt.terugkoppeling.queries import WACHT_ZIN

STATUS: Final = {
    "concept": ("Wacht op kolommen", "let_op"),
    "ontvangen": ("Wordt verwerkt", "info"),
    "verwerkt": ("Verwerkt", "goed"),
    "afgekeurd": ("Afgekeurd", "gevaar"),
    "mislukt": ("Mislukt", "gevaar"),
    "ingetrokken": ("Ingetrokken", "neutraal"),
}
RESULTAAT_TOON: Final = {
    "ontvangen": "info",
    "opgepakt": "info",
    "in_behandeling": "info",
    "niet_opgepakt": "neutraal",
    "herhaalde_melding": "let_op",
    "onterecht_signaal": "let_op",
    "hulp_geaccepteerd": "goed",
    "zelf_geregeld": "goed",
    "in_contact_met_hulpverlening": "goed",
    "bericht_verwerkt": "goed",
}
BERICHTSOORT: Final = {
    "betaald": "Betaald",
    "eigen_regeling": "Eigen regeling",
    "ingetrokken": "Ingetrokken",
    "bezwaar": "Bezwaar van de klant",
}
ANTWOORD: Final = {
    "open": ("Staat nog open", "neutraal"),
    "betaald": ("Betaald", "goed"),
    "eigen_regeling": ("Eigen regeling", "goed"),
    "ingetrokken": ("Ingetrokken", "neutraal"),
    "bezwaar": ("Bezwaar van de klant", "let_op"),
    "geen_antwoord": ("Geen antwoord: telt als open", "let_op"),
    "vervallen": ("Vervallen", "neutraal"),
}
# The answers that a partner can click, in their order.
KNOPPEN: Final = tuple((antwoord, ANTWOORD[antwoord][0]) for antwoord in ANTWOORDEN)
EINDE: Final = {
    "termijn": "de termijn is voorbij",
    "afgerond": "de gemeente heeft het signaal afgerond",
    "partnerbericht": "u meldde iets over dit signaal",
    "ingetrokken": "u trok de aanlevering in",
}
SELECTIE: Final = {
    "opgepakt": ("Wordt opgepakt", "goed"),
    "niet_opgepakt": ("Wordt niet opgepakt", "neutraal"),
    "wacht": ("Nog niet besloten", "info"),
    "afgemeld": ("Door u afgemeld", "neutraal"),
}
STAPPEN: Final = {
    "wachten": "Uw bestand staat klaar. De verwerking begint zo.",
    "lezen": "We lezen het bestand.",
    "beoordelen": "We toetsen elke regel aan het convenant.",
    "opslaan": "We slaan de signalen op.",
    "matchen": "We geven de signalen door aan de gemeente.",
}
GRONDEN: Final = {
    "convenant_niet_in_werking": "Het convenant is op deze dag niet in werking",
    "verplicht_veld_ontbreekt": "Er ontbreekt een verplichte waarde",
    "postcode_ongeldig": "De postcode klopt niet",
    "huisnummer_ongeldig": "Het huisnummer klopt niet",
    "bedrag_ongeldig": "Het bedrag is niet te lezen",
    "bedrag_te_laag": "Het bedrag is lager dan het minimum",
    "datum_ongeldig": "Een datum klopt niet",
    "bsn_ongeldig": "Het BSN klopt niet",
    "gemeente_neemt_niet_deel": "De gemeente doet niet mee",
    "partner_neemt_niet_deel": "Uw organisatie doet in deze gemeente niet mee",
    "type_vordering_niet_toegestaan": "Dit type vordering mag niet worden gemeld",
    "dubbel_in_aanlevering": "De vordering staat eerder in hetzelfde bestand",
    "achterstand_te_kort": "De achterstand duurt nog te kort",
    "achterstand_te_lang": "De achterstand duurt al te lang",
    "te_weinig_herinneringen": "Er zijn te weinig herinneringen verstuurd",
    "incassotraject_niet_doorlopen": "Het incassotraject is niet helemaal doorlopen",
}


def status_of(aanlevering: Aanlevering) -> tuple[str, str]:
    """Return word and tone for the state of a delivery; one that was thrown away has no error."""
    if aanlevering.status == "afgekeurd" and not aanlevering.fout_code:
        return "Weggegooid", "neutraal"
    return STATUS[aanlevering.status]


def result_of(code: str, *, ingetrokken: bool = False) -> tuple[str, str]:
    """Return word and tone for what a partner was told last; no code is no message yet."""
    if ingetrokken:
        return "Ingetrokken", "neutraal"
    if not code:
        return WACHT_ZIN, "neutraal"
    return code.replace("_", " ").capitalize(), RESULTAAT_TOON.get(code, "neutraal")


def word_of_grond(grond: str) -> str:
    """Return a ground in words; a covenant's own ground is its code with spaces."""
    return GRONDEN.get(grond) or grond.replace("_", " ").capitalize()


def progress_of(stap: str, gedaan: int, totaal: int) -> int | None:
    """Return how far a delivery is in whole per cents; none while it has not begun."""
    begin, lengte = {"lezen": (5, 0), "beoordelen": (20, 25), "opslaan": (50, 30), "matchen": (90, 0)}.get(
        stap, (None, 0)
    )
    if begin is None:
        return None
    return begin + (lengte * gedaan // totaal if totaal else 0)
