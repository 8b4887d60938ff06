"""Between municipality and partner: what was told, the stay of collection, what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import BERICHT, DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Tabel, Via, declare

_SIGNAAL = Via("signaal", "signaal_id")

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Terugkoppeling": declare(
        _SIGNAAL,
        (FEIT, "id gemeente signaal_id partner_id tabelversie"),
        (BERICHT, "code gemeld_op bevestigd_op"),
        (DOOR, "bevestigd_door"),
    ),
    "Opschorting": declare(
        _SIGNAAL,
        (FEIT, "id gemeente signaal_id partner_id lengte grondslag verlenging_gevraagd_op"),
        (
            BERICHT,
            "begin eind bevestigd_op verlenging_tot verlenging_akkoord verlenging_besloten_op geeindigd_op"
            " einde_reden",
        ),
        (Gegeven("vrije_tekst", "inwoner", "terugkoppeling", "zaak", "leeg"), "verlenging_reden"),
        (DOOR, "bevestigd_door verlenging_gevraagd_door verlenging_besloten_door"),
    ),
    "Navraag": declare(
        _SIGNAAL,
        (FEIT, "id gemeente signaal_id partner_id gesteld_op antwoord_tot"),
        (BERICHT, "antwoord beantwoord_op"),
        (DOOR, "gesteld_door beantwoord_door"),
    ),
}
