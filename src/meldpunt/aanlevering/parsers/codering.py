"""From bytes to UTF-8 blocks of whole lines; the file is never in memory as a whole."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from meldpunt.aanlevering.parsers.fouten import refuse
from meldpunt.aanlevering.parsers.grenzen import MB, Grenzen

BLOK = 4 * MB

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def _bom(begin: bytes) -> tuple[bytes, str | None]:
    return next(((bom, codering) for bom, codering in _BOMS if begin.startswith(bom)), (b"", None))


def _iter_stukken(bestand: Path, blok: int) -> Iterator[bytes]:
    with bestand.open("rb") as bron:
        bron.seek(len(_bom(bron.read(4))[0]))
        while stuk := bron.read(blok):
            yield stuk


def _iter_utf8(bestand: Path, codering: str, blok: int) -> Iterator[bytes]:
    """Yield the text as UTF-8, without byte order mark; raises UnicodeDecodeError."""
    if codering == "utf-8":
        yield from _iter_stukken(bestand, blok)
        return
    decoder = codecs.getincrementaldecoder(codering)()
    for stuk in _iter_stukken(bestand, blok):
        yield decoder.decode(stuk).encode()
    yield decoder.decode(b"", final=True).encode()


def _is_codering(bestand: Path, codering: str) -> bool:
    decoder = codecs.getincrementaldecoder(codering)()
    try:
        for stuk in _iter_stukken(bestand, BLOK):
            decoder.decode(stuk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _check_nul(stuk: bytes, naam: str) -> None:
    # PostgreSQL stores no NUL in text, and a text file that holds one is nearly always something else.
    if b"\0" in stuk:
        refuse("bestand_onleesbaar", naam, waarde="er staan NUL-tekens in, zoals in een afbeelding")


def find_codering(bestand: Path, naam: str) -> str:
    """Return the encoding of a text file; raises BestandFout when it is none we read."""
    with bestand.open("rb") as bron:
        _, genoemd = _bom(bron.read(4))
    for codering in (genoemd,) if genoemd else ("utf-8", "cp1252"):
        if _is_codering(bestand, codering):
            return codering
    for stuk in _iter_stukken(bestand, BLOK):
        _check_nul(stuk, naam)
    refuse("codering_onbekend", naam)


def iter_regelblokken(
    bestand: Path, naam: str, codering: str, grenzen: Grenzen, blok: int = BLOK
) -> Iterator[bytes]:
    """Yield UTF-8 blocks that end where a line ends, be it by CR, LF or both."""
    rest = b""
    for stuk in _iter_utf8(bestand, codering, blok):
        _check_nul(stuk, naam)
        rest += stuk
        # A CR at the very end may be half of a CR LF: it waits for what follows.
        einde = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, -1)) + 1
        if einde:
            yield rest[:einde]
            rest = rest[einde:]
        if len(rest) > grenzen.regelbytes:
            refuse("regel_te_lang", naam, grens=grenzen.regelbytes // MB)
    if rest:
        yield rest
