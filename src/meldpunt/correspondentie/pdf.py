"""Letters and cards as tagged PDF (PDF/UA-1); made again from the text as sent whenever somebody asks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from meldpunt.rules.talen import TALEN
from meldpunt.rules.tekstblokken import read_blokken

SLOT = Lock()
DRUK = Path(__file__).with_name("druk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drukwerk:
    """One letter or card as it is printed."""

    nummer: int
    kenmerk: str
    kanaal: str
    taal: str
    afzender: tuple[str, ...]
    naam: str
    adresregels: tuple[str, ...]
    datum: str
    onderwerp: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Voorblad:
    """The cover list for the mail room: what there is in the batch and for whom."""

    titel: str
    zin: str
    regels: tuple[tuple[str, str, str, str], ...]


def render_pdf(
    drukwerk: Sequence[Drukwerk], *, titel: str, gemeente: str, voorblad: Voorblad | None = None
) -> bytes:
    """Print letters and cards into one PDF, behind their cover list when there is one."""
    piece = {
        "titel": titel,
        "gemeente": gemeente,
        "voorblad": asdict(voorblad) if voorblad else None,
        "brieven": [make_page(one) for one in drukwerk],
    }
    # One at a time: the compiler cannot be entered by two threads of the site at once.
    with SLOT:
        printed = _compiler().compile(
            format="pdf", pdf_standards=["ua-1"], sys_inputs={"stuk": json.dumps(piece)}
        )
    # With one output format the compiler returns one file; its stub allows for pictures per page.
    return cast(bytes, printed)


@cache
def _compiler() -> typst.Compiler:
    """Keep one compiler: finding the fonts of the machine costs as much as fifty letters."""
    return typst.Compiler(str(DRUK / "brieven.typ"), root=str(DRUK))


def make_page(one: Drukwerk) -> dict[str, Any]:
    """Give one letter or card the shape that the layout reads."""
    return {
        "anker": f"brief-{one.nummer}",
        "kanaal": one.kanaal,
        "kenmerk": one.kenmerk,
        "taal": one.taal,
        "rechts": TALEN[one.taal].rechts,
        "afzender": list(one.afzender),
        "retour": ", ".join(one.afzender[:3]),
        "adresregels": [one.naam, *one.adresregels],
        "datum": one.datum,
        "onderwerp": one.onderwerp,
        "blokken": [asdict(blok) for blok in read_blokken(one.tekst)],
    }
