"""Which answers of residents can be taken."""

from __future__ import annotations

from datetime import date

import pytest

from meldpunt.rules.antwoorden import MAX_OPMERKING, Antwoord, find_gronden, list_beldagen, read_telefoon

DAGEN = list_beldagen(date(2026, 12, 22))


def test_it_offers_the_coming_working_days_without_holidays() -> None:
    # Christmas falls on Friday and Saturday; New Year's day and the day after it count by law as holidays.
    assert [str(day) for day in DAGEN] == [
        "2026-12-23",
        "2026-12-24",
        "2026-12-28",
        "2026-12-29",
        "2026-12-30",
        "2026-12-31",
    ]


@pytest.mark.parametrize(
    ("antwoord", "gronden"),
    [
        (Antwoord(soort="bel_mij", dag=DAGEN[0], dagdeel="Avond"), ()),
        (Antwoord(soort="bel_mij", dag=DAGEN[5], dagdeel="Ochtend", telefoon="06-1234 5678"), ()),
        (Antwoord(soort="al_betaald", opmerking="x" * MAX_OPMERKING), ()),
        (Antwoord(soort="niet_ik"), ()),
        (Antwoord(soort="geen_hulp"), ()),
        (Antwoord(soort="help"), ("antwoord_soort",)),
        (Antwoord(soort="bel_mij"), ("antwoord_dag", "antwoord_dagdeel")),
        (Antwoord(soort="bel_mij", dag=date(2026, 12, 22), dagdeel="Avond"), ("antwoord_dag",)),
        (Antwoord(soort="bel_mij", dag=date(2026, 12, 25), dagdeel="Avond"), ("antwoord_dag",)),
        (Antwoord(soort="bel_mij", dag=DAGEN[0], dagdeel="Nacht"), ("antwoord_dagdeel",)),
        (Antwoord(soort="bel_mij", dag=DAGEN[0], dagdeel="Avond", telefoon="bel"), ("antwoord_telefoon",)),
        (Antwoord(soort="geen_hulp", opmerking="x" * (MAX_OPMERKING + 1)), ("antwoord_opmerking",)),
        (Antwoord(soort="geen_hulp", dagdeel="Avond"), ("antwoord_bij_soort",)),
    ],
)
def test_it_says_why_an_answer_cannot_be_taken(antwoord: Antwoord, gronden: tuple[str, ...]) -> None:
    assert find_gronden(antwoord, dagen=DAGEN) == gronden


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        ("  ", ""),
        ("06 12345678", "0612345678"),
        ("+31 (0)6-12.34.56.78", "+310612345678"),
        ("0612", None),
        ("0" * 16, None),
        ("06 1234 5678 (na zes uur)", None),
        ("<script>0612345678", None),
    ],
)
def test_it_reads_a_telephone_number_as_people_write_it(written: str, read: str | None) -> None:
    assert read_telefoon(written) == read
