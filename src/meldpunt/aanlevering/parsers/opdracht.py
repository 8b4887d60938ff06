"""What was asked of the readers, and the two steps they share."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from meldpunt.aanlevering.parsers.codering import BLOK
from meldpunt.aanlevering.parsers.fouten import refuse
from meldpunt.aanlevering.parsers.grenzen import Grenzen
from meldpunt.aanlevering.parsers.kop import Indeling, arrange_kop
from meldpunt.aanlevering.parsers.ruwbestand import fold_cellen, join_blokken


@dataclass(frozen=True, kw_only=True)
class Leesopdracht:
    """Hold what read_regels was asked; `exact` leaves out the quick reader."""

    bestand: Path
    naam: str
    velden: Sequence[str]
    kolomkaart: Mapping[str, str] | None
    zoek_kop: bool
    grenzen: Grenzen
    bekende_namen: frozenset[str] = frozenset()
    blok: int = BLOK
    exact: bool = False


def arrange_kolommen(opdracht: Leesopdracht, cellen: Sequence[str]) -> Indeling:
    """Return which column holds which field; raises BestandFout when there are too many."""
    if len(cellen) > opdracht.grenzen.kolommen:
        refuse("te_veel_kolommen", opdracht.naam, waarde=len(cellen), grens=opdracht.grenzen.kolommen)
    # A file that is read to the letter, as in a dry run, is not one of our reports come back.
    return arrange_kop(cellen, opdracht.velden, opdracht.kolomkaart, spare_rapport=opdracht.zoek_kop)


def fold_frames(opdracht: Leesopdracht, frames: Iterator[pl.DataFrame], indeling: Indeling) -> pl.DataFrame:
    """Return all rows as one frame of the fields; raises BestandFout when there are too many."""
    gevouwen: list[pl.DataFrame] = []
    rijen = 0
    for frame in _fold_beside(frames, indeling):
        gevouwen.append(frame)
        rijen += frame.height
        if rijen > opdracht.grenzen.regels:
            refuse("te_veel_regels", opdracht.naam, grens=opdracht.grenzen.regels)
    return join_blokken(gevouwen, opdracht.velden, indeling)


def _fold_beside(frames: Iterator[pl.DataFrame], indeling: Indeling) -> Iterator[pl.DataFrame]:
    """Fold each frame while the next one is being read."""
    with ThreadPoolExecutor(1) as beside:
        vorige: Future[pl.DataFrame] | None = None
        for frame in frames:
            volgende = beside.submit(fold_cellen, frame, indeling)
            if vorige is not None:
                yield vorige.result()
            vorige = volgende
        if vorige is not None:
            yield vorige.result()
