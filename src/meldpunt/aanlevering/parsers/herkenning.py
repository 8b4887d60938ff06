"""What a file really is; its name says little, partners rename files."""

import re
import zipfile
from pathlib import Path

from meldpunt.aanlevering.parsers.fouten import refuse

_BEGIN = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A workbook with a password is an OLE container around an encrypted package, whatever its name ends on.
_VERSLEUTELD = "EncryptedPackage".encode("utf-16-le")

_ANDERS = (
    (b"%PDF", "een PDF-bestand"),
    (b"{\\rtf", "een tekstdocument"),
    (b"\x89PNG", "een afbeelding"),
    (b"\xff\xd8\xff", "een afbeelding"),
    (b"GIF8", "een afbeelding"),
    (b"\x1f\x8b", "een ingepakt bestand"),
    (b"7z\xbc\xaf", "een ingepakt bestand"),
    (b"Rar!", "een ingepakt bestand"),
    (b"PAR1", "een Parquet-bestand"),
    (b"BZh", "een ingepakt bestand"),
    (b"\xfd7zXZ", "een ingepakt bestand"),
    (b"\x28\xb5\x2f\xfd", "een ingepakt bestand"),
    (b"\x7fELF", "een programma"),
    (b"MZ\x90\x00", "een programma"),
)
_WEB = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"<svg", b"<script", b"<body")


def _recognise_zip(bestand: Path, naam: str) -> str:
    try:
        with zipfile.ZipFile(bestand) as werkmap:
            leden = werkmap.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        refuse("bestand_onleesbaar", naam, waarde="het is beschadigd of niet helemaal verzonden")
    namen = {lid.filename for lid in leden}
    if any(onderdeel.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", onderdeel) for onderdeel in namen):
        refuse("bestand_onleesbaar", naam, waarde="een onderdeel wijst naar een map daarbuiten")
    if any(lid.flag_bits & 1 for lid in leden):
        refuse("bestand_versleuteld", naam)
    if "xl/workbook.bin" in namen:
        refuse("bestand_soort_onbekend", naam, waarde="een binaire werkmap (.xlsb)")
    if any(lid.startswith("xl/") for lid in namen):
        return "xlsx"
    if "content.xml" in namen:
        return "ods"
    refuse("bestand_soort_onbekend", naam, waarde="een ingepakt bestand of een ander document")


def _recognise_ole(bestand: Path, naam: str) -> str:
    if _VERSLEUTELD in bestand.read_bytes():
        refuse("bestand_versleuteld", naam)
    return "xls"


def recognise_formaat(bestand: Path, naam: str) -> str:
    """Return csv, xlsx, xls or ods by what it holds; raises BestandFout for anything else we know."""
    with bestand.open("rb") as bron:
        begin = bron.read(_BEGIN)
    if begin.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _recognise_zip(bestand, naam)
    if begin.startswith(_OLE):
        return _recognise_ole(bestand, naam)
    for kenmerk, soort in _ANDERS:
        if begin.startswith(kenmerk):
            refuse("bestand_soort_onbekend", naam, waarde=soort)
    if begin.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB):
        # Many programmes call a web page .xls; Excel opens it after a warning.
        refuse("bestand_soort_onbekend", naam, waarde="een webpagina of XML")
    return "csv"
