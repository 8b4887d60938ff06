from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from meldpunt.rules.adres import format_adres, read_huisnummer, read_postcode, read_suffix
from meldpunt.rules.bedrag import format_bedrag, read_bedrag
from meldpunt.rules.datum import add_months, latest_start, read_datum
from meldpunt.rules.normalisatie import read_aantal, read_bsn, read_ja_nee, read_naam, read_namen


def read(reader: Any, *cells: str | None) -> list[Any]:
    return (
        pl.DataFrame({"cel": pl.Series(cells, dtype=pl.String)})
        .select(reader(pl.col("cel")))
        .to_series()
        .to_list()
    )


@pytest.mark.parametrize(
    ("cel", "cent"),
    [
        ("1234", 123400), ("1.234", 123400), ("80,5", 8050), ("1.234,56", 123456), ("80,-", 8000),
        ("1234.5", 123450), ("1234.56", 123456), ("€ 80,50", 8050), ("80,50 EUR", 8050), ("eur80", 8000),
        ("1\u00a0234,50", 123450), ("1.234.567,8", 123456780), ("0,01", 1), ("007", 700), ("1.270,00", 127000),
        ("12.345,-", 1234500), ("Eur 1.234", 123400), ("999999999999999,99", 99999999999999999),
    ],
)  # fmt: skip
def test_it_reads_an_amount(cel: str, cent: int) -> None:
    assert read(read_bedrag, cel, "x", cel) == [cent, None, cent]


@pytest.mark.parametrize(
    "cel",
    [
        "0", "0,00", "0.00", "-80", "80-", "0.300", "0.123", "1.23.456", "1234.567", "1,234.56", "80,555", "80,",
        "80.", ",50", ".50", "1.2345", "12,3,4", "1.234.5", "tachtig", "€", "8e3", "٨٠", "$ 80", "80,--", "1234,567",
        "1.234,", "01.234", "+80",
    ],
)  # fmt: skip
def test_it_refuses_another_amount(cel: str) -> None:
    assert read(read_bedrag, cel) == [None]


def test_it_writes_an_amount_with_two_decimals() -> None:
    frame = pl.DataFrame({"cent": [8050, 1, 100000]})
    assert frame.select(format_bedrag(pl.col("cent"))).to_series().to_list() == ["80.50", "0.01", "1000.00"]


@pytest.mark.parametrize(
    ("cel", "dag"),
    [
        ("2026-05-01", date(2026, 5, 1)), ("1-5-2026", date(2026, 5, 1)), ("01/05/2026", date(2026, 5, 1)),
        ("1/12/2026", date(2026, 12, 1)), ("29-02-2024", date(2024, 2, 29)), ("31-12-1999", date(1999, 12, 31)),
    ],
)  # fmt: skip
def test_it_reads_a_date(cel: str, dag: date) -> None:
    assert read(read_datum, cel) == [dag]


@pytest.mark.parametrize(
    "cel",
    [
        "2026-5-1", "01-05-80", "31-04-1990", "29-02-2026", "00-00-1980", "1-5/2026", "2026/05/01", "1.5.2026",
        "gisteren", "2026-05-01T00:00:00", "0000-01-01", "01-05-19800", "١-٥-٢٠٢٦", "20260501", "001-5-2026",
        "32-1-2026",
        "1 - 5 - 2026", "2026-13-01",
    ],
)  # fmt: skip
def test_it_refuses_another_date(cel: str) -> None:
    assert read(read_datum, cel) == [None]


@pytest.mark.parametrize(
    ("start", "maanden", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)), (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)), (date(2026, 5, 26), 5, date(2026, 10, 26)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)), (date(2026, 1, 15), -2, date(2025, 11, 15)),
    ],
)  # fmt: skip
def test_it_moves_a_day_by_calendar_months(start: date, maanden: int, end: date) -> None:
    assert add_months(start, maanden) == end


@pytest.mark.parametrize(
    "leverdag", [date(2026, 2, 28), date(2026, 5, 29), date(2024, 2, 29), date(2026, 12, 31)]
)
def test_the_latest_start_is_the_last_day_that_is_long_enough_ago(leverdag: date) -> None:
    start = latest_start(leverdag, 3)
    assert add_months(start, 3) <= leverdag
    assert add_months(date.fromordinal(start.toordinal() + 1), 3) > leverdag


def test_the_latest_start_stays_within_the_calendar_on_its_last_day() -> None:
    assert latest_start(date.max, 3) == date(9999, 9, 30)


@pytest.mark.parametrize("cel", ["2011AB", "2011 ab", "2 0 1 1\u00a0a B", "2011\u2003AB"])
def test_it_reads_a_postcode(cel: str) -> None:
    assert read(read_postcode, cel, "2037ZZ") == ["2011AB", "2037ZZ"]


@pytest.mark.parametrize(
    "cel",
    [
        "0111AB",
        "2011SA",
        "2011sd",
        "2011 SS",
        "2011A",
        "2011ABC",
        "2011",
        "2011-AB",
        "٢٠١١AB",
        "2011ß",
        "2011ÄB",
    ],
)
def test_it_refuses_another_postcode(cel: str) -> None:
    assert read(read_postcode, cel) == [None]


def test_it_keeps_letters_beside_the_three_that_are_not_used() -> None:
    assert read(read_postcode, "2011SB", "2011AS", "2011DA", "2011SZ") == [
        "2011SB",
        "2011AS",
        "2011DA",
        "2011SZ",
    ]


@pytest.mark.parametrize(
    ("cel", "nummer"),
    [("1", 1), ("00012", 12), ("99999", 99999), ("12A", 12), ("12-14", 12), ("100000", None), ("000012", None),
     ("0", None), ("00000", None), ("A12", None), ("-12", None), ("١٢", None)],
)  # fmt: skip
def test_it_reads_the_number_in_front(cel: str, nummer: int | None) -> None:
    assert read(read_huisnummer, cel) == [nummer]


@pytest.mark.parametrize(
    ("huisnummer", "letter", "toevoeging", "adres"),
    [
        ("9-A2", None, None, "2011AB 9 A2"), ("9", "a", "2", "2011AB 9 A2"), ("9 A", None, "2", "2011AB 9 A2"),
        ("9 A", None, "3", "2011AB 9 A3"), ("9", None, None, "2011AB 9"), ("9", None, "huis", "2011AB 9 HS"),
        ("9", "A", "Huis", "2011AB 9 AHS"), ("9huis", None, "2", "2011AB 9 HUIS2"), ("9", None, "b.g.", "2011AB 9 BG"),
        ("9", "é", "ß", "2011AB 9"), ("9", None, "II", "2011AB 9 II"), ("9/1", None, None, "2011AB 9 1"),
        ("0009", None, None, "2011AB 9"), ("9", None, "HUI S", "2011AB 9 HS"),
    ],
)  # fmt: skip
def test_it_writes_one_address_in_one_way(
    huisnummer: str, letter: str | None, toevoeging: str | None, adres: str
) -> None:
    cells = {"nummer": huisnummer, "letter": letter, "toevoeging": toevoeging}
    frame = pl.DataFrame([cells], schema=dict.fromkeys(cells, pl.String)).select(
        pl.lit("2011AB").alias("postcode"),
        read_huisnummer(pl.col("nummer")).alias("huisnummer"),
        read_suffix(pl.col("nummer"), pl.col("letter"), pl.col("toevoeging")).alias("suffix"),
    )
    assert frame.select(format_adres()).item() == adres


def test_it_reads_yes_and_no() -> None:
    assert read(read_ja_nee, "ja", "J", "TRUE", "1", "Nee", "n", "False", "0") == [True] * 4 + [False] * 4
    assert read(read_ja_nee, "weet niet", "yes", "waar", None, "01") == [None] * 5


def test_it_reads_counts_of_ascii_digits_only() -> None:
    assert read(read_aantal, "3", "003", "drie", "3.0", "-3", "٣", None) == [
        3,
        3,
        None,
        None,
        None,
        None,
        None,
    ]
    assert read(read_aantal, "9" * 40)[0] > 3


def test_it_reads_names_of_claims_and_steps() -> None:
    assert read(read_naam, "OV-boete", "ov boete", "Ov\u00a0Boete") == ["ov_boete"] * 3
    assert read(read_namen, "Herinnering + aanmaning|deurwaarder-minnelijk,telefoon ") == [
        ["herinnering", "aanmaning", "deurwaarder_minnelijk", "telefoon"]
    ]


@pytest.mark.parametrize(
    ("cel", "bsn"),
    [("999990019", "999990019"), ("999.990.019", "999990019"), ("99 99 90 019", "999990019"),
     ("10000008", "010000008"), ("999990018", None), ("000000000", None), ("00000000", None), ("1234567", None),
     ("9999900190", None), ("99999001A", None), ("...", None)],
)  # fmt: skip
def test_it_reads_a_bsn_that_passes_the_eleven_test(cel: str, bsn: str | None) -> None:
    assert read(read_bsn, cel) == [bsn]
