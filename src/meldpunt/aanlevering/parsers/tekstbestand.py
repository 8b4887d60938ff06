"""CSV: find the header, cut the text into blocks, read each as quickly as it allows."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NoReturn

import polars as pl

from meldpunt.aanlevering.parsers.blokken import Blok, Rij, find_plain, has_text, iter_rijen, read_exact
from meldpunt.aanlevering.parsers.codering import find_codering, iter_regelblokken
from meldpunt.aanlevering.parsers.fouten import refuse
from meldpunt.aanlevering.parsers.kop import ZOEKREGELS, find_kopregel, find_scheidingsteken
from meldpunt.aanlevering.parsers.opdracht import Leesopdracht, arrange_kolommen, fold_frames
from meldpunt.aanlevering.parsers.ruwbestand import Ruwbestand


@dataclass(frozen=True)
class Kopplaats:
    """Hold where the header stands and where the rows begin."""

    cellen: Sequence[str]
    scheidingsteken: str
    regel: int
    eerste_rij: int


def _refuse_cel(opdracht: Leesopdracht, regel: int) -> NoReturn:
    refuse("cel_te_lang", opdracht.naam, waarde=f"vanaf {regel}", grens=opdracht.grenzen.celtekens)


def _read_kop_op(opdracht: Leesopdracht, regels: Sequence[str], nummer: int) -> Kopplaats:
    """Read the header that starts on this line; it may hold line ends inside quotes."""
    teken = find_scheidingsteken(regels[nummer - 1] if nummer <= len(regels) else "")
    rijen = iter_rijen("".join(regels[nummer - 1 :]), nummer, teken)
    kop = next(rijen, None)
    if kop is None:
        return Kopplaats((), teken, nummer, nummer + 1)
    if kop.open:
        refuse("aanhalingsteken_open", opdracht.naam, waarde=nummer)
    volgende = next(rijen, None)
    einde = volgende.regel if volgende else len(regels) + 1
    return Kopplaats(kop.cellen, teken, nummer, einde)


def _find_kop(opdracht: Leesopdracht, begin: str) -> Kopplaats:
    regels = list(io.StringIO(begin, newline=""))
    if not opdracht.zoek_kop:
        return _read_kop_op(opdracht, regels, 1)
    if not begin.strip():
        refuse("bestand_leeg", opdracht.naam)
    # A title may hold a lone quote, so each candidate line is cut by itself.
    kandidaten = (
        (nummer, next(csv.reader([regel], delimiter=find_scheidingsteken(regel)), []))
        for nummer, regel in enumerate(regels[:ZOEKREGELS], start=1)
    )
    nummer = find_kopregel(kandidaten, opdracht.bekende_namen)
    if nummer is None:
        refuse("kop_niet_gevonden", opdracht.naam, grens=ZOEKREGELS)
    return _read_kop_op(opdracht, regels, nummer)


def _open_kop(opdracht: Leesopdracht, begin: str) -> Kopplaats:
    """Find the header; a cell without end among the first lines is refused as it is further down."""
    try:
        return _find_kop(opdracht, begin)
    except csv.Error:
        _refuse_cel(opdracht, 1)


def _count_regels(blok: bytes) -> int:
    return blok.count(b"\n") + blok.count(b"\r") - blok.count(b"\r\n")


def _skip_regels(blokken: Iterator[bytes], aantal: int) -> Iterator[bytes]:
    for blok in blokken:
        if not aantal:
            yield blok
            continue
        stroom = io.StringIO(blok.decode(), newline="")
        while aantal and stroom.readline():
            aantal -= 1
        if rest := stroom.read():
            yield rest.encode()


def _read_blok(opdracht: Leesopdracht, blok: Blok) -> tuple[list[pl.DataFrame], int, bool]:
    """Return the frames of a block, the line to go on from, and whether a row is still open there."""
    plain = None if opdracht.exact else find_plain(blok)
    if plain is not None:
        return [plain], blok.eerste_regel + plain.height, False
    try:
        frames, rest = read_exact(blok)
    except csv.Error:
        _refuse_cel(opdracht, blok.eerste_regel)
    if rest:
        return frames, rest.regel, True
    return frames, blok.eerste_regel + _count_regels(blok.tekst), False


def _tail(tekst: bytes, regels: int) -> bytes:
    stroom = io.StringIO(tekst.decode(), newline="")
    for _ in range(regels):
        stroom.readline()
    return stroom.read().encode()


def _iter_frames(opdracht: Leesopdracht, kop: Kopplaats, codering: str) -> Iterator[pl.DataFrame]:
    grenzen = opdracht.grenzen
    blokken = iter_regelblokken(opdracht.bestand, opdracht.naam, codering, grenzen, opdracht.blok)
    rest, regel, is_open = b"", kop.eerste_rij, False
    for tekst in _skip_regels(blokken, kop.eerste_rij - 1):
        blok = Blok(rest + tekst, regel, kop.scheidingsteken, grenzen.celtekens)
        frames, regel, is_open = _read_blok(opdracht, blok)
        yield from frames
        rest = _tail(blok.tekst, regel - blok.eerste_regel) if is_open else b""
    if is_open:
        refuse("aanhalingsteken_open", opdracht.naam, waarde=regel)


def read_begin_tekst(opdracht: Leesopdracht, aantal: int) -> tuple[tuple[str, ...], list[Rij]]:
    """Return the header and the first rows with text; of the rows only the first two blocks are looked at."""
    codering = find_codering(opdracht.bestand, opdracht.naam)
    # A last line without an end is a block by itself.
    blokken = iter_regelblokken(opdracht.bestand, opdracht.naam, codering, opdracht.grenzen)
    eerste = b"".join(islice(blokken, 2)).decode()
    kop = _open_kop(opdracht, eerste)
    rest = "".join(list(io.StringIO(eerste, newline=""))[kop.eerste_rij - 1 :])
    rijen = iter_rijen(rest, kop.eerste_rij, kop.scheidingsteken)
    try:
        begin = list(islice((rij for rij in rijen if not rij.open and has_text(rij)), aantal))
    except csv.Error:
        _refuse_cel(opdracht, kop.eerste_rij)
    return arrange_kolommen(opdracht, kop.cellen).kop, begin


def read_tekst(opdracht: Leesopdracht) -> Ruwbestand:
    """Return the rows of a CSV file; raises BestandFout."""
    codering = find_codering(opdracht.bestand, opdracht.naam)
    eerste = next(iter_regelblokken(opdracht.bestand, opdracht.naam, codering, opdracht.grenzen), b"")
    kop = _open_kop(opdracht, eerste.decode())
    indeling = arrange_kolommen(opdracht, kop.cellen)
    return Ruwbestand(
        regels=fold_frames(opdracht, _iter_frames(opdracht, kop, codering), indeling),
        kop=indeling.kop,
        onbekende_kolommen=indeling.onbekende_kolommen,
        formaat="csv",
        codering=codering,
        scheidingsteken=kop.scheidingsteken,
        kopregel=kop.regel,
    )
