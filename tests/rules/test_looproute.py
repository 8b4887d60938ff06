"""The order in which to walk past doors."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from meldpunt.rules.looproute import Halte, order_haltes


def at(postcode: str, huisnummer: int | None, straat: str = "", suffix: str = "", sleutel: str = "") -> Halte:
    return Halte(postcode=postcode, huisnummer=huisnummer, straat=straat, suffix=suffix, sleutel=sleutel)


def walked(*haltes: Halte) -> list[str]:
    return [f"{h.straat or h.postcode} {h.huisnummer or '?'}{h.suffix}" for h in order_haltes(haltes)]


def test_it_goes_up_the_odd_side_and_back_along_the_even_one() -> None:
    street = [at("2011AA", number, "Dorpsstraat") for number in (2, 7, 4, 1, 12, 3)]
    assert [h.huisnummer for h in order_haltes(street)] == [1, 3, 7, 12, 4, 2]


def test_it_does_one_street_before_the_next_though_its_sides_have_their_own_postcode() -> None:
    assert walked(
        at("2011AC", 2, "Dorpsstraat"),
        at("2011AB", 1, "Kerkpad"),
        at("2011AA", 1, "Dorpsstraat"),
        at("2023BB", 5, "Laan"),
    ) == ["Dorpsstraat 1", "Dorpsstraat 2", "Kerkpad 1", "Laan 5"]


def test_it_finds_the_street_that_one_partner_left_out() -> None:
    assert walked(at("2011AA", 1, "Dorpsstraat"), at("2011AB", 9, "Kerkpad"), at("2011AA", 3)) == [
        "Dorpsstraat 1",
        "2011AA 3",
        "Kerkpad 9",
    ]


def test_it_writes_one_street_in_two_ways_as_one() -> None:
    assert walked(at("2011AA", 5, "dorpsstraat"), at("2011AA", 1, "Dorpsstraat")) == [
        "Dorpsstraat 1",
        "dorpsstraat 5",
    ]


def test_it_rings_the_doors_of_one_house_in_order_and_ends_without_a_number() -> None:
    assert walked(at("2011AA", 3, suffix="C"), at("2011AA", None), at("2011AA", 3, suffix="A")) == [
        "2011AA 3A",
        "2011AA 3C",
        "2011AA ?",
    ]


HALTE = st.builds(
    at,
    st.sampled_from(["2011AA", "2011AB", "2012XZ", ""]),
    st.none() | st.integers(1, 9),
    st.sampled_from(["", "Dorpsstraat", "DORPSSTRAAT", "Kerkpad"]),
    st.sampled_from(["", "A", "B"]),
    st.uuids().map(str),
)


@given(st.lists(HALTE, max_size=12), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_they_came_in(haltes: list[Halte], chance: random.Random) -> None:
    mixed = haltes[:]
    chance.shuffle(mixed)
    assert order_haltes(mixed) == order_haltes(haltes)
    assert sorted(order_haltes(haltes), key=repr) == sorted(haltes, key=repr)
