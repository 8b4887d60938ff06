"""What changed in each version of the interface, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Versie:
    """A version with what it brought; `breekt` says that what was built on the one before must be looked at."""

    nummer: str
    dag: date
    wijzigingen: tuple[str, ...]
    breekt: bool = False


VERSIES: Final = (
    Versie(
        "1.0.0",
        date(2026, 11, 26),
        (
            "Eerste versie: aanleveren, proef beoordelen, regels met gronden, intrekken, eigen signalen, "
            "terugkoppelingen, opschortingen, vragen en berichten voor partners.",
            "Zaken, contactpogingen, uitkomsten en statistieken voor gemeenten.",
            "Proefomgeving met verzonnen inwoners.",
            "Abonnementen op gebeurtenissen (webhooks), en elk bericht, elke opschorting, navraag en mededeling apart.",
        ),
    ),
)
