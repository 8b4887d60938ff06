"""Municipalities, partners, uitvoerders and what was agreed: organisations, and who signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Tabel, declare

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Gemeente": declare(None, (FEIT, "code naam")),
    "Afzender": declare(
        None,
        (FEIT, "gemeente naam adresregels telefoon mail antwoordadres gewijzigd_op"),
        (DOOR, "gewijzigd_door"),
    ),
    "Signaalpartner": declare(None, (FEIT, "id sleutel naam type proef")),
    "Partnerlabel": declare(None, (FEIT, "id partner_id naam uzovi")),
    "Kolomkaart": declare(None, (FEIT, "id partner_id kop_sha256 kaart bewaard_op")),
    "Uitvoerder": declare(None, (FEIT, "sleutel naam soort")),
    "Uitvoerder_gemeenten": declare(None, (FEIT, "id uitvoerder_id gemeente_id")),
    "Verwerkersovereenkomst": declare(
        None,
        (
            FEIT,
            "id gemeente_id partijsoort partij vanaf tot getekend_op kenmerk subverwerkers beeindigd_per"
            " beeindigd_reden gewaarschuwd_op vastgelegd_op",
        ),
        (DOOR, "vastgelegd_door"),
    ),
    "GemeenteDeelname": declare(None, (FEIT, "id convenant gemeente_id vanaf tot besluit_op middelen_op")),
    "PartnerDeelname": declare(
        None, (FEIT, "id convenant partner_id gemeente_id vanaf tot reden_zonder_grondslag")
    ),
    "Convenantgebeurtenis": declare(
        None,
        (FEIT, "id convenant soort per reden vastgelegd_op bevestigd_op"),
        (DOOR, "vastgelegd_door bevestigd_door"),
    ),
    "Werkprotocol": declare(
        None,
        (
            FEIT,
            "id convenant gemeente_id vanaf capaciteit bekende_huishoudens postcodes teams lokaal_aanbod"
            " contactplan navraag_werkdagen beschikking_weken vastgesteld_op",
        ),
        (DOOR, "vastgesteld_door"),
    ),
    "Openbaarmakingstekening": declare(
        None,
        (FEIT, "id gemeente_id convenant tabelversie vingerafdruk getekend_op"),
        (DOOR, "getekend_door"),
    ),
}
