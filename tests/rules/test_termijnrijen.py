"""The terms of many at once: the same as those of one, as rows."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.rules.frames import CONVENANTEN

from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.termijnen import GEBEURTENISSEN, KLOKKEN, list_termijnen, stand_on
from meldpunt.rules.termijnrijen import GEEN_RIJ, RIJ, list_rijen, make_rijen

MAANDAG = date(2026, 11, 2)
EVENTS = (
    *("ontvangst", "bedreigend", "eerste_gesprek", "beschikking", "afgezien", "gesloten", "brief", "gebeld"),
    *("terugkoppeling", "einde_levering_gemeld", "einde_levering"),
)


def versie_of(sleutel: str, vanaf: date) -> ConvenantVersie | None:
    return CONVENANTEN[sleutel].version_on(vanaf) if sleutel in CONVENANTEN else None


def make_frame(*rows: dict[str, Any], convenant: str = "haarlem-zandvoort") -> pl.DataFrame:
    schema = {
        **dict.fromkeys(("gemeente", "sleutel", "convenant"), pl.String),
        **dict.fromkeys(("versie", *EVENTS), pl.Date),
        "na_brief": pl.String,
        "weken": pl.Int64,
    }
    fixed = {"gemeente": "0392", "convenant": convenant, "versie": MAANDAG}
    return pl.DataFrame([{**fixed, "sleutel": f"z{n}", **row} for n, row in enumerate(rows)], schema=schema)


def rows_of(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["naam"]: row for row in make_rijen(frame, versie_of=versie_of).iter_rows(named=True)}


@pytest.mark.parametrize("sleutel", sorted(CONVENANTEN))
def test_many_rows_say_what_the_rule_says_of_one(sleutel: str) -> None:
    days = [None, MAANDAG + timedelta(days=9), MAANDAG + timedelta(days=40)]
    names = ("eerste_gesprek", "beschikking", "afgezien", "gesloten", "bedreigend")
    cases = [
        {**dict(zip(names, combination, strict=True)), "ontvangst": MAANDAG, "terugkoppeling": combination[3]}
        for combination in product(days, repeat=len(names))
    ]
    found = make_rijen(make_frame(*cases, convenant=sleutel), versie_of=versie_of)
    today = MAANDAG + timedelta(days=60)
    per_zaak = found.partition_by("sleutel", as_dict=True)
    for number, case in enumerate(cases):
        events = {name: day for name, day in case.items() if day}
        version = CONVENANTEN[sleutel].version_on(MAANDAG)
        expected = {(t.naam, t.eind, t.toestand) for t in list_termijnen(events, versie=version, today=today)}
        states = set()
        for row in per_zaak[(f"z{number}",)].iter_rows(named=True):
            met = row["afgelopen_op"] if row["toestand"] == "gehaald" else None
            stopped = row["afgelopen_op"] if row["toestand"] == "gestopt" else None
            kept = {key: row[key] for key in ("begin", "eind", "lengte", "wie", "grondslag")}
            stand = stand_on(row["naam"], **kept, gehaald=met, gestopt=stopped, today=today)
            states.add((stand.naam, stand.eind, stand.toestand))
        assert states == expected


def test_a_row_has_its_reason_length_article_and_who_must_act() -> None:
    row = rows_of(make_frame({"ontvangst": MAANDAG}))["terugkoppeling"]
    assert (row["begin"], row["reden"], row["eind"]) == (MAANDAG, "ontvangst", MAANDAG + timedelta(weeks=4))
    assert (row["lengte"], row["grondslag"], row["wie"]) == ("4 weken", "art. 3.4a", "uitvoerder")
    assert (row["toestand"], row["afgelopen_op"]) == ("loopt", None)


def test_what_was_in_time_counts_else_what_came_first() -> None:
    late, later = MAANDAG + timedelta(days=30), MAANDAG + timedelta(days=31)
    cases = [
        ({"eerste_gesprek": MAANDAG, "gesloten": MAANDAG}, ("gehaald", MAANDAG)),
        ({"eerste_gesprek": late, "gesloten": MAANDAG}, ("gestopt", MAANDAG)),
        ({"eerste_gesprek": late, "gesloten": later}, ("gehaald", late)),
        ({"eerste_gesprek": later, "gesloten": late}, ("gestopt", late)),
    ]
    for events, outcome in cases:
        row = rows_of(make_frame({"ontvangst": MAANDAG, **events}))["eerste_gesprek"]
        assert (row["toestand"], row["afgelopen_op"]) == outcome


def test_the_ordinance_shortens_the_decision_and_leaves_who_must_act() -> None:
    frame = make_frame(
        {"eerste_gesprek": MAANDAG, "weken": 4}, {"eerste_gesprek": MAANDAG}, convenant="drechtsteden"
    )
    found = make_rijen(frame, versie_of=versie_of).filter(naam="beschikking").sort("sleutel")
    assert found["eind"].to_list() == [MAANDAG + timedelta(weeks=4), MAANDAG + timedelta(weeks=8)]
    assert found["wie"].to_list() == ["SDD", "SDD"]
    assert found["grondslag"].to_list() == ["verordening; Wgs art. 4a", "art. 4; Wgs art. 4a"]


def test_a_call_is_asked_only_where_the_decision_table_does() -> None:
    frame = make_frame(
        {"brief": MAANDAG, "na_brief": "bellen_na_2_weken"}, {"brief": MAANDAG}, convenant="drechtsteden"
    )
    found = make_rijen(frame, versie_of=versie_of)
    assert found["sleutel"].to_list() == ["z0"]
    assert found["eind"].to_list() == [MAANDAG + timedelta(weeks=2)]


def test_the_day_that_the_partner_states_goes_before_the_law() -> None:
    stated = date(2026, 11, 20)
    before_the_law = {"einde_levering_gemeld": date(2025, 3, 1), "einde_levering": date(2025, 4, 1)}
    frame = make_frame(
        {"einde_levering_gemeld": MAANDAG, "einde_levering": stated},
        {"einde_levering_gemeld": MAANDAG},
        before_the_law,
        {"einde_levering_gemeld": date(2025, 3, 1)},
    )
    found = make_rijen(frame, versie_of=versie_of).sort("sleutel")
    assert found["sleutel"].to_list() == ["z0", "z1", "z2"]
    assert found["eind"].to_list() == [stated, date(2026, 11, 30), date(2025, 4, 1)]
    assert found["grondslag"].to_list() == [
        "opgave van de partner",
        "Energieregeling",
        "opgave van de partner",
    ]


def test_a_covenant_nobody_knows_sets_nothing() -> None:
    assert make_rijen(make_frame({"ontvangst": MAANDAG}, convenant="weg"), versie_of=versie_of).is_empty()


def test_nothing_in_gives_no_rows_of_the_same_shape() -> None:
    for frame in (make_frame(), make_frame({})):
        found = make_rijen(frame, versie_of=versie_of)
        assert found.is_empty()
        assert list(found.columns) == list(RIJ)


def test_the_stay_is_kept_with_the_claim_and_is_no_row() -> None:
    assert {naam for naam in KLOKKEN if naam.startswith("pauze_")} == GEEN_RIJ
    frame = make_frame({"ontvangst": MAANDAG}).with_columns(opgepakt=pl.col("ontvangst"))
    assert "pauze_bij_oppakken" not in rows_of(frame)


def test_every_start_of_a_term_has_its_word() -> None:
    assert {klok.vanaf for klok in KLOKKEN.values()} == set(GEBEURTENISSEN)


@pytest.mark.parametrize("sleutel", sorted(CONVENANTEN))
def test_one_at_a_time_gives_the_rows_of_many(sleutel: str) -> None:
    chance = Random(sleutel)  # noqa: S311 - made-up days
    days = [None, *(MAANDAG + timedelta(days=step) for step in (-400, 0, 9, 28, 29, 60))]
    cases = [
        {
            **{name: chance.choice(days) for name in EVENTS},
            "na_brief": chance.choice([None, "bellen_na_2_weken"]),
            "weken": chance.choice([None, 2, 8]),
        }
        for _ in range(400)
    ]
    frame = make_frame(*cases, convenant=sleutel)
    order = ["sleutel", "naam", "begin"]
    many = make_rijen(frame, versie_of=versie_of).sort(order)
    ones = [row for ding in frame.iter_rows(named=True) for row in list_rijen(ding, versie_of=versie_of)]
    assert many.height > 1000
    assert_frame_equal(pl.DataFrame(ones, schema=RIJ).sort(order), many)
