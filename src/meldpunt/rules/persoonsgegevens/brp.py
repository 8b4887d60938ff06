"""What the registry of persons answered, and what was decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR, STAND
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Tabel, Via, declare

_KANDIDATEN: Final = Gegeven("naam", "inwoner", "identificatie", "zaak", "leeg")
_KEUZE: Final = Gegeven("bsn", "inwoner", "identificatie", "zaak", "leeg")

# As a check: nothing of it is needed for statistics.
_ANTWOORD: Final = Gegeven("besluit", "inwoner", "controle", "zaak", "rij")
_GEMEENTE: Final = Gegeven("adres", "inwoner", "controle", "zaak", "rij")

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Brpbevraging": declare(
        Via("zaak_persoon", "zaak_id", "persoon"),
        (
            FEIT,
            "id gemeente zaak_id persoon gemaakt_op volgende_op pogingen fout_code beantwoord_op gevolgd_op",
        ),
        (_ANTWOORD, "uitkomst stap reden standen"),
        (_GEMEENTE, "nieuwe_gemeente"),
    ),
    "Mismatch": declare(
        Via("zaak_persoon", "zaak_id", "persoon"),
        (FEIT, "id gemeente zaak_id persoon partner_id aantal_kandidaten gemaakt_op later_op beslist_op"),
        (STAND, "uitkomst voorstel besluit oorzaak"),
        (_KANDIDATEN, "kandidaten_verzegeld"),
        (_KEUZE, "keuze_verzegeld"),
        (DOOR, "beslist_door"),
    ),
}
