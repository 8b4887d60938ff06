"""The plan of a zaak, what comes next in it, and what an answer or a check changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.frames import CONVENANTEN

from meldpunt.rules.contactplan import (
    PLANSOORTEN,
    STANDAARD,
    PlanFout,
    Planregel,
    Planstap,
    make_plan,
    read_planregels,
)
from meldpunt.rules.contactstap import Antwoord, Contactstand, Situatie, day_of_wish, follow_plan
from meldpunt.rules.dagdeel import Poging, dagdeel_of, suggest_dagdeel
from meldpunt.rules.kalender import is_werkdag
from meldpunt.rules.statussen import CONTACTSOORTEN

MAANDAG = date(2026, 11, 2)
JANSEN, BAKKER = "jansen", "bakker"


def plan_of(sleutel: str, *acties: str, regels: tuple[Planregel, ...] = ()) -> tuple[Planstap, ...]:
    versie = CONVENANTEN[sleutel].version_on(MAANDAG)
    return make_plan(versie=versie, acties=acties, regels=regels, sinds=date(2026, 1, 1))


def shape(plan: tuple[Planstap, ...]) -> list[tuple[str, int, str, str]]:
    return [(step.soort, step.na_dagen, step.bron, step.artikel) for step in plan]


def regel(soort: Any, na_dagen: int) -> Planregel:
    return Planregel(soort=soort, na_dagen=na_dagen)


def stand_of(plan: tuple[Planstap, ...], *, today: date = MAANDAG, **anders: Any) -> Contactstand:
    return follow_plan(plan, Situatie(begin=MAANDAG, today=today, **anders))


def called(
    day: date = MAANDAG, *, dagdeel: str = "Ochtend", bereikt: bool = False, persoon: Any = None
) -> Poging:
    return Poging("Telefoon", day, dagdeel, bereikt, persoon)


def test_it_knows_only_kinds_of_the_standard() -> None:
    assert set(PLANSOORTEN) < set(CONTACTSOORTEN)


def test_it_follows_the_standard_where_everybody_is_silent() -> None:
    plan = plan_of("landelijk")
    assert [(step.soort, step.na_dagen) for step in plan] == [(r.soort, r.na_dagen) for r in STANDAARD]
    assert {(step.bron, step.sinds) for step in plan} == {("standaard", None)}


def test_it_calls_two_weeks_after_the_letter_where_the_table_says_so() -> None:
    plan = plan_of("drechtsteden", "brief_lokaal_aanbod", "bellen_na_2_weken")
    assert shape(plan)[:2] == [("Brief", 0, "convenant", "4"), ("Telefoon", 14, "convenant", "4")]
    wrote = Poging("Brief", date(2026, 11, 5), "Ochtend")
    following = stand_of(plan, pogingen=[wrote]).volgende
    assert following is not None
    assert (following.soort, following.dag) == ("Telefoon", date(2026, 11, 19))


def test_the_werkprotocol_says_when_the_visit_of_the_covenant_is() -> None:
    own = (regel("Telefoon", 0), regel("Huisbezoek", 3))
    assert shape(plan_of("haarlem-zandvoort", "huisbezoek", regels=own)) == [
        ("Telefoon", 0, "werkprotocol", ""),
        ("Huisbezoek", 3, "convenant", "3.4a"),
    ]


def test_a_visit_of_the_covenant_is_not_left_out_by_a_werkprotocol_without_it() -> None:
    plan = plan_of("haarlem-zandvoort", "huisbezoek", regels=(regel("Brief", 0),))
    assert [step.soort for step in plan] == ["Huisbezoek", "Brief"]


def test_sending_on_to_the_municipality_is_no_contact() -> None:
    assert plan_of("drechtsteden", "doorsturen_naar_gemeente") == plan_of("drechtsteden")


def test_a_step_counts_from_the_one_before_also_when_that_was_late() -> None:
    plan = plan_of("landelijk", regels=(regel("Brief", 0), regel("Telefoon", 3), regel("Kaartje", 2)))
    today = MAANDAG + timedelta(days=21)
    wrote = Poging("Brief", MAANDAG + timedelta(days=16), "Ochtend")
    stand = stand_of(plan, today=today, pogingen=[wrote])
    assert [(s.soort, s.stand, s.dag) for s in stand.stappen] == [
        ("Brief", "gedaan", date(2026, 11, 18)),
        # Saturday the 21st is no day to work.
        ("Telefoon", "volgende", date(2026, 11, 23)),
        ("Kaartje", "later", date(2026, 11, 25)),
    ]


def test_the_same_kind_twice_takes_two_attempts() -> None:
    plan = plan_of("landelijk", regels=(regel("Telefoon", 0), regel("Telefoon", 1)))
    assert [s.stand for s in stand_of(plan, pogingen=[called()]).stappen] == ["gedaan", "volgende"]
    both = stand_of(plan, pogingen=[called(), called()])
    assert (both.toestand, both.volgende, both.reden) == ("op", None, "alles_geprobeerd")


def test_an_attempt_outside_the_plan_is_shown_and_takes_no_step() -> None:
    plan = plan_of("landelijk", regels=(regel("Brief", 0),))
    stand = stand_of(plan, pogingen=[called()])
    assert [(s.soort, s.reden) for s in stand.stappen] == [("Telefoon", "los"), ("Brief", "plan")]


def test_contact_ends_the_plan_for_one_resident_and_not_for_the_other() -> None:
    plan = plan_of("landelijk")
    one = [called(bereikt=True, persoon=JANSEN)]
    both = frozenset({JANSEN, BAKKER})
    assert stand_of(plan, pogingen=one, personen=frozenset({JANSEN})).toestand == "bereikt"
    assert stand_of(plan, pogingen=one, personen=both).toestand == "loopt"
    assert stand_of(plan, pogingen=[called(bereikt=True)], personen=both).toestand == "bereikt"


@pytest.mark.parametrize(
    ("dag", "expected"),
    [("dinsdag", date(2026, 11, 3)), ("maandag", MAANDAG), ("2026-11-06", date(2026, 11, 6)), ("", MAANDAG)],
)
def test_call_me_on_tuesday_evening_comes_first(dag: str, expected: date) -> None:
    wish = Antwoord("bel_mij", MAANDAG, dag, "Avond", JANSEN)
    assert day_of_wish(wish) == expected
    stand = stand_of(plan_of("landelijk"), antwoorden=[wish], personen=frozenset({JANSEN}))
    following, advies = stand.volgende, stand.advies
    assert following is not None
    assert advies is not None
    assert (following.soort, following.dag, following.reden) == ("Telefoon", expected, "bel_mij")
    assert advies.dagdeel == "Avond"
    assert [s.stand for s in stand.stappen].count("volgende") == 1


def test_a_call_on_the_day_meets_the_wish_and_one_before_it_does_not() -> None:
    wish = Antwoord("bel_mij", MAANDAG, "dinsdag", "Avond")
    plan = plan_of("landelijk")
    before = stand_of(plan, antwoorden=[wish], pogingen=[called(MAANDAG)]).volgende
    after = stand_of(plan, antwoorden=[wish], pogingen=[called(MAANDAG + timedelta(days=1))]).volgende
    assert before is not None
    assert after is not None
    assert (before.reden, after.reden) == ("bel_mij", "plan")


def test_no_help_stops_also_after_somebody_read_it() -> None:
    no = Antwoord("geen_hulp", MAANDAG, persoon=JANSEN, verwerkt=True)
    stand = stand_of(plan_of("landelijk"), antwoorden=[no], personen=frozenset({JANSEN}))
    assert (stand.toestand, stand.reden, stand.volgende) == ("gestopt", "geen_hulp", None)


def test_no_help_of_one_resident_leaves_the_other() -> None:
    no = Antwoord("geen_hulp", MAANDAG, persoon=JANSEN)
    stand = stand_of(plan_of("landelijk"), antwoorden=[no], personen=frozenset({JANSEN, BAKKER}))
    assert (stand.toestand, stand.niet_benaderen) == ("loopt", frozenset({JANSEN}))


@pytest.mark.parametrize("soort", ["niet_ik", "al_betaald"])
def test_a_mistake_is_looked_into_first_and_then_the_plan_goes_on(soort: str) -> None:
    said = Antwoord(soort, MAANDAG, persoon=JANSEN)
    who = frozenset({JANSEN})
    waits = stand_of(plan_of("landelijk"), antwoorden=[said], personen=who)
    goes_on = stand_of(plan_of("landelijk"), antwoorden=[said._replace(verwerkt=True)], personen=who)
    assert (waits.toestand, waits.reden, waits.volgende) == ("nagaan", soort, None)
    assert goes_on.toestand == "loopt"


def test_nobody_goes_to_a_door_that_is_not_safe_or_secret() -> None:
    plan = plan_of("landelijk", regels=(regel("Huisbezoek", 0), regel("Kaartje", 0), regel("Telefoon", 2)))
    stand = stand_of(plan, verboden={"Huisbezoek": "geen_bezoek", "Kaartje": "geen_bezoek"})
    assert [(s.soort, s.stand, s.reden) for s in stand.stappen] == [
        ("Huisbezoek", "vervalt", "geen_bezoek"),
        ("Kaartje", "vervalt", "geen_bezoek"),
        ("Telefoon", "volgende", "plan"),
    ]
    assert stand.volgende is not None
    assert stand.volgende.dag == date(2026, 11, 4)


def test_a_check_stops_everything_before_what_residents_said() -> None:
    wish = Antwoord("bel_mij", MAANDAG, "dinsdag", "Avond")
    stand = stand_of(plan_of("landelijk"), antwoorden=[wish], stop="overleden")
    assert (stand.toestand, stand.reden, stand.volgende) == ("gestopt", "overleden", None)


def test_a_zaak_on_hold_has_its_next_step_after_the_hold() -> None:
    following = stand_of(plan_of("landelijk"), wacht_tot=date(2026, 11, 14)).volgende
    assert following is not None
    assert following.dag == date(2026, 11, 16)


@given(
    st.lists(st.tuples(st.sampled_from(PLANSOORTEN), st.integers(0, 90)), max_size=8),
    st.lists(st.tuples(st.sampled_from(PLANSOORTEN), st.integers(0, 40)), max_size=8),
)
def test_every_plan_has_at_most_one_next_step_on_a_working_day_in_order(
    steps: list[tuple[Any, int]], tried: list[tuple[Any, int]]
) -> None:
    plan = plan_of("landelijk", regels=tuple(regel(*step) for step in steps))
    pogingen = [Poging(soort, MAANDAG + timedelta(days=n), "Ochtend") for soort, n in tried]
    stand = stand_of(plan, today=MAANDAG + timedelta(days=41), pogingen=pogingen)
    following = [s for s in stand.stappen if s.stand == "volgende"]
    coming = [s.dag for s in stand.stappen if s.stand in {"volgende", "later"}]
    assert len(following) == (stand.toestand == "loopt")
    assert sum(s.stand == "gedaan" for s in stand.stappen) == len(pogingen)
    assert all(map(is_werkdag, coming))
    assert coming == sorted(coming)


@pytest.mark.parametrize(
    ("ruw", "code"),
    [
        (
            [{"soort": "Postduif", "na_dagen": 0}],
            "Stap 1: 'Postduif' is geen soort contact. [contactplan_soort]",
        ),
        ([{"soort": "Brief", "na_dagen": 0}, {"soort": "Mail", "na_dagen": -1}], "Stap 2:"),
        ([{"soort": "Brief", "na_dagen": 91}], "[contactplan_dagen]"),
        ([{"soort": "Brief", "na_dagen": 1.5}], "[contactplan_dagen]"),
        ([{"soort": "Brief"}], "[contactplan_dagen]"),
        ([{"soort": "Brief", "na_dagen": 0}] * 13, "[contactplan_te_lang]"),
    ],
)
def test_it_says_which_step_is_wrong(ruw: object, code: str) -> None:
    with pytest.raises(PlanFout) as fout:
        read_planregels(ruw)
    for part in code.split(". ["):
        assert part in str(fout.value)


def test_it_reads_what_is_stored() -> None:
    assert read_planregels([{"soort": "Brief", "na_dagen": 3}]) == (regel("Brief", 3),)
    assert read_planregels([]) == ()


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        ([], "Avond"),
        ([("Avond", False)], "Ochtend"),
        ([("Avond", True)], "Ochtend"),
        ([("Avond", False), ("Ochtend", False)], "Middag"),
        ([("Ochtend", False), ("Middag", True), ("Avond", False)], "Middag"),
        ([("Ochtend", True), ("Middag", False), ("Avond", True)], "Avond"),
        ([("Ochtend", False), ("Middag", False), ("Avond", False), ("Avond", False)], "Ochtend"),
    ],
)
def test_it_suggests_what_was_not_tried_then_what_reached_with_the_evening_first(
    tried: list[tuple[str, bool]], expected: str
) -> None:
    advies = suggest_dagdeel("Telefoon", [called(dagdeel=part, bereikt=reached) for part, reached in tried])
    assert advies is not None
    assert advies.dagdeel == expected
    assert advies.reden.endswith(".")


def test_a_letter_has_no_part_of_day_and_does_not_count_as_one() -> None:
    assert suggest_dagdeel("Brief", []) is None
    advies = suggest_dagdeel("Telefoon", [Poging("Brief", MAANDAG, "Avond")])
    assert advies is not None
    assert advies.dagdeel == "Avond"


def test_it_reads_the_part_of_day_as_the_standard_does() -> None:
    assert [dagdeel_of(hour) for hour in (0, 11, 12, 17, 18, 23)] == [
        "Ochtend", "Ochtend", "Middag", "Middag", "Avond", "Avond",
    ]  # fmt: skip
