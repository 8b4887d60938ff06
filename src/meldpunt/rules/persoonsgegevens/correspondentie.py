"""What goes out to residents, and the code they answer with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import CONTACT, DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Soort, Tabel, Via, declare


def _sent(soort: Soort) -> Gegeven:
    return Gegeven(soort, "inwoner", "contact", "zaak", "leeg")


_CODE = Gegeven("kenmerk", "inwoner", "contact", "antwoordcode", "rij")

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Sjabloon": declare(
        None,
        (FEIT, "id gemeente sleutel kanaal taal versie naam onderwerp tekst gemaakt_op vervallen_op"),
        (DOOR, "gemaakt_door"),
    ),
    "Verzendpartij": declare(
        None,
        (FEIT, "id gemeente kanaal aantal gemaakt_op postvak team opgehaald_op gedrukt_op vastgelegd_op"),
        (DOOR, "gemaakt_door gedrukt_door gedrukt_als"),
    ),
    "Verzending": declare(
        Via("zaak_persoon", "zaak_id", "persoon"),
        (
            FEIT,
            "id gemeente zaak_id persoon sjabloon_id partij_id afzender pogingen volgende_op fout gemaakt_op",
        ),
        (CONTACT, "kanaal status verzonden_op"),
        (_sent("naam"), "naam"),
        (_sent("adres"), "adresregels"),
        (_sent("contact"), "aan"),
        (_sent("vrije_tekst"), "onderwerp tekst"),
        (_sent("kenmerk"), "code_verzegeld"),
        (DOOR, "gemaakt_door"),
    ),
    "Antwoordcode": declare(
        Via("zaak_persoon", "zaak_id", "persoon"),
        (FEIT, "id gemeente zaak_id persoon verzending_id kanaal gemaakt_op geldig_tot"),
        (_CODE, "code_hash gebruikt_op ingetrokken_op"),
    ),
}
