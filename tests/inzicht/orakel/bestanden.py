"""Write rows as a file: every separator, coding and line ending a partner may send, and the loose ends of each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

import openpyxl


def write(folder: Path, naam: str, columns: list[str], rows: list[list[str]], rnd: Random) -> str:
    """Write the file and give its name."""
    header = [spell(column, rnd) for column in columns] if rnd.random() < 0.3 else columns
    if rnd.random() < 0.03:
        return write_spreadsheet(folder, naam, header, rows, rnd)
    bestand = f"{naam}.csv"
    (folder / bestand).write_bytes(as_bytes(header, rows, rnd))
    return bestand


def spell(column: str, rnd: Random) -> str:
    spelled = rnd.choice(
        (column, column.upper(), column.title(), column.replace("_", " "), f" {column}\u00a0")
    )
    return spelled.replace("_", rnd.choice(("_", " ", "\u00a0")))


def as_bytes(header: list[str], rows: list[list[str]], rnd: Random) -> bytes:
    if rnd.random() < 0.01:
        return b""
    separator = rnd.choice(";;,\t")
    ending = rnd.choice(("\n", "\n", "\r\n"))
    rows = [loose_end(row, rnd) for row in rows] if rnd.random() < 0.3 else rows
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if rnd.random() < 0.1 else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=separator, lineterminator=ending, quoting=quoting)
    writer.writerow(header)
    for row in rows:
        if rnd.random() < 0.03:
            text.write(rnd.choice(("", " ", separator * 3, f" {separator}\u00a0")) + ending)
        writer.writerow(row)
    return encode(text.getvalue()[: -len(ending)] if rnd.random() < 0.2 else text.getvalue(), rnd)


def loose_end(row: list[str], rnd: Random) -> list[str]:
    kind = rnd.random()
    if kind < 0.1:
        return row[: rnd.randint(0, len(row))] or [""]
    if kind < 0.2:
        return row + rnd.choice(([""], ["over"], ["", "", " "], ["", "over"]))
    return row


def encode(text: str, rnd: Random) -> bytes:
    kind = rnd.random()
    if kind < 0.2:
        return b"\xef\xbb\xbf" + text.encode()
    if kind < 0.4:
        try:
            coded = text.encode("cp1252")
        except UnicodeEncodeError:
            return text.encode()
        return coded
    return text.encode()


def write_spreadsheet(folder: Path, naam: str, header: list[str], rows: list[list[str]], rnd: Random) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line, row in enumerate([header, *rows], start=1):
        for column, cell in enumerate(row, start=1):
            # A text that starts with = would be stored as a formula without a value.
            if cell.startswith("=") or (line == 1 and not cell.strip()):
                continue
            plain = re.sub(r"[\x00-\x08\x0b-\x1f]", "", cell)
            value = plain if line == 1 or rnd.random() < 0.3 else as_typed(plain)
            if value != "":
                sheet.cell(line, column, value)
    if rnd.random() < 0.3:
        book.create_sheet("Toelichting").append(["klantnummer", "niet lezen"])
    bestand = f"{naam}.xlsx"
    book.save(folder / bestand)
    return bestand


def as_typed(cell: str) -> str | int | float | bool | date:
    """Give the cell the type a spreadsheet would have given it."""
    if re.fullmatch(r"[0-9]{1,9}", cell):
        return int(cell)
    if re.fullmatch(r"[0-9]{1,6}\.[0-9]{1,3}", cell):
        return float(cell)
    if re.fullmatch(r"(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]", cell):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return cell
    low = cell.lower()
    return low == "ja" if low in ("ja", "nee") else cell


def toml_list(values: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"
