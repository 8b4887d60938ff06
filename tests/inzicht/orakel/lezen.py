"""A delivery file as plain rows: the second reading of what counts as a line, a column and a cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl

# "space means any Unicode white space": the characters with the property White_Space, written out.
SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)


@dataclass(frozen=True)
class Regel:
    """One row: its line, the named cells that hold a value, and whether a cell stood beyond the header."""

    regel: int
    cellen: dict[str, str]
    buiten_kop: bool


def read_regels(pad: Path) -> list[Regel]:
    """Read every row that holds a value."""
    grid = list(spreadsheet_lines(pad) if pad.suffix == ".xlsx" else text_lines(pad.read_bytes()))
    if not grid:
        return []
    # "line 1, which is the header"
    namen = [column_name(cell) for cell in grid[0][1]]
    # "A line whose cells are all empty (before anything is dropped) is skipped."
    return [make_regel(line, cells, namen) for line, cells in grid[1:] if any(trim(c) for c in cells)]


def make_regel(line: int, cells: list[str], namen: list[str]) -> Regel:
    named: dict[str, str] = {}
    # "Missing cells are empty." Nothing to do for them: a name without a cell has no entry.
    for naam, cell in zip(namen, cells, strict=False):
        # "of columns with one name the first non-empty cell counts"
        if trim(cell) and naam not in named:
            named[naam] = trim(cell)
    return Regel(line, named, any(trim(cell) for cell in cells[len(namen) :]))


def text_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the physical line on which it starts."""
    text = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    start = 1
    for cells in reader:
        yield start, cells
        # "`regel` is the physical line of the file on which the row starts (the header is line 1)"
        start = reader.line_num + 1


def decode(content: bytes) -> str:
    # "UTF-8 with or without BOM, or Windows-1252"
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def separator(text: str) -> str:
    # "The separator is the one most frequent in line 1"
    line_1 = re.split(r"\r\n|\r|\n", text, maxsplit=1)[0]
    return max(";,\t", key=line_1.count)


def column_name(cell: str) -> str:
    # "Column names are case-insensitive; spaces count as `_`."
    return as_name(trim(cell))


def as_name(text: str) -> str:
    return "".join("_" if char in SPACES else char for char in text.lower())


def trim(cell: str) -> str:
    # "Cells are trimmed; only white space is empty."
    return cell.strip(SPACES)


def spreadsheet_lines(pad: Path) -> Iterator[tuple[int, list[str]]]:
    # "In a spreadsheet: the first sheet", "a row number being its line"
    sheet = openpyxl.load_workbook(pad).worksheets[0]
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, without_empty_end([cell_text(value) for value in row])


def without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def cell_text(value: object) -> str:
    # "a number cell is its value (80.5, 12), a date cell its date, a Boolean ja or nee"
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def number_text(value: float) -> str:
    if value.is_integer():
        return str(int(value))
    # The value 123.456 is not a text whose point groups thousands: a fourth decimal keeps the two apart.
    text = str(value)
    return text + "0" if len(text.partition(".")[2]) == 3 else text
