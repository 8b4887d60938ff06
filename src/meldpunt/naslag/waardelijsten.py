"""The value lists of the national standard, and the words of our own beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.naslag.opmaak import format_page
from meldpunt.rules.statussen import (
    CONTACTSOORTEN,
    DAGDELEN,
    EINDRESULTATEN,
    PARTNERTYPEN,
    SELECTIES,
    SIGNAALSTATUSSEN,
)

INLEIDING: Final = (
    "De lijsten van DDAS Vroegsignalering 1.2, letter voor letter: zo gaan ze in de uitwisseling naar buiten. De "
    "laatste lijst is van ons."
)
LIJSTEN: Final[Mapping[str, tuple[str, ...]]] = {
    "Soort signaalpartner": PARTNERTYPEN,
    "Status van een signaal": SIGNAALSTATUSSEN,
    "Soort contact": CONTACTSOORTEN,
    "Dagdeel": DAGDELEN,
    "Eindresultaat van een zaak": EINDRESULTATEN,
    "Voortgang voor een partner, zolang er geen eindresultaat is (onze woorden)": SELECTIES,
}


def describe_waardelijsten() -> str:
    """Return the page with every value list."""
    parts = [
        [f"## {titel}", "", *(f"{number}. {value}" for number, value in enumerate(lijst, 1))]
        for titel, lijst in LIJSTEN.items()
    ]
    return format_page("Waardelijsten", INLEIDING, *parts)
