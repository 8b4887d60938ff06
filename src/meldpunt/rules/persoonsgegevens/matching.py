"""Zaken, which signalen are in them, who is who, and the lists of a month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR, NOTITIE, SCHULD, STAND
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Tabel, Via, declare

# The municipality's own list; it is replaced as a whole, and says nothing about a signaal.
_BEKEND = Gegeven("adres", "inwoner", "controle", "lijst", "blijft")
_BEKEND_REDEN = Gegeven("besluit", "inwoner", "controle", "lijst", "blijft")
_BEKEND_ANTWOORD = Gegeven("besluit", "inwoner", "controle", "zaak", "rij")

_TERUGBLIK = Gegeven("kenmerk", "inwoner", "vroegsignalering", "terugblik", "blijft")

TABELLEN: Final[Mapping[str, Tabel]] = {
    "BekendAdres": declare(
        Via("adres", "postcode", "huisnummer", "suffix"),
        (FEIT, "id gemeente geladen_op"),
        (_BEKEND, "postcode huisnummer suffix"),
        (_BEKEND_REDEN, "reden"),
    ),
    # The key of a signaal and no address; the row goes with the answer.
    "Bagvraag": declare(
        Via("signaal", "signaal"),
        (FEIT, "gemeente signaal pogingen gesteld_op volgende_poging_op laatste_code"),
    ),
    "Matchrun": declare(
        None,
        (
            FEIT,
            "id gemeente soort convenant versie maand peildatum aanlevering_id werkprotocol_id invoer uitkomst"
            " gestart_op geklokt_op bericht_op",
        ),
        (DOOR, "gestart_door"),
    ),
    "Zaak": declare(
        Via("zaak", "id"),
        (
            FEIT,
            "id gemeente convenant versie maand ontstaan_op adressignaal venster_maanden vragen_open alles_herhaald"
            " opeenvolgend_op rang selectie reden postvak acties team terugkoppelen gezien_op postvak_vast",
        ),
        (SCHULD, "aantal aantal_partners bedrag_cent oudste_achterstand"),
        (
            STAND,
            "bekend markeringen status status_sinds opgepakt_op eindresultaat gesloten_op wacht_tot"
            " bedreigend_op bedreigend_grond",
        ),
        (NOTITIE, "heropenreden wachtreden verdeelreden bedreigend_toelichting"),
        (DOOR, "behandelaar"),
    ),
    "Zaaksignaal": declare(
        Via("signaal", "signaal_id"),
        (FEIT, "gemeente zaak_id signaal_id run persoon herhaling_van later_toegevoegd adresstap"),
        (STAND, "trap eindresultaat afgemeld_op afmeldreden"),
    ),
    "Persoonsvraag": declare(
        Via("zaak", "zaak_id"),
        (FEIT, "id gemeente zaak_id signaal_a signaal_b trap besloten_op"),
        (STAND, "zelfde"),
        (NOTITIE, "toelichting"),
        (DOOR, "besloten_door"),
    ),
    "Bekendvraag": declare(
        Via("zaak_persoon", "zaak_id", "persoon"),
        (
            FEIT,
            "id gemeente zaak_id persoon stand pogingen volgende_poging_op laatste_code gesteld_op beantwoord_op",
        ),
        (_BEKEND_ANTWOORD, "bekend reden team"),
    ),
    # Keyed hashes that expire with the key of their month; they are all that is left, so that they stay till then.
    "Terugblik": declare(None, (FEIT, "gemeente signaal maand"), (_TERUGBLIK, "adres_hash klant_hash")),
    "Lijstregel": declare(
        Via("zaak", "zaak"),
        (
            FEIT,
            "id gemeente run_id volgorde zaak adressignaal signalen venster_maanden rang selectie reden postvak"
            " acties",
        ),
        (SCHULD, "aantal bedrag_cent"),
        (STAND, "bekend"),
    ),
    "Intrekkingsgevolg": declare(
        None,
        (
            FEIT,
            "id gemeente aanlevering_id aantal_signalen zaken_vervallen zaken_aangepast zaken_gesloten gemaakt_op"
            " gelezen_op geklokt_op",
        ),
        (DOOR, "gelezen_door"),
    ),
}
