"""Breaches: counts and kinds of data, never whose; what an officer types is asked to name no resident."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Tabel, declare

WIE: Final = Gegeven("naam", "medewerker", "verantwoording", "verantwoording", "blijft")

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Datalek": declare(
        None,
        (
            FEIT,
            "id status titel feiten oorzaak aard gegevenssoorten aantal_personen ontdekt_op maatregelen risico"
            " reden_geen_risico conclusie gemeenten aantallen aanleveringen convenanten partners gemeld_partij"
            " vastgelegd_op gesloten_op",
        ),
        (WIE, "ontdekt_door"),
        (DOOR, "gemeld_door werkblad"),
    ),
    "Datalekklok": declare(
        None,
        (FEIT, "id datalek_id soort partij naam uiterlijk grondslag gedaan_op hoe reden niet_nodig"),
        (DOOR, "gedaan_door"),
    ),
    "Datalekbericht": declare(None, (FEIT, "id dag aantal verstuurd_op"), (DOOR, "gebruiker")),
}
