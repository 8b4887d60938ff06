"""What a partner may say about its own signaal after delivering it, and when that cannot be."""

from __future__ import annotations

from datetime import date
from typing import Final

# Paid, own arrangement, withdrawn, objection: each of them takes the signaal out of the zaak.
BERICHTSOORTEN: Final = ("betaald", "eigen_regeling", "ingetrokken", "bezwaar")
ANTWOORDEN: Final = ("open", "betaald", "eigen_regeling", "ingetrokken")
# What may stand with a question that is over: an answer, silence, or what the partner said by another way.
NAVRAAGEINDEN: Final = ("open", *BERICHTSOORTEN, "geen_antwoord", "vervallen")


def find_bericht_bezwaar(soort: str, *, datum: date | None, sinds: date, today: date) -> str:
    """Return why a message cannot be taken in, with its code; empty when it can."""
    if soort not in BERICHTSOORTEN:
        kinds = ", ".join(BERICHTSOORTEN)
        return f"Het soort bericht ‘{soort}’ kennen we niet. Kies uit: {kinds}. [bericht_soort]"
    if datum is None:
        return "De datum is niet te lezen. Schrijf haar als 31-12-2026 of 2026-12-31. [bericht_datum]"
    if datum > today:
        return f"De datum {datum:%d-%m-%Y} ligt in de toekomst. Kies vandaag of eerder. [bericht_datum]"
    if datum < sinds:
        return (
            f"De datum {datum:%d-%m-%Y} ligt voor het begin van de achterstand ({sinds:%d-%m-%Y}). "
            "Controleer de datum. [bericht_datum]"
        )
    return ""


def is_afmelding(antwoord: str) -> bool:
    """Say whether an answer to the question ‘still open?’ takes the signaal out of the zaak."""
    return antwoord in BERICHTSOORTEN
