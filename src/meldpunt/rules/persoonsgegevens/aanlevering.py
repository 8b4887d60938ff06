"""Deliveries, signalen, the persons behind them, refused rows, and what a partner says later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR, SCHULD
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Soort, Tabel, Via, declare

# Column names and sentences about a file: a file without header has a person there.
_UIT_BESTAND = Gegeven("vrije_tekst", "inwoner", "kwaliteit", "foutverslag", "leeg")
_BESTANDSNAAM = Gegeven("vrije_tekst", "inwoner", "kwaliteit", "foutverslag", "leeg", als="vernietigd")
_CELLEN = _UIT_BESTAND
_TOELICHTING = Gegeven("vrije_tekst", "inwoner", "terugkoppeling", "signaal", "leeg")


def _person(soort: Soort, doel: str = "vroegsignalering") -> Gegeven:
    return Gegeven(soort, "inwoner", doel, "signaal", "rij")


TABELLEN: Final[Mapping[str, Tabel]] = {
    "Aanlevering": declare(
        None,
        (
            FEIT,
            "id partner_id convenant versie datum status kanaal inhoud_sha256 grootte formaat kolomkaart"
            " ontvangen_op verwerkt_op gematcht_op ruw_vernietigd_op aantal_regels aantal_geaccepteerd"
            " aantal_gewaarschuwd aantal_geweigerd aantal_al_ontvangen bedrag_cent gronden controlegetal fout_code"
            " ingetrokken_op intrekking_verwerkt_op",
        ),
        (_BESTANDSNAAM, "bestandsnaam"),
        (_UIT_BESTAND, "kop verwijderde_velden fout_zin intrekreden"),
        (DOOR, "ontvangen_door ingetrokken_door"),
    ),
    "Aanleveringvoortgang": declare(None, (FEIT, "aanlevering stap gedaan totaal bijgewerkt_op")),
    "Signaal": declare(
        Via("signaal", "id"),
        (FEIT, "id gemeente aanlevering_id regel partner_id convenant versie waarschuwingen overgenomen_van"),
        (
            SCHULD,
            "aanleverdatum type_vordering soort_signaal bedrag_cent achterstand_sinds verwachte_einddatum",
        ),
    ),
    "SignaalPersoon": declare(
        Via("signaal", "id"),
        (FEIT, "id gemeente bewaren_vanaf"),
        (_person("kenmerk"), "klantnummer referentie"),
        (_person("bsn", "identificatie"), "bsn_verzegeld bsn_index"),
        (_person("naam", "identificatie"), "voorletters tussenvoegsel achternaam"),
        (_person("geboortedatum", "identificatie"), "geboortedatum"),
        (_person("adres"), "straat postcode huisnummer suffix woonplaats"),
        (_person("contact", "contact"), "telefoon email"),
        (_person("vrije_tekst"), "reden"),
    ),
    # A refused row has no signaal: it hangs on nobody until its cells are read, and they go after thirty days.
    "Regelfout": declare(
        None,
        (FEIT, "id gemeente aanlevering_id regel gronden waarschuwingen vervalt_op"),
        (_CELLEN, "uitleg cellen"),
    ),
    "Partnerbericht": declare(
        Via("signaal", "signaal_id"),
        (FEIT, "id gemeente signaal_id partner_id gemeld_op"),
        (Gegeven("gedrag", "inwoner", "terugkoppeling", "signaal", "blijft"), "soort datum"),
        (_TOELICHTING, "toelichting"),
        (DOOR, "gemeld_door"),
    ),
}
