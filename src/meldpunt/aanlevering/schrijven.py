"""Write refused rows so that a spreadsheet opens them safely and a corrected file can be delivered as it is.

A CSV cell that a spreadsheet would run as a formula gets an apostrophe in front. Files that carry our two
report columns are read without it, so that `+31612345678` comes back as it was; in any other file an
apostrophe is the partner's own. XLSX needs none: every cell there is text, which is never run and keeps
its leading zeros.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell

from meldpunt.aanlevering.parsers import RAPPORTKOLOMMEN

# Full-width signs too: a spreadsheet in Japanese or Chinese reads them as the narrow ones.
_GEVAARLIJK = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "−")
# What a spreadsheet skips before it looks: spaces, marks without width, and turns of the reading direction.
_ONZICHTBAAR = re.compile(r"^[\s\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
# XML knows no control characters but these three; openpyxl refuses the others.
_ONTOELAATBAAR = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CELTEKENS = 32_767


def defuse_cel(cel: str) -> str:
    """Return the cell with an apostrophe in front when a spreadsheet would take it for a formula."""
    shown = _ONZICHTBAAR.sub("", cel)
    return f"'{cel}" if cel.startswith(_GEVAARLIJK) or shown.startswith(_GEVAARLIJK) else cel


def _columns(kolommen: Sequence[str]) -> list[str]:
    return [*(kolom for kolom in kolommen if kolom not in RAPPORTKOLOMMEN), *RAPPORTKOLOMMEN]


def _iter_cellen(rijen: pl.DataFrame, kolommen: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Yield each row as text; several grounds stand in one cell, with "; " between them."""
    tekst = rijen.select(
        pl.col(naam).cast(pl.List(pl.String)).list.join("; ")
        if rijen.schema[naam] == pl.List
        else pl.col(naam)
        for naam in kolommen
    )
    return tekst.with_columns(pl.all().cast(pl.String).fill_null("")).iter_rows()


def write_csv(rijen: pl.DataFrame, kolommen: Sequence[str]) -> bytes:
    """Return the columns and the two report columns as CSV for a Dutch Excel: semicolons, UTF-8 with mark."""
    namen = _columns(kolommen)
    return write_tabel_csv(namen, _iter_cellen(rijen, namen))


def write_xlsx(rijen: pl.DataFrame, kolommen: Sequence[str]) -> bytes:
    """Return the columns and the two report columns as a workbook in which every cell is text."""
    namen = _columns(kolommen)
    return write_tabel_xlsx(namen, _iter_cellen(rijen, namen), blad="Geweigerd")


def write_tabel_csv(kop: Sequence[str], rijen: Iterable[Sequence[str]]) -> bytes:
    """Return any list as CSV for a Dutch Excel; no cell of it is run as a formula."""
    uit = io.StringIO(newline="")
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(map(defuse_cel, kop))
    schrijver.writerows(map(defuse_cel, rij) for rij in rijen)
    return uit.getvalue().encode("utf-8-sig")


def write_tabel_xlsx(kop: Sequence[str], rijen: Iterable[Sequence[str]], *, blad: str) -> bytes:
    """Return any list as a workbook with one sheet in which every cell is text."""
    werkmap = Workbook(write_only=True)
    werkblad = werkmap.create_sheet(blad)
    werkblad.freeze_panes = "A2"

    def to_cel(waarde: str) -> Cell:
        cel = WriteOnlyCell(werkblad, _ONTOELAATBAAR.sub("", waarde)[:_CELTEKENS])
        cel.data_type = "s"
        cel.number_format = "@"
        return cel

    for rij in (kop, *rijen):
        werkblad.append([to_cel(waarde) for waarde in rij])
    uit = io.BytesIO()
    werkmap.save(uit)
    return uit.getvalue()
