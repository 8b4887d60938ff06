"""Make delivery files for the tests; every name and address in them is made up."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from meldpunt.aanlevering.parsers import STANDAARD, Grenzen, Ruwbestand, read_regels

VELDEN = ("klantnummer", "achternaam", "postcode", "huisnummer", "bedrag", "achterstand_sinds")

_NAMEN = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = (
    '<?xml version="1.0"?>{doctype}<office:document-content xmlns:office="{ns}:office:1.0" '
    'xmlns:table="{ns}:table:1.0" xmlns:text="{ns}:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Blad1">{rijen}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)


def write_file(map_: Path, inhoud: bytes, *, naam: str = "aanlevering.csv") -> Path:
    bestand = map_ / naam
    bestand.write_bytes(inhoud)
    return bestand


def read(
    bestand: Path,
    *,
    velden: Sequence[str] = VELDEN,
    zoek_kop: bool = False,
    kolomkaart: Mapping[str, str] | None = None,
    grenzen: Grenzen = STANDAARD,
) -> Ruwbestand:
    return read_regels(
        bestand, naam=bestand.name, velden=velden, zoek_kop=zoek_kop, kolomkaart=kolomkaart, grenzen=grenzen
    )


def read_text(map_: Path, tekst: str, *, codering: str = "utf-8", **keuzes: object) -> Ruwbestand:
    return read(write_file(map_, tekst.encode(codering)), **keuzes)  # type: ignore[arg-type]


def rows(ruw: Ruwbestand, *velden: str) -> list[tuple[object, ...]]:
    return ruw.regels.select("regel", *velden).rows()


def write_xlsx(map_: Path, rijen: Sequence[Sequence[object]], *, naam: str = "aanlevering.xlsx") -> Path:
    werkmap = Workbook()
    for rij in rijen:
        werkmap.active.append(list(rij))  # type: ignore[union-attr]
    werkmap.save(map_ / naam)
    return map_ / naam


def ods_cell(waarde: str, *, soort: str = "string", kenmerk: str = "", herhaald: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="{soort}" {kenmerk} table:number-columns-repeated="{herhaald}">'
        f"<text:p>{waarde}</text:p></table:table-cell>"
    )


def ods_row(*cellen: str, herhaald: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{herhaald}">{"".join(cellen)}</table:table-row>'


def write_ods(map_: Path, rijen: Sequence[str], *, doctype: str = "", naam: str = "aanlevering.ods") -> Path:
    with zipfile.ZipFile(map_ / naam, "w", zipfile.ZIP_DEFLATED) as werkmap:
        werkmap.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = f'<manifest:manifest xmlns:manifest="{_NAMEN}:manifest:1.0"/>'
        werkmap.writestr("META-INF/manifest.xml", manifest)
        werkmap.writestr("content.xml", _ODS.format(doctype=doctype, ns=_NAMEN, rijen="".join(rijen)))
    return map_ / naam
