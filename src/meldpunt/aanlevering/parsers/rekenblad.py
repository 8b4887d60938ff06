"""XLSX, XLS and ODS: the first sheet, each cell as the text a CSV of it would hold."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path

import polars as pl
import python_calamine

from meldpunt.aanlevering.parsers import proefopening
from meldpunt.aanlevering.parsers.blokken import Rij, has_text, to_frame
from meldpunt.aanlevering.parsers.fouten import refuse
from meldpunt.aanlevering.parsers.inpakking import check_inpakking
from meldpunt.aanlevering.parsers.kop import ZOEKREGELS, find_kopregel
from meldpunt.aanlevering.parsers.opdracht import Leesopdracht, arrange_kolommen, fold_frames
from meldpunt.aanlevering.parsers.ruwbestand import Ruwbestand

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


def _measure(opdracht: Leesopdracht) -> tuple[int, int]:
    """Return height and width of the sheet, found out in a process that may die of it."""
    script = Path(proefopening.__file__)
    vraag = [sys.executable, "-I", str(script), str(opdracht.bestand), str(opdracht.grenzen.geheugen)]
    try:
        uitkomst = subprocess.run(  # noqa: S603 - our own script; the path is one argument, no shell
            vraag, capture_output=True, text=True, timeout=proefopening.SECONDEN, check=False
        )
    except subprocess.TimeoutExpired:
        refuse("bestand_zipbom", opdracht.naam, waarde="openen duurt te lang", grens="twee minuten")
    if uitkomst.stdout == "wachtwoord":
        refuse("bestand_versleuteld", opdracht.naam)
    if uitkomst.returncode < 0 or "MemoryError" in uitkomst.stderr:
        refuse("bestand_zipbom", opdracht.naam, waarde="het past niet in het geheugen", grens="wat erin past")
    if uitkomst.returncode or uitkomst.stdout == "onleesbaar":
        refuse("bestand_onleesbaar", opdracht.naam, waarde="de werkmap is beschadigd of heeft geen werkblad")
    hoogte, breedte = uitkomst.stdout.split()
    return int(hoogte), int(breedte)


def _check_size(opdracht: Leesopdracht) -> None:
    hoogte, breedte = _measure(opdracht)
    grenzen = opdracht.grenzen
    if breedte > grenzen.kolommen:
        refuse("te_veel_kolommen", opdracht.naam, waarde=breedte, grens=grenzen.kolommen)
    if hoogte * breedte > grenzen.cellen:
        refuse("te_veel_cellen", opdracht.naam, waarde=hoogte * breedte, grens=grenzen.cellen)


def _iter_rijen(bestand: Path) -> Iterator[Rij]:
    """Yield the rows with their number on the sheet, also when the sheet starts lower."""
    werkmap = python_calamine.load_workbook(bestand)
    blad = werkmap.get_sheet_by_index(proefopening.first_sheet(werkmap))
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


def _read_blad(opdracht: Leesopdracht, formaat: str) -> Ruwbestand:
    rijen = _iter_rijen(opdracht.bestand)
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
    """Return the header and the first rows with text of the first sheet; raises BestandFout."""
    if formaat != "xls":
        check_inpakking(opdracht.bestand, opdracht.naam, opdracht.grenzen)
    _check_size(opdracht)
    try:
        rijen = _iter_rijen(opdracht.bestand)
        kop, gelezen = _find_kop(opdracht, rijen)
        begin = list(islice(filter(has_text, chain(gelezen, rijen)), aantal))
    except (python_calamine.CalamineError, OSError):
        refuse("bestand_onleesbaar", opdracht.naam, waarde="de werkmap is beschadigd")
    return arrange_kolommen(opdracht, kop.cellen).kop, begin


def read_rekenblad(opdracht: Leesopdracht, formaat: str) -> Ruwbestand:
    """Return the rows of the first sheet of a workbook; raises BestandFout."""
    if formaat != "xls":
        check_inpakking(opdracht.bestand, opdracht.naam, opdracht.grenzen)
    _check_size(opdracht)
    try:
        return _read_blad(opdracht, formaat)
    except (python_calamine.CalamineError, OSError):
        refuse("bestand_onleesbaar", opdracht.naam, waarde="de werkmap is beschadigd")
