"""Notices to systems of partners: that something is there, by its key, and nothing of whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Tabel, declare

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Ontvangsthost": declare(
        None,
        (FEIT, "id partner_id host poort gevraagd_op toegestaan_op geweigerd_op geweigerd_reden"),
        (DOOR, "toegestaan_door geweigerd_door"),
    ),
    "Abonnement": declare(
        None,
        (
            FEIT,
            "id partner_id host_id naam adres soorten status geheim_verzegeld vorig_geheim_verzegeld"
            " vorig_geheim_tot gemaakt_op bevestigd_op beeindigd_op per_minuut aangekondigd_tot"
            " volgende_poging_op laatste_succes_op laatste_code",
        ),
        (DOOR, "gemaakt_door"),
    ),
    "Notificatie": declare(
        None,
        (
            FEIT,
            "id abonnement_id partner_id soort bron tijd status pogingen volgende_poging_op afgerond_op"
            " laatste_code",
        ),
    ),
    "Notificatiepoging": declare(None, (FEIT, "id notificatie_id partner_id tijd http_status code trace")),
}
