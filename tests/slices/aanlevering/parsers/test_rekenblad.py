"""Workbooks as partners send them, and as an attacker would."""

import dataclasses
import datetime as dt
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.slices.aanlevering.parsers.bestanden import (
    ods_cell,
    ods_row,
    read,
    rows,
    write_file,
    write_ods,
    write_xlsx,
)
from tests.slices.aanlevering.parsers.oudexcel import write_xls

from meldpunt.aanlevering.parsers import STANDAARD, BestandFout
from meldpunt.aanlevering.parsers.grenzen import MB
from meldpunt.aanlevering.parsers.rekenblad import format_cel


@pytest.mark.parametrize(
    ("cel", "tekst"),
    [
        (80.5, "80.5"),
        (12.0, "12"),
        (80.10000000000001, "80.1"),
        (0.1 + 0.2, "0.3"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (-0.0, "0"),
        (-5.25, "-5.25"),
        (1.234, "1.2340"),
        (float("nan"), ""),
        (True, "ja"),
        (False, "nee"),
        (dt.date(2026, 1, 2), "2026-01-02"),
        (dt.datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001 - a cell has no time zone
        (dt.datetime(2026, 1, 2, 13, 45), "2026-01-02"),  # noqa: DTZ001
        ("012", "012"),
    ],
)
def test_it_writes_a_cell_as_a_csv_of_it_would(cel: object, tekst: str) -> None:
    assert format_cel(cel) == tekst  # type: ignore[arg-type]


def test_it_reads_xlsx_with_sheet_row_numbers_and_skips_empty_rows(tmp_path: Path) -> None:
    bestand = write_xlsx(
        tmp_path,
        [
            ["Aanlevering oktober"],
            [],
            ["Klantnummer", "Huisnummer", "Achterstand sinds", "Bedrag", "Kleur"],
            ["007", 12, dt.date(2026, 1, 2), 80.5],
            [],
            [8, 3.0, "x", "=1+1", "rood"],
        ],
    )
    ruw = read(bestand, zoek_kop=True)
    assert rows(ruw, "klantnummer", "huisnummer", "achterstand_sinds", "bedrag", "buiten_velden") == [
        (4, "007", "12", "2026-01-02", "80.5", False),
        (6, "8", "3", "x", None, True),
    ]
    assert (ruw.formaat, ruw.kopregel) == ("xlsx", 3)


def test_it_reads_only_the_first_sheet_wherever_it_starts(tmp_path: Path) -> None:
    werkmap = Workbook()
    blad = werkmap.active
    assert blad is not None
    blad["C5"], blad["D5"], blad["D7"] = "klantnummer", "bedrag", 5  # type: ignore[index]
    werkmap.create_sheet("Ander").append(["klantnummer", "bedrag"])
    werkmap.save(tmp_path / "laag.xlsx")
    assert rows(read(tmp_path / "laag.xlsx"), "klantnummer", "bedrag") == [(7, None, "5")]


def test_it_reads_ods_with_repeated_rows_and_typed_cells(tmp_path: Path) -> None:
    bestand = write_ods(
        tmp_path,
        [
            ods_row(ods_cell("klantnummer"), ods_cell("bedrag"), ods_cell("achterstand_sinds")),
            ods_row('<table:table-cell table:number-columns-repeated="16384"/>', herhaald=2),
            ods_row(
                ods_cell("K&amp;1"),
                ods_cell("80,50", soort="float", kenmerk='office:value="80.5"'),
                ods_cell("2 jan", soort="date", kenmerk='office:date-value="2026-01-02"'),
            ),
            ods_row('<table:table-cell table:number-columns-repeated="16384"/>', herhaald=1_048_000),
        ],
    )
    ruw = read(bestand)
    assert rows(ruw, "klantnummer", "bedrag", "achterstand_sinds") == [(4, "K&1", "80.5", "2026-01-02")]


def test_it_reads_the_excel_of_before_2007(tmp_path: Path) -> None:
    cellen = {(0, 0): "klantnummer", (0, 1): "bedrag", (2, 0): "Één", (2, 1): 80.5, (3, 1): 12.0}
    ruw = read(write_xls(tmp_path, cellen))
    assert rows(ruw, "klantnummer", "bedrag") == [(3, "Één", "80.5"), (4, None, "12")]
    assert ruw.formaat == "xls"


def test_it_looks_at_the_content_and_not_at_the_name(tmp_path: Path) -> None:
    werkmap = write_xlsx(tmp_path, [["klantnummer"], [1]], naam="aanlevering.csv")
    tekst = write_file(tmp_path, b"klantnummer;x\n1;\n", naam="aanlevering.xlsx")
    assert [read(werkmap).formaat, read(tekst).formaat] == ["xlsx", "csv"]


def _bomb(map_: Path, *, grootte: int, beweerd: int | None = None) -> Path:
    bestand = map_ / "bom.xlsx"
    with zipfile.ZipFile(bestand, "w", zipfile.ZIP_DEFLATED) as werkmap:
        werkmap.writestr("xl/workbook.xml", b"<workbook/>")
        werkmap.writestr("xl/worksheets/sheet1.xml", b" " * grootte)
    if beweerd is not None:
        inhoud = bestand.read_bytes().replace(grootte.to_bytes(4, "little"), beweerd.to_bytes(4, "little"))
        bestand.write_bytes(inhoud)
    return bestand


@pytest.mark.parametrize("beweerd", [None, 1_000])
def test_it_refuses_a_zip_bomb_also_when_its_directory_lies(tmp_path: Path, beweerd: int | None) -> None:
    bestand = _bomb(tmp_path, grootte=50 * MB, beweerd=beweerd)
    with pytest.raises(BestandFout, match=r"\[bestand_zipbom\]$"):
        read(bestand, grenzen=dataclasses.replace(STANDAARD, uitgepakt=20 * MB))
    with pytest.raises(BestandFout, match=r"\[bestand_zipbom\]$"):
        read(bestand)


def test_it_refuses_two_cells_in_far_corners_without_filling_the_memory(tmp_path: Path) -> None:
    werkmap = Workbook()
    blad = werkmap.active
    assert blad is not None
    blad["A1"], blad["XFD1048576"] = "klantnummer", "x"  # type: ignore[index]
    werkmap.save(tmp_path / "hoeken.xlsx")
    with pytest.raises(BestandFout, match=r"\[bestand_zipbom\]$"):
        read(tmp_path / "hoeken.xlsx", grenzen=dataclasses.replace(STANDAARD, geheugen=512 * MB))


def test_it_refuses_an_ods_that_repeats_one_cell_endlessly(tmp_path: Path) -> None:
    bestand = write_ods(tmp_path, [ods_row(ods_cell("x", herhaald=16_000), herhaald=1_000_000)])
    with pytest.raises(BestandFout):
        read(bestand, grenzen=dataclasses.replace(STANDAARD, geheugen=512 * MB))


def test_it_expands_no_entities(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    bestand = write_ods(
        tmp_path, [ods_row(ods_cell("klantnummer")), ods_row(ods_cell("&x;"))], doctype=doctype
    )
    with pytest.raises(BestandFout, match="DOCTYPE"):
        read(bestand)


@pytest.mark.parametrize(
    ("rijen", "grens", "code"),
    [
        ([["bedrag"]] * 4, {"regels": 2}, "te_veel_regels"),
        ([["a"] * 3], {"kolommen": 2}, "te_veel_kolommen"),
        ([["a"] * 3] * 3, {"cellen": 8}, "te_veel_cellen"),
        ([["a"]], {"bytes": 10}, "bestand_te_groot"),
    ],
)
def test_it_refuses_a_sheet_beyond_a_limit(
    tmp_path: Path, rijen: list[list[str]], grens: dict[str, int], code: str
) -> None:
    with pytest.raises(BestandFout) as fout:
        read(write_xlsx(tmp_path, rijen), grenzen=dataclasses.replace(STANDAARD, **grens))
    assert fout.value.code == code


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        (b"%PDF-1.7 x", "bestand_soort_onbekend"),
        (b"\n <HTML><table><tr><td>klantnummer", "bestand_soort_onbekend"),
        (b"PK\x03\x04rommel", "bestand_onleesbaar"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"rommel" * 200, "bestand_onleesbaar"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "bestand_versleuteld",
        ),
        (b"", "bestand_leeg"),
    ],
)
def test_it_says_what_a_file_is_when_it_is_no_delivery(tmp_path: Path, inhoud: bytes, code: str) -> None:
    with pytest.raises(BestandFout) as fout:
        read(write_file(tmp_path, inhoud, naam="aanlevering.xls"), zoek_kop=True)
    assert fout.value.code == code


def test_it_refuses_an_empty_sheet_where_a_person_uploads(tmp_path: Path) -> None:
    bestand = write_xlsx(tmp_path, [])
    assert read(bestand).regels.height == 0
    with pytest.raises(BestandFout, match=r"\[bestand_leeg\]$"):
        read(bestand, zoek_kop=True)


KOP = ["klantnummer", "achternaam", "postcode", "huisnummer", "bedrag"]
RIJ = ["7", "Jansen", "2011AA", "1", "80"]


def _write_bladen(map_: Path, **bladen: list[list[str]]) -> Path:
    werkmap = Workbook()
    werkmap.remove(werkmap.worksheets[0])
    for naam, rijen in bladen.items():
        blad = werkmap.create_sheet(naam.removesuffix("_verborgen"))
        blad.sheet_state = "hidden" if naam.endswith("_verborgen") else "visible"
        for rij in rijen:
            blad.append(rij)
    werkmap.active = len(bladen) - 1
    werkmap.save(map_ / "bladen.xlsx")
    return map_ / "bladen.xlsx"


def test_it_finds_the_signalen_behind_a_sheet_with_an_explanation(tmp_path: Path) -> None:
    bestand = _write_bladen(
        tmp_path, Toelichting=[["Signalen staan op blad 2"], ["kolom", "uitleg"]], Data=[KOP, RIJ]
    )
    assert rows(read(bestand, zoek_kop=True), "klantnummer") == [(2, "7")]


def test_it_skips_a_hidden_sheet_where_a_person_uploads(tmp_path: Path) -> None:
    bestand = _write_bladen(tmp_path, Oud_verborgen=[KOP, ["6", *RIJ[1:]]], Data=[KOP, RIJ])
    assert rows(read(bestand, zoek_kop=True), "klantnummer") == [(2, "7")]
    assert rows(read(bestand), "klantnummer") == [(2, "6")]


def test_it_takes_a_list_of_codes_for_no_delivery(tmp_path: Path) -> None:
    codes = [["postcode", "huisnummer"], ["2011AA", "1"]]
    bestand = _write_bladen(tmp_path, Codes=codes, Data=[KOP, RIJ], Leeg=[KOP])
    assert rows(read(bestand, zoek_kop=True), "klantnummer") == [(2, "7")]


@pytest.mark.parametrize("kop", [KOP, ["Debiteur", "Naam", "PC", "Nr", "Saldo"]])
def test_it_refuses_to_leave_a_second_sheet_with_signalen_unread(tmp_path: Path, kop: list[str]) -> None:
    bestand = _write_bladen(tmp_path, Januari=[kop, RIJ], Februari=[["Februari"], kop, RIJ])
    with pytest.raises(BestandFout, match=r"Januari, Februari\..*\[meer_werkbladen\]$"):
        read(bestand, zoek_kop=True)
