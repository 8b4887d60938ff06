"""Terms, holds, the ledger of destruction and its certificates: keys and counts, and hashes that expire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Tabel, declare

# The number of somebody's complaint, in the register of the municipality.
_DOSSIER = Gegeven("kenmerk", "inwoner", "verantwoording", "verantwoording", "blijft")

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Bewaartermijn": declare(
        None, (FEIT, "id gemeente convenant vanaf maanden besluit gekozen_op"), (DOOR, "gekozen_door")
    ),
    "Bewaarstop": declare(
        None,
        (FEIT, "id gemeente signalen reden vanaf tot gezet_op opgeheven_op"),
        (_DOSSIER, "dossier"),
        (DOOR, "gezet_door opgeheven_door"),
    ),
    "Vernietiging": declare(
        None,
        (
            FEIT,
            "id gemeente nummer vernietigd_op grond convenant stadium artikel signalen aantallen vorige zegel",
        ),
        (DOOR, "vernietigd_door"),
    ),
    "Vernietigingsverklaring": declare(
        None, (FEIT, "id gemeente maand laatste_nummer pdf gemaakt_op"), (DOOR, "gemaakt_door")
    ),
}
