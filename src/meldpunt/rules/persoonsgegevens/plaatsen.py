"""Where else than in a table a value of somebody can be: files and logs, and how each is emptied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Plaats:
    """One place outside the tables: where it is under the data folder, what it holds, and how it is emptied."""

    pad: str
    inhoud: str
    bewaring: str
    leegmaken: str


PLAATSEN: Final[Mapping[str, Plaats]] = {
    "ruwe bestanden": Plaats(
        "ruw",
        "aangeleverde bestanden, versleuteld",
        "ruw",
        "weg na het lezen; wat blijft liggen ruimt een taak op",
    ),
    "uitgaande sms in de demo": Plaats(
        "sms", "berichten die de demo niet verstuurt", "zaak", "weg met de map van de demo"
    ),
    "database": Plaats(
        "database",
        "de tabellen, hun indexen en het logboek van wijzigingen",
        "zaak",
        "PostgreSQL overschrijft verwijderde rijen bij het opruimen (vacuum)",
    ),
    "reservekopieën": Plaats(
        "",
        "kopieën van de database, per maand versleuteld",
        "zaak",
        "de sleutel van de maand wordt vernietigd",
    ),
    "logboek van de server": Plaats(
        "", "regels over wat het programma deed, zonder waarden", "verantwoording", "waarden staan er niet in"
    ),
    "wachtrij": Plaats(
        "", "taken met nummers, zonder waarden", "wachtrij", "taken gaan weg als ze klaar zijn"
    ),
    "brieven en lijsten": Plaats(
        "", "PDF's en exports", "zaak", "worden gemaakt als iemand ze ophaalt, en niet bewaard"
    ),
}
