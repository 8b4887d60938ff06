from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from meldpunt.web import opmaak

NU = datetime(2026, 10, 3, 12, 0, tzinfo=UTC)  # 14:00 in the Netherlands


def plain(tekst: str) -> str:
    """Read hard spaces as spaces: the tests are about words, one test is about the spaces."""
    return tekst.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("cent", "tekst"),
    [
        (123456, "€ 1.234,56"),
        (0, "€ 0,00"),
        (5, "€ 0,05"),
        (100_000_000, "€ 1.000.000,00"),
        (-1250, "€ -12,50"),
        (None, "–"),
    ],
)
def test_it_writes_cents_as_euros(cent: int | None, tekst: str) -> None:
    assert plain(opmaak.euro_cent(cent)) == tekst


def test_it_keeps_an_amount_on_one_line() -> None:
    assert " " not in opmaak.euro_cent(123456)


@pytest.mark.parametrize(
    ("moment", "tekst"),
    [
        (date(2026, 10, 3), "3 okt 2026"),
        (date(2027, 3, 31), "31 mrt 2027"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1 jan 2027"),
        (None, "–"),
    ],
)
def test_it_writes_dates_short_and_in_dutch_time(moment: date | None, tekst: str) -> None:
    assert plain(opmaak.datum(moment)) == tekst


def test_it_writes_dates_in_full_for_residents() -> None:
    assert opmaak.datum_lang(date(2026, 10, 3)) == "zaterdag 3 oktober 2026"


def test_it_writes_times_in_summer_and_winter_time() -> None:
    assert plain(opmaak.datumtijd(NU)) == "3 okt 2026, 14:00"
    assert plain(opmaak.datumtijd(datetime(2026, 11, 3, 12, 0, tzinfo=UTC))) == "3 nov 2026, 13:00"


def test_it_refuses_a_time_without_a_time_zone() -> None:
    with pytest.raises(ValueError, match="tijdzone"):
        opmaak.datumtijd(datetime(2026, 10, 3, 12, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("moment", "tekst"),
    [
        (date(2026, 10, 3), "vandaag"),
        (date(2026, 10, 4), "morgen"),
        (date(2026, 10, 2), "gisteren"),
        (date(2026, 10, 6), "over 3 dagen"),
        (date(2026, 9, 23), "10 dagen geleden"),
        (date(2026, 10, 31), "over 4 weken"),
        (date(2027, 1, 3), "over 3 maanden"),
        (date(2023, 10, 3), "3 jaar geleden"),
        (datetime(2026, 10, 3, 12, 0, 30, tzinfo=UTC), "nu"),
        (datetime(2026, 10, 3, 12, 5, tzinfo=UTC), "over 5 minuten"),
        (datetime(2026, 10, 3, 9, 0, tzinfo=UTC), "3 uur geleden"),
        (datetime(2026, 10, 3, 11, 59, tzinfo=UTC), "1 minuut geleden"),
        (datetime(2026, 10, 3, 22, 30, tzinfo=UTC), "morgen"),
        (None, "–"),
    ],
)
def test_it_says_how_far_away_a_moment_is(moment: date | None, tekst: str) -> None:
    assert opmaak.relatief(moment, NU) == tekst


def test_it_counts_in_words() -> None:
    assert plain(opmaak.meervoud(1, "signaal", "signalen")) == "1 signaal"
    assert plain(opmaak.meervoud(1204, "signaal", "signalen")) == "1.204 signalen"
    assert plain(opmaak.meervoud(0, "signaal", "signalen")) == "0 signalen"


def test_it_shows_no_share_of_nothing() -> None:
    assert opmaak.procent(1, 3) == "33%"
    assert opmaak.procent(0, 0) == "–"


@pytest.mark.parametrize(
    ("octetten", "tekst"),
    [
        (512, "512 bytes"),
        (1400, "1,4 kB"),
        (999_960, "1,0 MB"),
        (209_715_200, "209,7 MB"),
        (10**13, "10000,0 GB"),
    ],
)
def test_it_writes_file_sizes_in_a_readable_unit(octetten: int, tekst: str) -> None:
    assert plain(opmaak.bestandsgrootte(octetten)) == tekst


def test_it_does_not_pretend_to_have_counted_past_the_limit() -> None:
    assert opmaak.tot_grens(1001) == "meer dan 1.000"
    assert opmaak.tot_grens(1000) == "1.000"


def test_it_writes_a_postcode_with_its_space() -> None:
    assert plain(opmaak.postcode("1234AB")) == "1234 AB"
    assert opmaak.postcode(None) == "–"


def test_it_keeps_begin_and_end_of_a_long_file_name() -> None:
    assert opmaak.bestandsnaam("pwn-2026-11.xlsx") == "pwn-2026-11.xlsx"
    assert opmaak.bestandsnaam("a" * 200 + "-2026-11.xlsx") == "a" * 27 + "…" + "a" * 7 + "-2026-11.xlsx"
