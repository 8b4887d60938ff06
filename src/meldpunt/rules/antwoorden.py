"""What a resident can answer on the reply page, and which answers can be taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from meldpunt.rules.kalender import add_werkdagen
from meldpunt.rules.statussen import DAGDELEN

BEL_MIJ: Final = "bel_mij"
AL_BETAALD: Final = "al_betaald"
NIET_IK: Final = "niet_ik"
GEEN_HULP: Final = "geen_hulp"
ANTWOORDSOORTEN: Final = (BEL_MIJ, AL_BETAALD, NIET_IK, GEEN_HULP)
# Today is not offered: nobody can promise that an answer of this evening is read this evening.
BELDAGEN: Final = 6
MAX_OPMERKING: Final = 300
# E.164 allows fifteen digits; below eight there is no number that can be called from outside its own town.
_MIN_CIJFERS, _MAX_CIJFERS = 8, 15
_TELEFOON: Final = re.compile(r"\+?[\d\s().\-/]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Antwoord:
    """One answer; day, part of day and telephone number belong to `bel_mij` only."""

    soort: str
    dag: date | None = None
    dagdeel: str = ""
    telefoon: str = ""
    opmerking: str = ""


def list_beldagen(today: date) -> tuple[date, ...]:
    """List the days on which a resident can be called: the coming working days."""
    return tuple(add_werkdagen(today, step) for step in range(1, BELDAGEN + 1))


def read_telefoon(tekst: str) -> str | None:
    """Return a telephone number as digits, with its plus; '' when nothing was written, None when it is no number."""
    written = tekst.strip()
    if not written:
        return ""
    digits = re.sub(r"\D", "", written)
    if not _TELEFOON.fullmatch(written) or not _MIN_CIJFERS <= len(digits) <= _MAX_CIJFERS:
        return None
    return f"+{digits}" if written.startswith("+") else digits


def find_gronden(antwoord: Antwoord, *, dagen: Sequence[date]) -> tuple[str, ...]:
    """Return why an answer cannot be taken, a code each; nothing when it can."""
    if antwoord.soort not in ANTWOORDSOORTEN:
        return ("antwoord_soort",)
    calls = antwoord.soort == BEL_MIJ
    holds = {
        "antwoord_dag": calls and antwoord.dag not in dagen,
        "antwoord_dagdeel": calls and antwoord.dagdeel not in DAGDELEN,
        "antwoord_telefoon": read_telefoon(antwoord.telefoon) is None,
        "antwoord_opmerking": len(antwoord.opmerking) > MAX_OPMERKING,
        "antwoord_bij_soort": not calls and bool(antwoord.dag or antwoord.dagdeel or antwoord.telefoon),
    }
    return tuple(ground for ground, found in holds.items() if found)
