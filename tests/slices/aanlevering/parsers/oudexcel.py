"""Write a minimal BIFF8 workbook in an OLE container: Excel's format until 2007, which no library of ours writes."""

import struct
from pathlib import Path

_SECTOR = 512
_VRIJ, _EINDE, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _record(soort: int, inhoud: bytes = b"") -> bytes:
    return struct.pack("<HH", soort, len(inhoud)) + inhoud


def _cell(rij: int, kolom: int, waarde: str | float) -> bytes:
    plaats = struct.pack("<HHH", rij, kolom, 0)
    if isinstance(waarde, str):
        return _record(0x0204, plaats + struct.pack("<HB", len(waarde), 1) + waarde.encode("utf-16-le"))
    return _record(0x0203, plaats + struct.pack("<d", waarde))


def _workbook(cellen: dict[tuple[int, int], str | float]) -> bytes:
    def begin(soort: int) -> bytes:
        return _record(0x0809, struct.pack("<HHHHII", 0x0600, soort, 0, 1997, 0, 6))

    naam = b"Blad1"
    vooraf = len(begin(5)) + 4 + 8 + len(naam) + 4
    blad = _record(0x0085, struct.pack("<IBBBB", vooraf, 0, 0, len(naam), 0) + naam)
    rijen = b"".join(_cell(rij, kolom, waarde) for (rij, kolom), waarde in sorted(cellen.items()))
    stroom = begin(5) + blad + _record(0x000A) + begin(0x10) + rijen + _record(0x000A)
    # A shorter stream would live in the mini stream, which needs tables of its own.
    return stroom.ljust(8 * _SECTOR, b"\0")


def _entry(naam: str, soort: int, kind: int, begin: int, lengte: int) -> bytes:
    tekst = (naam + "\0").encode("utf-16-le")
    kop = tekst.ljust(64, b"\0") + struct.pack("<HBBIII", len(tekst), soort, 1, _VRIJ, _VRIJ, kind)
    return (kop + bytes(36) + struct.pack("<IQ", begin, lengte)).ljust(128, b"\0")


def write_xls(
    map_: Path, cellen: dict[tuple[int, int], str | float], *, naam: str = "aanlevering.xls"
) -> Path:
    stroom = _workbook(cellen)
    sectoren = len(stroom) // _SECTOR
    kop = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    kop += struct.pack(
        "<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, _EINDE, 0, _EINDE, 0
    )
    kop += struct.pack("<109I", 0, *[_VRIJ] * 108)
    fat = [_FAT, _EINDE, *range(3, 2 + sectoren), _EINDE]
    tabel = struct.pack("<128I", *fat, *[_VRIJ] * (128 - len(fat)))
    lijst = _entry("Root Entry", 5, 1, _EINDE, 0) + _entry("Workbook", 2, _VRIJ, 2, len(stroom))
    leeg = struct.pack("<HBBIII", 0, 0, 0, _VRIJ, _VRIJ, _VRIJ)
    lijst += 2 * (bytes(64) + leeg).ljust(128, b"\0")
    bestand = map_ / naam
    bestand.write_bytes(kop + tabel + lijst + stroom)
    return bestand
