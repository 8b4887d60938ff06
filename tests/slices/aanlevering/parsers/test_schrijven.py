"""Refused rows go out, are corrected and come in again."""

from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook
from tests.slices.aanlevering.parsers.bestanden import read, write_file

from meldpunt.aanlevering.parsers import RAPPORTKOLOMMEN
from meldpunt.aanlevering.schrijven import defuse_cel, write_csv, write_xlsx

VELDEN = ("klantnummer", "postcode", "telefoon", "achternaam")


def make_rijen() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "klantnummer": ["007", "=1+1"],
            "postcode": ["0123AB", None],
            "telefoon": ["+31612345678", "-"],
            "achternaam": ['\'t Hart; de "oude"', "@Élan\x07"],
            "gronden": [["bedrag_te_laag", "datum_ongeldig"], ["postcode_ongeldig"]],
            "wat_te_doen": ["Pas het bedrag aan.", "Vul een postcode in."],
        }
    )


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_it_disarms_a_cell_that_a_spreadsheet_would_run(begin: str) -> None:
    assert defuse_cel(f"{begin}cmd|' /C calc'!A0") == f"'{begin}cmd|' /C calc'!A0"
    assert defuse_cel(f"a{begin}") == f"a{begin}"


def test_it_writes_csv_that_a_dutch_excel_opens() -> None:
    inhoud = write_csv(make_rijen(), VELDEN)
    assert inhoud.startswith(b"\xef\xbb\xbfklantnummer;postcode;telefoon;achternaam;gronden;wat_te_doen\r\n")
    assert "bedrag_te_laag; datum_ongeldig" in inhoud.decode("utf-8-sig")
    assert "'=1+1;;'-;'@Élan" in inhoud.decode("utf-8-sig")


def test_it_writes_xlsx_in_which_every_cell_is_text(tmp_path: Path) -> None:
    blad = load_workbook(write_file(tmp_path, write_xlsx(make_rijen(), VELDEN), naam="f.xlsx")).active
    assert blad is not None
    cellen = [cel for rij in blad.iter_rows() for cel in rij if cel.value is not None]
    assert {cel.data_type for cel in cellen} == {"s"}
    assert {"007", "=1+1", "0123AB", "@Élan"} <= {cel.value for cel in cellen}


@pytest.mark.parametrize("soort", ["csv", "xlsx"])
def test_it_reads_its_own_report_back_as_it_was_delivered(tmp_path: Path, soort: str) -> None:
    schrijf = write_csv if soort == "csv" else write_xlsx
    rijen = make_rijen().with_columns(pl.col("achternaam").str.replace("\x07", "", literal=True))
    bestand = write_file(tmp_path, schrijf(rijen, VELDEN), naam=f"geweigerd.{soort}")
    ruw = read(bestand, velden=VELDEN, zoek_kop=True)
    assert ruw.regels.select(VELDEN).rows() == rijen.select(VELDEN).rows()
    assert ruw.regels["buiten_velden"].to_list() == [False, False]
    assert ruw.onbekende_kolommen == ()


def test_it_writes_the_report_columns_once_when_they_were_delivered_too() -> None:
    inhoud = write_csv(make_rijen(), [*VELDEN, *RAPPORTKOLOMMEN]).decode("utf-8-sig")
    assert inhoud.splitlines()[0].count("gronden") == 1
