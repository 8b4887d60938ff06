"""The words for what came of looking a resident up in the BRP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.brpoordeel import UITKOMSTEN

TOON: Final[Mapping[str, str]] = {
    "gevonden": "goed",
    "niemand": "let_op",
    "meer": "let_op",
    "te_veel": "let_op",
    "onzeker": "let_op",
}

_WOORDEN: Final[Mapping[str, str]] = {
    **{str(code): text for code, text in UITKOMSTEN.items()},
    "vervallen": "Niet meer gevraagd",
    "": "Nog geen antwoord",
}


def write_uitkomst(uitkomst: str) -> str:
    """Write what was answered; without an answer, that there is none yet."""
    return _WOORDEN.get(uitkomst, uitkomst)
