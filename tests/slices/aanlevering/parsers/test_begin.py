"""The begin of a file, to map columns by."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from meldpunt.aanlevering.parsers import BestandFout, read_begin

VELDEN = ("klantnummer", "bedrag")
RIJEN = [["Titel"], [], ["Klantnummer", "Bedrag", "Kleur"], ["K1", "12,50"], [], ["K2", "3", "rood", "extra"]]


def write_csv(pad: Path, rijen: list[list[str]], einde: str = "\n") -> Path:
    pad.write_text("\n".join(";".join(rij) for rij in rijen) + einde)
    return pad


def write_xlsx(pad: Path, rijen: list[list[str]]) -> Path:
    werkmap = openpyxl.Workbook()
    for rij in rijen:
        werkmap.active.append(rij)
    werkmap.save(pad)
    return pad


@pytest.mark.parametrize("schrijf", [write_csv, write_xlsx])
def test_it_reads_header_and_rows_below_a_title(tmp_path: Path, schrijf) -> None:
    begin = read_begin(schrijf(tmp_path / "bestand", RIJEN), naam="x", velden=VELDEN, aantal=5)
    assert begin.kop[:3] == ("Klantnummer", "Bedrag", "Kleur")
    assert [(regel, cellen[:3]) for regel, cellen in begin.rijen] == [
        (4, ("K1", "12,50", "")),
        (6, ("K2", "3", "rood")),
    ]


def test_it_reads_a_row_that_has_no_line_end(tmp_path: Path) -> None:
    pad = write_csv(tmp_path / "x.csv", [["Klantnummer", "Bedrag"], ["K1", "5"]], einde="")
    assert read_begin(pad, naam="x", velden=VELDEN, aantal=5).rijen == ((2, ("K1", "5")),)


def test_it_reads_no_more_rows_than_asked(tmp_path: Path) -> None:
    rijen = [["Klantnummer", "Bedrag"], *([f"K{n}", "5"] for n in range(50))]
    assert len(read_begin(write_csv(tmp_path / "x", rijen), naam="x", velden=VELDEN, aantal=5).rijen) == 5


def test_it_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    pad = tmp_path / "x"
    pad.write_bytes(b"%PDF-1.7")
    with pytest.raises(BestandFout, match="bestand_soort_onbekend"):
        read_begin(pad, naam="x", velden=VELDEN, aantal=5)
