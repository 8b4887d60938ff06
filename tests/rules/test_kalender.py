"""Dutch holidays and working days, and the end of a term of law."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from meldpunt.rules.kalender import (
    GELIJKGESTELD,
    add_werkdagen,
    count_werkdagen,
    easter_of,
    extend_einde,
    extend_einden,
    is_werkdag,
    koningsdag_of,
    list_feestdagen,
    next_werkdag,
    next_werkdagen,
    werkdagen_after,
)

DAGEN = [date(2023, 12, 1) + timedelta(days=step) for step in range(2600)]
KOLOM = pl.DataFrame({"dag": DAGEN})


@pytest.mark.parametrize(
    ("pasen", "hemelvaart", "pinksteren"),
    [
        (date(2024, 3, 31), date(2024, 5, 9), date(2024, 5, 20)),
        (date(2025, 4, 20), date(2025, 5, 29), date(2025, 6, 9)),
        (date(2026, 4, 5), date(2026, 5, 14), date(2026, 5, 25)),
        (date(2027, 3, 28), date(2027, 5, 6), date(2027, 5, 17)),
        (date(2028, 4, 16), date(2028, 5, 25), date(2028, 6, 5)),
        (date(2029, 4, 1), date(2029, 5, 10), date(2029, 5, 21)),
        (date(2030, 4, 21), date(2030, 5, 30), date(2030, 6, 10)),
    ],
)
def test_it_knows_the_days_that_move_with_easter(pasen: date, hemelvaart: date, pinksteren: date) -> None:
    days = {feestdag.naam: feestdag.dag for feestdag in list_feestdagen(pasen.year)}
    assert days["Goede Vrijdag"] == pasen - timedelta(days=2)
    assert (days["Eerste Paasdag"], days["Tweede Paasdag"]) == (pasen, pasen + timedelta(days=1))
    assert days["Hemelvaartsdag"] == hemelvaart
    assert (days["Eerste Pinksterdag"], days["Tweede Pinksterdag"]) == (
        pinksteren - timedelta(days=1),
        pinksteren,
    )


@pytest.mark.parametrize(
    "pasen",
    [
        date(1818, 3, 22),  # the earliest there can be
        date(2008, 3, 23),
        date(1943, 4, 25),  # the latest there can be
        date(2038, 4, 25),
        date(1954, 4, 18),  # the two corrections that the plain reckoning misses
        date(1981, 4, 19),
        date(2049, 4, 18),
        date(2076, 4, 19),
        date(2000, 4, 23),
    ],
)
def test_it_finds_easter_in_the_years_where_reckonings_go_wrong(pasen: date) -> None:
    assert easter_of(pasen.year) == pasen


@pytest.mark.parametrize(
    ("jaar", "dag"), [(2014, 26), (2024, 27), (2025, 26), (2026, 27), (2030, 27), (2031, 26)]
)
def test_it_keeps_koningsdag_on_saturday_when_the_27th_is_a_sunday(jaar: int, dag: int) -> None:
    assert koningsdag_of(jaar) == date(jaar, 4, dag)
    assert date(jaar, 4, 53 - dag) not in {feestdag.dag for feestdag in list_feestdagen(jaar)}


@pytest.mark.parametrize("jaar", range(2024, 2031))
def test_it_counts_the_fifth_of_may_every_year_and_not_once_in_five(jaar: int) -> None:
    assert not is_werkdag(date(jaar, 5, 5))


@pytest.mark.parametrize(
    ("dag", "artikel"),
    [
        (date(2026, 4, 3), "Atw art. 3 lid 2"),
        (date(2026, 5, 15), "Atw art. 3 lid 3"),
        (date(2026, 12, 25), "Atw art. 3 lid 1"),
    ],
)
def test_it_names_the_article_of_each_holiday(dag: date, artikel: str) -> None:
    assert [f.artikel for f in list_feestdagen(dag.year) if f.dag == dag] == [artikel]


def test_it_names_eleven_days_a_year_and_those_of_the_decree() -> None:
    assert {jaar: len(list_feestdagen(jaar)) for jaar in range(2024, 2031)} == {
        2024: 13, 2025: 12, 2026: 13, 2027: 12, 2028: 13, 2029: 11, 2030: 11,
    }  # fmt: skip


def test_it_equals_only_days_beside_a_holiday_that_would_else_be_worked() -> None:
    for dag in GELIJKGESTELD:
        assert dag.isoweekday() == 5
        assert not is_werkdag(dag - timedelta(days=1))


def test_it_works_on_new_years_eve_and_on_carnival_monday() -> None:
    assert is_werkdag(date(2026, 12, 31))
    assert is_werkdag(date(2026, 2, 16))


@pytest.mark.parametrize(
    ("dag", "aantal", "eind"),
    [
        (date(2026, 11, 16), 3, date(2026, 11, 19)),  # Monday to Thursday
        (date(2026, 11, 20), 3, date(2026, 11, 25)),  # over a weekend
        (date(2026, 11, 21), 3, date(2026, 11, 25)),  # from a Saturday: Monday is the first day
        (date(2026, 11, 22), 3, date(2026, 11, 25)),
        (date(2026, 4, 1), 3, date(2026, 4, 8)),  # over Easter, with Good Friday
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # over Koningsdag on a Monday
        (date(2026, 5, 13), 3, date(2026, 5, 20)),  # over Ascension and the Friday after it
        (date(2026, 12, 24), 3, date(2026, 12, 30)),
        (date(2026, 12, 31), 20, date(2027, 1, 29)),
        (date(2026, 11, 16), 0, date(2026, 11, 16)),
    ],
)
def test_it_adds_working_days(dag: date, aantal: int, eind: date) -> None:
    assert add_werkdagen(dag, aantal) == eind


def test_it_counts_back_what_it_added() -> None:
    for aantal in (1, 3, 20):
        assert {count_werkdagen(dag, add_werkdagen(dag, aantal)) for dag in DAGEN[:800]} == {aantal}


def test_it_counts_below_zero_when_the_day_has_gone_by() -> None:
    assert count_werkdagen(date(2026, 11, 24), date(2026, 11, 20)) == -2


@pytest.mark.parametrize(
    ("eind", "verlengd"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 23)),
        (date(2026, 4, 3), date(2026, 4, 7)),  # Good Friday, to the Tuesday after Easter
        (date(2025, 4, 26), date(2025, 4, 28)),  # Koningsdag on a Saturday
        (date(2026, 5, 14), date(2026, 5, 18)),  # Ascension, to the Monday after
        (date(2026, 12, 25), date(2026, 12, 28)),
    ],
)
def test_it_lets_a_term_of_law_end_on_a_working_day(eind: date, verlengd: date) -> None:
    assert extend_einde(eind - timedelta(days=28), eind) == verlengd


def test_it_leaves_two_working_days_in_a_term_of_three_days() -> None:
    assert extend_einde(date(2026, 4, 2), date(2026, 4, 5)) == date(2026, 4, 8)
    assert extend_einde(date(2026, 4, 2), date(2026, 4, 4)) == date(2026, 4, 7)


def test_it_says_the_same_for_a_column_as_for_a_day() -> None:
    found = KOLOM.select(
        volgende=next_werkdagen(pl.col("dag")),
        drie=werkdagen_after(pl.col("dag"), 3),
        twintig=werkdagen_after(pl.col("dag"), 20),
        kort=extend_einden(pl.col("dag"), pl.col("dag") + pl.duration(days=3)),
        lang=extend_einden(pl.col("dag"), pl.col("dag") + pl.duration(weeks=4)),
    )
    assert found["volgende"].to_list() == [next_werkdag(dag) for dag in DAGEN]
    assert found["drie"].to_list() == [add_werkdagen(dag, 3) for dag in DAGEN]
    assert found["twintig"].to_list() == [add_werkdagen(dag, 20) for dag in DAGEN]
    assert found["kort"].to_list() == [extend_einde(dag, dag + timedelta(days=3)) for dag in DAGEN]
    assert found["lang"].to_list() == [extend_einde(dag, dag + timedelta(weeks=4)) for dag in DAGEN]


def test_it_leaves_a_day_that_is_not_there_empty() -> None:
    empty = pl.DataFrame({"dag": [None]}, schema={"dag": pl.Date})
    found = empty.select(a=werkdagen_after(pl.col("dag"), 3), b=extend_einden(pl.col("dag"), pl.col("dag")))
    assert found.row(0) == (None, None)


def test_koningsdag_on_saturday_takes_no_working_day_and_the_monday_after_it_is_one() -> None:
    # 2031: the 27th is a Sunday, so the 26th counts; neither takes a day from the week.
    assert add_werkdagen(date(2031, 4, 25), 1) == date(2031, 4, 28)
    assert add_werkdagen(date(2030, 4, 26), 1) == date(2030, 4, 29)


def test_twenty_working_days_over_the_fifth_of_may_skip_it_in_every_year() -> None:
    over = {jaar: add_werkdagen(date(jaar, 5, 4), 1) for jaar in (2026, 2027, 2028, 2029)}
    assert over == {
        2026: date(2026, 5, 6),
        2027: date(2027, 5, 6).replace(day=10),  # Ascension on the 6th and the decree's Friday follow
        2028: date(2028, 5, 8),  # the 5th is a Friday
        2029: date(2029, 5, 7),
    }


@pytest.mark.parametrize(
    ("begin", "eind"),
    [
        (date(2026, 12, 3), date(2026, 12, 31)),
        (date(2026, 12, 4), date(2027, 1, 4)),  # New Year's Day on a Friday, then the weekend
        (date(2027, 11, 27), date(2027, 12, 27)),  # both days of Christmas in the weekend: nothing moves
        (date(2024, 11, 28), date(2024, 12, 30)),  # Boxing Day and the Friday the decree equals
        (date(2025, 12, 5), date(2026, 1, 5)),  # the second of January 2026 is equalled too
    ],
)
def test_four_weeks_over_the_end_of_a_year_end_on_a_working_day(begin: date, eind: date) -> None:
    assert extend_einde(begin, begin + timedelta(weeks=4)) == eind


def test_three_working_days_over_easter_and_over_the_end_of_the_year() -> None:
    assert add_werkdagen(date(2027, 3, 25), 3) == date(2027, 4, 1)  # Good Friday, Easter Monday
    assert add_werkdagen(date(2026, 12, 30), 3) == date(2027, 1, 5)
    assert add_werkdagen(date(2028, 12, 22), 3) == date(2028, 12, 29)  # Christmas on Monday and Tuesday
