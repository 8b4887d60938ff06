"""The log: who did what, to whom by key, and the chain that proves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Tabel, declare

# Keys of what was looked at or done; once the rest is destroyed they lead to nobody.
_OBJECT = Gegeven("kenmerk", "inwoner", "verantwoording", "verantwoording", "blijft")

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Logregel": declare(
        None,
        (FEIT, "id tijd partij rol handeling objectsoort gemeente resultaat herkomst doel"),
        (FEIT, "trace span ouder van_buiten"),
        (DOOR, "gebruiker"),
        (_OBJECT, "object waarden betrokkenen"),
    ),
    "Logschakel": declare(None, (FEIT, "volgnummer logregel gelegd_op vorige hash vorm")),
    "Loganker": declare(None, (FEIT, "id volgnummer hash gezet_op sleutel handtekening")),
    "Logcontrole": declare(None, (FEIT, "id begonnen_op klaar_op regels heel breuken")),
    "Logverzending": declare(None, (FEIT, "van tot pogingen volgende_op verzonden_op fout")),
}
