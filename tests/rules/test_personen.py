"""Who is one person: the truth table, the chains that must not join, and what holds for any rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import combinations
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.rules.personen import Persoonindeling, group_personen
from meldpunt.rules.persoontrappen import MEESTE_NAAMGENOTEN, TRAPPEN

SCHEMA = {
    "groep": pl.String,
    "signaal": pl.String,
    "bsn": pl.String,
    "geboortedatum": pl.Date,
    "voorletters": pl.String,
    "tussenvoegsel": pl.String,
    "achternaam": pl.String,
}
DAG, ANDERE_DAG = date(1980, 5, 17), date(1951, 11, 4)
BSN, ANDER_BSN = "999990019", "999990020"


def make_signaal(**values: Any) -> dict[str, Any]:
    base = {"groep": "z", "bsn": None, "geboortedatum": DAG, "voorletters": "J.", "tussenvoegsel": None}
    return {**base, "achternaam": "Jansen", **values}


def divide(
    *signalen: dict[str, Any], besluiten: list[tuple[str, str, bool]] | None = None
) -> Persoonindeling:
    named = [{"signaal": f"s{number}", **signaal} for number, signaal in enumerate(signalen, start=1)]
    frame = pl.DataFrame(named, schema=SCHEMA)
    return group_personen(frame, besluiten=decisions(besluiten))


def decisions(besluiten: list[tuple[str, str, bool]] | None) -> pl.DataFrame | None:
    schema = {"signaal_a": pl.String, "signaal_b": pl.String, "zelfde": pl.Boolean}
    return None if besluiten is None else pl.DataFrame(besluiten, schema=schema, orient="row")


def persons(indeling: Persoonindeling) -> list[int]:
    return indeling.personen["persoon"].to_list()


def reasons(indeling: Persoonindeling) -> list[str]:
    return indeling.vragen["trap"].to_list()


ZELFDE = [
    (
        "zelfde_bsn",
        {"bsn": BSN},
        {"bsn": BSN, "geboortedatum": None, "achternaam": "de Wit", "voorletters": "X."},
    ),
    ("naam_en_voorletters", {}, {"achternaam": "JANSEN", "voorletters": "j"}),
    ("naam_past", {}, {"voorletters": None}),
    ("naam_past", {}, {"voorletters": "J.P."}),
    ("naam_past", {"voorletters": None}, {"voorletters": None}),
    ("naam_en_voorletters", {}, {"bsn": BSN}),
    ("deel_van_naam", {}, {"achternaam": "Jansen-de Wit"}),
    ("deel_van_naam", {}, {"achternaam": "de Wit e/v Jansen"}),
    (
        "naam_en_voorletters",
        {"tussenvoegsel": "van der", "achternaam": "Weiß"},
        {"achternaam": "Weiss, van der"},
    ),
]
MISSCHIEN = [
    ("geen_geboortedatum", {}, {"geboortedatum": None}),
    ("geen_geboortedatum", {"geboortedatum": None}, {"geboortedatum": None}),
    ("geen_geboortedatum", {"geboortedatum": None}, {"geboortedatum": None, "voorletters": None}),
    ("geen_geboortedatum_andere_voorletters", {}, {"geboortedatum": None, "voorletters": "M."}),
    ("voorletters_anders", {"voorletters": "J.P."}, {"voorletters": "P."}),
    ("achternaam_bijna", {}, {"achternaam": "Janssen"}),
    ("achternaam_bijna", {}, {"achternaam": "Jansne"}),
    ("achternaam_bijna", {}, {"achternaam": "Jensen", "voorletters": None}),
    ("andere_achternaam", {}, {"achternaam": "de Wit"}),
    ("geboortedatum_bijna", {}, {"geboortedatum": date(1980, 5, 11)}),
    ("geboortedatum_bijna", {}, {"geboortedatum": date(1908, 5, 17)}),
    ("geboortedatum_bijna", {"geboortedatum": date(1980, 5, 1)}, {"geboortedatum": date(1980, 1, 5)}),
]
ANDERS = [
    ("two BSNs", {"bsn": BSN}, {"bsn": ANDER_BSN}),
    (
        "two BSNs without birth date",
        {"bsn": BSN, "geboortedatum": None},
        {"bsn": ANDER_BSN, "geboortedatum": None},
    ),
    ("twins", {}, {"voorletters": "P."}),
    ("father and son", {}, {"geboortedatum": ANDERE_DAG}),
    ("partners", {}, {"geboortedatum": ANDERE_DAG, "voorletters": "M."}),
    ("a housemate born on the same day", {}, {"voorletters": "M.", "achternaam": "de Wit"}),
    ("a housemate without birth date", {}, {"geboortedatum": None, "achternaam": "de Wit"}),
    ("near birth date, other initials", {}, {"geboortedatum": date(1980, 5, 11), "voorletters": "M."}),
    ("near surname, other initials", {}, {"achternaam": "Janssen", "voorletters": "M."}),
]


@pytest.mark.parametrize(("trap", "one", "other"), ZELFDE)
def test_it_joins_with_the_reason(trap: str, one: dict[str, Any], other: dict[str, Any]) -> None:
    indeling = divide(make_signaal(**one), make_signaal(**other))
    assert persons(indeling) == [1, 1]
    assert indeling.personen["trap"].to_list() == [trap, trap]
    assert indeling.vragen.is_empty()


@pytest.mark.parametrize(("trap", "one", "other"), MISSCHIEN)
def test_it_asks_with_the_reason(trap: str, one: dict[str, Any], other: dict[str, Any]) -> None:
    indeling = divide(make_signaal(**one), make_signaal(**other))
    assert persons(indeling) == [1, 2]
    assert indeling.personen["trap"].to_list() == ["alleen", "alleen"]
    assert reasons(indeling) == [trap]


@pytest.mark.parametrize(("what", "one", "other"), ANDERS)
def test_it_keeps_apart_without_asking(what: str, one: dict[str, Any], other: dict[str, Any]) -> None:
    indeling = divide(make_signaal(**one), make_signaal(**other))
    assert persons(indeling) == [1, 2], what
    assert indeling.vragen.is_empty(), what


def test_it_never_compares_across_zaken() -> None:
    indeling = divide(make_signaal(groep="a"), make_signaal(groep="b"))
    assert persons(indeling) == [1, 1]
    assert indeling.personen["trap"].to_list() == ["alleen", "alleen"]


def test_it_gives_the_same_columns_when_nothing_can_be_compared() -> None:
    assert divide(make_signaal()).vragen.schema == divide(make_signaal(), make_signaal()).vragen.schema
    assert divide(make_signaal()).personen.schema == divide(make_signaal(), make_signaal()).personen.schema


def test_it_takes_no_rows() -> None:
    indeling = divide()
    assert indeling.personen.columns == ["groep", "signaal", "persoon", "trap"]
    assert indeling.vragen.is_empty()


def test_it_does_not_join_twins_through_someone_without_initials() -> None:
    indeling = divide(make_signaal(), make_signaal(voorletters=None), make_signaal(voorletters="P."))
    assert persons(indeling) == [1, 2, 3]
    asked = indeling.vragen.select("signaal_a", "signaal_b", "trap").rows()
    assert asked == [("s1", "s2", "past_bij_meer"), ("s2", "s3", "past_bij_meer")]


def test_it_still_joins_the_sure_ones_beside_a_row_that_fits_both_twins() -> None:
    indeling = divide(*(make_signaal(voorletters=letters) for letters in ("J.", "J", None, "P.", "P")))
    assert persons(indeling) == [1, 1, 2, 3, 3]
    assert reasons(indeling) == ["past_bij_meer", "past_bij_meer"]


def test_it_does_not_join_two_bsns_through_a_row_without() -> None:
    indeling = divide(make_signaal(bsn=BSN), make_signaal(), make_signaal(bsn=ANDER_BSN))
    assert persons(indeling) == [1, 2, 3]
    assert reasons(indeling) == ["past_bij_meer", "past_bij_meer"]


def test_it_does_not_join_two_birth_dates_through_one_bsn() -> None:
    indeling = divide(
        make_signaal(),
        make_signaal(bsn=BSN),
        make_signaal(bsn=BSN, geboortedatum=ANDERE_DAG),
        make_signaal(geboortedatum=ANDERE_DAG),
    )
    assert persons(indeling) == [1, 2, 2, 3]


def test_it_joins_two_names_when_a_third_signaal_carries_both() -> None:
    single = [make_signaal(), make_signaal(achternaam="de Wit")]
    double = make_signaal(achternaam="Jansen-de Wit")
    assert persons(divide(*single)) == [1, 2]
    assert persons(divide(*single, double)) == [1, 1, 1]


def test_it_does_not_join_two_names_through_a_double_one_when_initials_are_missing() -> None:
    names = ("Jansen", "Jansen-de Wit", "de Wit")
    indeling = divide(*(make_signaal(achternaam=name, voorletters=None) for name in names))
    assert persons(indeling) == [1, 2, 3]


def test_it_follows_the_decision_that_two_are_the_same() -> None:
    signalen = [make_signaal(), make_signaal(voorletters=None), make_signaal(voorletters="P.")]
    indeling = divide(*signalen, besluiten=[("s2", "s1", True)])
    assert persons(indeling) == [1, 1, 2]
    assert indeling.personen["trap"].to_list() == ["besluit", "besluit", "alleen"]
    assert indeling.vragen.is_empty()


def test_it_joins_all_of_both_persons_by_one_decision() -> None:
    near = date(1980, 5, 11)
    signalen = [
        make_signaal(),
        make_signaal(),
        make_signaal(geboortedatum=near),
        make_signaal(geboortedatum=near),
    ]
    assert persons(divide(*signalen)) == [1, 1, 2, 2]
    assert persons(divide(*signalen, besluiten=[("s1", "s4", True)])) == [1, 1, 1, 1]


def test_it_does_not_ask_again_what_was_decided_to_differ() -> None:
    signalen = [
        make_signaal(),
        make_signaal(),
        make_signaal(achternaam="Janssen"),
        make_signaal(achternaam="Janssen"),
    ]
    indeling = divide(*signalen, besluiten=[("s1", "s3", False)])
    assert persons(indeling) == [1, 1, 2, 2]
    assert indeling.vragen.is_empty()


def test_it_keeps_apart_what_was_decided_to_differ_even_with_one_bsn() -> None:
    indeling = divide(make_signaal(bsn=BSN), make_signaal(bsn=BSN), besluiten=[("s1", "s2", False)])
    assert persons(indeling) == [1, 2]
    assert indeling.vragen.is_empty()


def test_it_asks_where_a_newcomer_belongs_when_look_alikes_were_decided_to_differ() -> None:
    indeling = divide(make_signaal(), make_signaal(), make_signaal(), besluiten=[("s1", "s2", False)])
    assert persons(indeling) == [1, 2, 3]
    assert reasons(indeling) == ["past_bij_meer", "past_bij_meer"]
    settled = divide(
        make_signaal(), make_signaal(), make_signaal(), besluiten=[("s1", "s2", False), ("s3", "s1", True)]
    )
    assert persons(settled) == [1, 2, 1]
    assert settled.vragen.is_empty()


@pytest.mark.parametrize(("aantal", "vragen"), [(MEESTE_NAAMGENOTEN, 11_175), (MEESTE_NAAMGENOTEN + 1, 0)])
def test_it_asks_nothing_about_a_crowd_of_one_name_without_birth_dates(aantal: int, vragen: int) -> None:
    crowd = [make_signaal(signaal=f"s{n:03}", geboortedatum=None) for n in range(aantal)]
    indeling = group_personen(make_frame(crowd))
    assert indeling.personen["persoon"].n_unique() == aantal
    assert indeling.vragen.height == vragen


def test_it_asks_again_when_decisions_contradict() -> None:
    signalen = [make_signaal(geboortedatum=None, achternaam=name) for name in ("Aker", "Bosma", "Citers")]
    indeling = divide(*signalen, besluiten=[("s1", "s2", True), ("s2", "s3", True), ("s1", "s3", False)])
    assert persons(indeling) == [1, 2, 3]
    assert reasons(indeling) == ["tegenstrijdig_besluit", "tegenstrijdig_besluit"]


def test_it_ignores_decisions_about_other_zaken() -> None:
    indeling = divide(make_signaal(), make_signaal(), besluiten=[("s1", "elders", False)])
    assert persons(indeling) == [1, 1]


def test_it_shows_values_side_by_side_and_never_the_bsn() -> None:
    row = divide(make_signaal(bsn=BSN), make_signaal(achternaam="Janssen")).vragen.row(0, named=True)
    assert (row["achternaam_a"], row["achternaam_b"]) == ("Jansen", "Janssen")
    assert (row["bsn_bekend_a"], row["bsn_bekend_b"]) == (True, False)
    assert BSN not in str(row)


def test_every_tier_has_a_title_and_a_sentence() -> None:
    assert all(trap.titel and trap.zin.endswith(".") for trap in TRAPPEN.values())


SIGNALEN = st.fixed_dictionaries(
    {
        "groep": st.sampled_from(["a", "b"]),
        "bsn": st.sampled_from([None, None, None, BSN, ANDER_BSN]),
        "geboortedatum": st.sampled_from([DAG, DAG, DAG, None, date(1980, 5, 11), ANDERE_DAG]),
        "voorletters": st.sampled_from([None, "J.", "J.P.", "P.", "M."]),
        "tussenvoegsel": st.sampled_from([None, "van"]),
        "achternaam": st.sampled_from(["Jansen", "Janssen", "de Wit", "Jansen-de Wit", "Wit-Bos", "Bos", ""]),
    }
)
LISTS = st.lists(SIGNALEN, max_size=9)
BESLUITEN = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9), st.booleans()), max_size=3)


def by_signaal(indeling: Persoonindeling) -> dict[str, tuple[int, str]]:
    return {row["signaal"]: (row["persoon"], row["trap"]) for row in indeling.personen.to_dicts()}


def make_frame(signalen: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(
        [{"signaal": f"s{n}", **row} for n, row in enumerate(signalen, start=1)], schema=SCHEMA
    )


@settings(max_examples=60, deadline=None)
@given(LISTS, BESLUITEN, st.randoms(use_true_random=False))
def test_it_does_not_depend_on_the_order_of_rows(
    signalen: list[dict[str, Any]], besluiten: list[tuple[int, int, bool]], random: Any
) -> None:
    frame = make_frame(signalen)
    chosen = decisions([(f"s{a}", f"s{b}", same) for a, b, same in besluiten])
    order = list(range(frame.height))
    random.shuffle(order)
    straight, shuffled = (
        group_personen(frame, besluiten=chosen),
        group_personen(frame[order], besluiten=chosen),
    )
    assert by_signaal(straight) == by_signaal(shuffled)
    assert straight.vragen.equals(shuffled.vragen)


@settings(max_examples=30, deadline=None)
@given(LISTS)
def test_it_finds_the_same_per_zaak_as_for_all_zaken_at_once(signalen: list[dict[str, Any]]) -> None:
    frame = make_frame(signalen)
    apart: dict[str, tuple[int, str]] = {}
    for zaak in ("a", "b"):
        apart |= by_signaal(group_personen(frame.filter(groep=zaak)))
    assert by_signaal(group_personen(frame)) == apart


@settings(max_examples=60, deadline=None)
@given(LISTS)
def test_no_person_holds_two_bsns_or_two_birth_dates_of_one_bsn_or_none(
    signalen: list[dict[str, Any]],
) -> None:
    frame = make_frame(signalen)
    held = defaultdict(list)
    numbers = by_signaal(group_personen(frame))
    for row in frame.to_dicts():
        held[row["groep"], numbers[row["signaal"]][0]].append(row)
    for rows in held.values():
        assert len({row["bsn"] for row in rows} - {None}) <= 1
        assert len({row["geboortedatum"] for row in rows if row["bsn"] is None}) <= 1
        for one, other in combinations(rows, 2):
            if one["bsn"] is None and other["bsn"] is None:
                letters = [(row["voorletters"] or "").replace(".", "") for row in (one, other)]
                assert letters[0].startswith(letters[1]) or letters[1].startswith(letters[0])


@settings(max_examples=40, deadline=None)
@given(LISTS)
def test_equal_bsns_are_always_one_person(signalen: list[dict[str, Any]]) -> None:
    frame = make_frame(signalen)
    found = frame.join(group_personen(frame).personen, on=["groep", "signaal"])
    counts = found.drop_nulls("bsn").group_by("groep", "bsn").agg(pl.col("persoon").n_unique())
    assert (counts["persoon"] == 1).all()


@settings(max_examples=40, deadline=None)
@given(LISTS, st.integers(1, 9), st.integers(1, 9), st.booleans())
def test_a_single_decision_is_always_followed(
    signalen: list[dict[str, Any]], a: int, b: int, same: bool
) -> None:
    frame = make_frame(signalen)
    one, other = f"s{a}", f"s{b}"
    indeling = group_personen(frame, besluiten=decisions([(one, other, same)]))
    rows = {row["signaal"]: (row["groep"], row["persoon"]) for row in indeling.personen.to_dicts()}
    if one in rows and other in rows and rows[one][0] == rows[other][0] and one != other:
        assert (rows[one] == rows[other]) is same
        asked = {frozenset(pair) for pair in indeling.vragen.select("groep", "persoon_a", "persoon_b").rows()}
        assert frozenset((rows[one][0], rows[one][1], rows[other][1])) not in asked


KLANT_SCHEMA = {**SCHEMA, "partner": pl.String, "klantnummer": pl.String}


def divide_klanten(
    *signalen: dict[str, Any], besluiten: list[tuple[str, str, bool]] | None = None
) -> Persoonindeling:
    """Divide signalen without birth date, each with its partner and customer number."""
    named = [
        {"signaal": f"s{number}", **make_signaal(geboortedatum=None, **signaal)}
        for number, signaal in enumerate(signalen, start=1)
    ]
    return group_personen(pl.DataFrame(named, schema=KLANT_SCHEMA), besluiten=decisions(besluiten))


def test_one_customer_reported_again_without_birth_date_is_one_person_and_no_question() -> None:
    klant = {"partner": "pwn", "klantnummer": "K1"}
    indeling = divide_klanten(klant, klant, klant)
    assert persons(indeling) == [1, 1, 1]
    assert indeling.personen["trap"].to_list() == ["zelfde_klant"] * 3
    assert indeling.vragen.is_empty()


@pytest.mark.parametrize(
    "other",
    [
        {"partner": "pwn", "klantnummer": "K2"},
        {"partner": "vitens", "klantnummer": "K1"},
        {"partner": "pwn", "klantnummer": None},
        {"partner": "pwn", "klantnummer": "K1", "voorletters": "M."},
    ],
)
def test_another_number_partner_or_name_without_birth_date_stays_a_question(other: dict[str, Any]) -> None:
    indeling = divide_klanten({"partner": "pwn", "klantnummer": "K1"}, other)
    assert persons(indeling) == [1, 2]
    assert indeling.vragen.height == 1


def test_one_decision_holds_for_all_reports_of_that_customer() -> None:
    pwn, vitens = {"partner": "pwn", "klantnummer": "K1"}, {"partner": "vitens", "klantnummer": "V1"}
    indeling = divide_klanten(pwn, vitens, pwn, vitens, besluiten=[("s1", "s2", False)])
    assert persons(indeling) == [1, 2, 1, 2]
    assert indeling.vragen.is_empty()
    joined = divide_klanten(pwn, vitens, pwn, vitens, besluiten=[("s1", "s2", True)])
    assert persons(joined) == [1, 1, 1, 1]
