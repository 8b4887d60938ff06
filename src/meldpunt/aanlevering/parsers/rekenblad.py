"""XLSX, XLS and ODS: one sheet, each cell as the text a CSV of it would hold."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path

import polars as pl
import python_calamine

from meldpunt.aanlevering.parsers.blokken import Rij, has_text, to_frame
from meldpunt.aanlevering.parsers.fouten import refuse
from meldpunt.aanlevering.parsers.inpakking import check_inpakking
from meldpunt.aanlevering.parsers.kop import ZOEKREGELS, find_kopregel
from meldpunt.aanlevering.parsers.opdracht import Leesopdracht, arrange_kolommen, fold_frames
from meldpunt.aanlevering.parsers.ruwbestand import Ruwbestand
from meldpunt.aanlevering.parsers.werkbladen import find_werkblad

Cel = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
_RIJEN = 10_000


def _format_getal(getal: float) -> str:
    """Return a number with the fifteen digits a spreadsheet knows, without an exponent."""
    if getal != getal or getal in (float("inf"), float("-inf")):
        return ""
    tekst = format(Decimal(format(getal, ".15g")) + 0, "f")
    heel, punt, breuk = tekst.partition(".")
    # As an amount 1.234 would be read as twelve hundred thirty-four euros; 1.2340 is refused.
    return f"{heel}.{breuk}0" if punt and len(breuk) == 3 else tekst


def format_cel(cel: Cel) -> str:
    """Return a cell as text: a date as ISO date, a Boolean as ja or nee, an error as empty.

    A formula gives the value that was saved with it. The time of day of a date is dropped.
    """
    if isinstance(cel, str):
        return cel.replace("\0", "")
    if isinstance(cel, bool):
        return "ja" if cel else "nee"
    if isinstance(cel, int | float):
        return _format_getal(cel)
    if isinstance(cel, dt.datetime):
        return cel.date().isoformat()
    return cel.isoformat() if isinstance(cel, dt.date | dt.time) else str(cel)


def _iter_rijen(bestand: Path, plaats: int) -> Iterator[Rij]:
    """Yield the rows with their number on the sheet, also when the sheet starts lower."""
    blad = python_calamine.load_workbook(bestand).get_sheet_by_index(plaats)
    for nummer, rij in enumerate(blad.iter_rows(), start=1):
        yield Rij(nummer, [format_cel(cel) for cel in rij], open=False)


def _iter_frames(rijen: Iterable[Rij]) -> Iterator[pl.DataFrame]:
    stroom = iter(rijen)
    while stapel := list(islice(stroom, _RIJEN)):
        yield to_frame(stapel)


def _find_kop(opdracht: Leesopdracht, rijen: Iterator[Rij]) -> tuple[Rij, list[Rij]]:
    """Return the header row and the rows already read below it; without a search the first row with text."""
    if not opdracht.zoek_kop:
        return next(filter(has_text, rijen), Rij(1, [], open=False)), []
    begin = list(islice(filter(has_text, rijen), ZOEKREGELS))
    if not begin:
        refuse("bestand_leeg", opdracht.naam)
    regel = find_kopregel(((rij.regel, rij.cellen) for rij in begin), opdracht.bekende_namen)
    if regel is None:
        refuse("kop_niet_gevonden", opdracht.naam, grens=ZOEKREGELS)
    kop = next(rij for rij in begin if rij.regel == regel)
    return kop, [rij for rij in begin if rij.regel > regel]


def _read_blad(opdracht: Leesopdracht, formaat: str, plaats: int) -> Ruwbestand:
    rijen = _iter_rijen(opdracht.bestand, plaats)
    kop, gelezen = _find_kop(opdracht, rijen)
    indeling = arrange_kolommen(opdracht, kop.cellen)

    def iter_frames() -> Iterator[pl.DataFrame]:
        yield from _iter_frames(gelezen)
        yield from _iter_frames(rijen)

    return Ruwbestand(
        regels=fold_frames(opdracht, iter_frames(), indeling),
        kop=indeling.kop,
        onbekende_kolommen=indeling.onbekende_kolommen,
        formaat=formaat,
        codering=None,
        scheidingsteken=None,
        kopregel=kop.regel,
    )


def read_begin_blad(opdracht: Leesopdracht, formaat: str, aantal: int) -> tuple[tuple[str, ...], list[Rij]]:
    """Return the header and the first rows with text of the sheet with signalen; raises BestandFout."""
    if formaat != "xls":
        check_inpakking(opdracht.bestand, opdracht.naam, opdracht.grenzen)
    plaats = find_werkblad(opdracht)
    try:
        rijen = _iter_rijen(opdracht.bestand, plaats)
        kop, gelezen = _find_kop(opdracht, rijen)
        begin = list(islice(filter(has_text, chain(gelezen, rijen)), aantal))
    except (python_calamine.CalamineError, OSError):
        refuse("bestand_onleesbaar", opdracht.naam, waarde="de werkmap is beschadigd")
    return arrange_kolommen(opdracht, kop.cellen).kop, begin


def read_rekenblad(opdracht: Leesopdracht, formaat: str) -> Ruwbestand:
    """Return the rows of a workbook; raises BestandFout."""
    if formaat != "xls":
        check_inpakking(opdracht.bestand, opdracht.naam, opdracht.grenzen)
    plaats = find_werkblad(opdracht)
    try:
        return _read_blad(opdracht, formaat, plaats)
    except (python_calamine.CalamineError, OSError):
        refuse("bestand_onleesbaar", opdracht.naam, waarde="de werkmap is beschadigd")
