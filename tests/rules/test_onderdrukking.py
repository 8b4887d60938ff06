"""Small counts are hidden, and what would give them away as well."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from meldpunt.rules.onderdrukking import GRENS, hide_one, hide_small

TELLINGEN = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 60), min_size=1, max_size=8)


def test_it_hides_a_second_count_where_the_first_would_follow_from_the_total() -> None:
    told = hide_small({"huur": 4, "water": 12, "energie": 30})
    assert told.delen == {"huur": None, "water": None, "energie": 30}
    assert told.totaal == 46


def test_it_hides_the_total_of_a_lone_small_count() -> None:
    assert hide_small({"huur": 4, "water": 0}).totaal is None


def test_it_shows_what_is_large_enough_and_what_is_nobody() -> None:
    told = hide_small({"huur": 10, "water": 0})
    assert (told.delen, told.totaal) == ({"huur": 10, "water": 0}, 10)
    assert [hide_one(number) for number in (0, 1, 9, 10)] == [0, None, None, 10]


@given(TELLINGEN)
def test_it_lets_nobody_work_out_a_hidden_count(delen: dict[str, int]) -> None:
    told = hide_small(delen)
    hidden = [delen[naam] for naam, aantal in told.delen.items() if aantal is None]
    assert not [aantal for aantal in told.delen.values() if aantal is not None and 0 < aantal < GRENS]
    if hidden and told.totaal is not None:
        assert len(hidden) > 1
        assert sum(hidden) >= GRENS
