"""A connection whose other side is not there, so that the page shows what an outage looks like."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from meldpunt.adapters.uitgaand import Verzoek
from meldpunt.koppelingen.actions import set_koppeling
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.gegevens import Koppelinggegevens
from meldpunt.koppelingen.herkansing import DREMPEL
from meldpunt.koppelingen.oproep import call
from meldpunt.toegang.actor import Actor

# Nobody listens on the port for throwing away.
WEG: Final = Koppelinggegevens(
    soort="bekend",
    plek="0473",
    naam="Schuldhulp Zandvoort (buiten dienst)",
    adres="http://127.0.0.1:9/bekend",
    pogingen=1,
)


def show_outage(*, door: Actor, now: datetime) -> None:
    """Set up the connection and ask over it until it rests."""
    set_koppeling(gegevens=WEG, door=door, now=now)
    for _ in range(DREMPEL):
        try:
            call(koppeling=WEG, verzoek=Verzoek(adres="", methode="GET"), now=now)
        except Koppelingfout:
            continue
