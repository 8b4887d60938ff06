"""Two readers of one block of lines: the exact one of the standard library, and a quick one for plain lines.

The quick one only takes a block it can prove to be plain, and must then give the very same cells.
"""

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

import polars as pl

from meldpunt.aanlevering.parsers.kop import WITRUIMTE
from meldpunt.aanlevering.parsers.ruwbestand import REGEL

# Beyond this many columns a line is odd, and a frame as wide as the oddest line would cost memory.
_BREEDTE = 2_000
_RIJEN = 20_000


@dataclass(frozen=True)
class Blok:
    """Hold whole lines as UTF-8, the number of the first one and how they are cut."""

    tekst: bytes
    eerste_regel: int
    scheidingsteken: str
    celtekens: int


@dataclass(frozen=True)
class Rij:
    """Hold the cells of one row and the line it starts on."""

    regel: int
    cellen: list[str]
    open: bool


def has_text(rij: Rij) -> bool:
    """Say whether any cell of the row holds more than white space."""
    return any(cel.strip(WITRUIMTE) for cel in rij.cellen)


def iter_rijen(tekst: str, eerste_regel: int, scheidingsteken: str) -> Iterator[Rij]:
    """Yield the rows of a text; `open` marks a last row whose quote is not closed yet. Raises csv.Error."""
    uitgeput = False

    def iter_regels() -> Iterator[str]:
        nonlocal uitgeput
        yield from io.StringIO(tekst, newline="")
        uitgeput = True

    lezer = csv.reader(iter_regels(), delimiter=scheidingsteken)
    begin = eerste_regel
    for cellen in lezer:
        # The reader asks for another line only inside a quote: a row after the last line is unfinished.
        yield Rij(begin, cellen, uitgeput)
        begin = eerste_regel + lezer.line_num


def to_frame(rijen: list[Rij]) -> pl.DataFrame:
    """Return rows of any length as columns "0", "1", … beside their line number."""
    kolommen = zip_longest(*(rij.cellen for rij in rijen))
    regel = pl.Series(REGEL, [rij.regel for rij in rijen], dtype=pl.Int32)
    return pl.DataFrame([regel, *(pl.Series(str(i), k, dtype=pl.String) for i, k in enumerate(kolommen))])


def read_exact(blok: Blok) -> tuple[list[pl.DataFrame], Rij | None]:
    """Return the rows as the standard csv reader cuts them, and a last row whose quote is still open."""
    frames: list[pl.DataFrame] = []
    stapel: list[Rij] = []
    for rij in iter_rijen(blok.tekst.decode(), blok.eerste_regel, blok.scheidingsteken):
        if rij.open:
            return ([*frames, to_frame(stapel)] if stapel else frames), rij
        stapel.append(rij)
        if len(stapel) == _RIJEN:
            frames.append(to_frame(stapel))
            stapel = []
    return ([*frames, to_frame(stapel)] if stapel else frames), None


def _quoted_line(scheidingsteken: str) -> str:
    cel = f'(?:"(?:[^"]|"")*"|[^"{scheidingsteken}]*)'
    return f"^{cel}(?:{scheidingsteken}{cel})*$"


def _is_plain(regels: pl.Series, blok: Blok, has_quotes: bool) -> bool:
    """Say whether each line is a row by itself on which no two CSV readers can differ."""
    langste = regels.str.len_bytes().max()
    if not isinstance(langste, int) or langste > blok.celtekens:
        return False
    return not has_quotes or regels.str.contains(_quoted_line(blok.scheidingsteken)).all()


def _split_lines(tekst: bytes) -> tuple[bytes, pl.Series]:
    """Return the text and its lines; CR is turned into LF only where the readers would differ on it.

    Without quotes the CR of a CR LF is white space at the end of a cell, and trimmed with the rest.
    """
    regels = pl.read_lines(tekst).to_series()
    if b"\r" in tekst and (b'"' in tekst or regels.str.contains("\r", literal=True).any()):
        tekst = tekst.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        regels = pl.read_lines(tekst).to_series()
    return tekst, regels


def find_plain(blok: Blok) -> pl.DataFrame | None:
    """Return the rows of a block of plain lines, read by columns; None when the exact reader must do it."""
    if blok.tekst.startswith(BOM_UTF8):
        # Files pasted together hold a mark inside; polars would drop it where a block happens to start.
        return None
    tekst, regels = _split_lines(blok.tekst)
    has_quotes = b'"' in tekst
    if not _is_plain(regels, blok, has_quotes):
        return None
    breedte = int(regels.str.count_matches(blok.scheidingsteken, literal=True).max() or 0) + 1  # type: ignore[arg-type]
    if breedte > _BREEDTE:
        return None
    frame = pl.read_csv(
        tekst,
        has_header=False,
        separator=blok.scheidingsteken,
        quote_char='"' if has_quotes else None,
        schema={str(nummer): pl.String for nummer in range(breedte)},
        infer_schema=False,
        missing_columns="insert",
        empty_string_is_null=False,
    )
    if frame.height != regels.len():
        return None
    return frame.with_row_index(REGEL, offset=blok.eerste_regel)
