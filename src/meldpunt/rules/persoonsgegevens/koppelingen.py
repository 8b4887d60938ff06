"""Connections to other systems: addresses, settings and sealed secrets of organisations; nothing about residents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Tabel, declare

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Koppeling": declare(
        None,
        (
            FEIT,
            "id soort gemeente_id naam aan adres aanmelding sleutelkop tokenadres client_id scope audience kid geheim"
            " certificaat certificaat_tot ca koppen opties verbinden_seconden lezen_seconden pogingen gelijktijdig"
            " gewijzigd_op",
        ),
        (DOOR, "gewijzigd_door"),
    ),
    "Koppelingstand": declare(
        None,
        (
            FEIT,
            "sleutel naam mislukt_op_rij open_tot laatst_gelukt_op laatst_mislukt_op laatste_code laatste_spoor"
            " wachtend wacht_sinds geteld_op",
        ),
    ),
}
