"""Which signalen form a zaak, beside an oracle of plain loops for the widening."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.frames import CONVENANTEN, signalen_frame

from meldpunt.rules.adres import format_adres
from meldpunt.rules.matching import find_zaken
from meldpunt.rules.rangorde import Werkprotocol, rank_zaken

PEIL = date(2026, 10, 26)
AUG, SEP, OKT = date(2026, 8, 25), date(2026, 9, 25), date(2026, 10, 25)
HAARLEM = CONVENANTEN["haarlem-zandvoort"].version_on(PEIL)
LANDELIJK = CONVENANTEN["landelijk"].version_on(PEIL)
DRECHT = CONVENANTEN["drechtsteden"].version_on(PEIL)

Signaal = tuple[str, str, date, int]


def list_of(
    signalen: list[Signaal],
    *,
    capaciteit: int | None = None,
    bekend: set[int] | None = None,
    weg: bool = False,
    versie: Any = HAARLEM,
    reden: str = "Schuldhulpverlening",
) -> list[dict[str, Any]]:
    known = pl.DataFrame(
        [
            {"postcode": "2011AB", "huisnummer": nummer, "suffix": "", "reden": reden}
            for nummer in bekend or ()
        ],
        schema={"postcode": pl.String, "huisnummer": pl.Int32, "suffix": pl.String, "reden": pl.String},
    )
    zaken = find_zaken(signalen_frame(signalen), versie=versie, peildatum=PEIL)
    protocol = {"0392": Werkprotocol(capaciteit, weg)}
    ranked = rank_zaken(zaken, versie=versie, werkprotocollen=protocol, bekend=known)
    return ranked.with_columns(format_adres().alias("adres")).to_dicts()


def brief(zaken: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (z["huisnummer"], z["venster_maanden"], sorted(z["signalen"]), z["rang"], z["reden"]) for z in zaken
    ]


def test_one_signaal_is_enough_except_where_two_partners_are_asked() -> None:
    assert brief(list_of([("a", "1", OKT, 100)], versie=LANDELIJK)) == [(1, 1, [0], None, None)]
    assert list_of([("a", "1", OKT, 100)]) == []
    assert list_of([("a", "1", OKT, 100), ("a", "1", OKT, 200)]) == []
    assert brief(list_of([("a", "1", OKT, 100), ("b", "1", OKT, 200)])) == [(1, 1, [0, 1], 1, None)]


def test_the_list_is_that_of_the_month_up_to_the_peildatum() -> None:
    signalen = [
        ("a", "1", SEP, 1),
        ("a", "2", PEIL, 1),
        ("a", "3", date(2026, 10, 27), 1),
        ("a", "4", date(2026, 10, 1), 1),
    ]
    assert [z["huisnummer"] for z in list_of(signalen, versie=LANDELIJK)] == [2, 4]


def test_addresses_with_another_suffix_are_apart() -> None:
    frame = signalen_frame([("a", "1", OKT, 1), ("b", "1", OKT, 1)]).with_columns(
        suffix=pl.Series(["A2", "A3"])
    )
    assert find_zaken(frame, versie=HAARLEM, peildatum=PEIL).is_empty()


WIDENING = [("a", "1", OKT, 1), ("b", "1", OKT, 1),      # the month's own
            ("a", "2", OKT, 1), ("b", "2", SEP, 1),      # two months
            ("a", "3", OKT, 1), ("b", "3", AUG, 1),      # three months
            ("a", "4", SEP, 1), ("b", "4", AUG, 1)]  # three months, none in the month itself  # fmt: skip


@pytest.mark.parametrize(
    ("capaciteit", "vensters"),
    [(None, [1]), (0, [1]), (1, [1]), (2, [1, 2]), (3, [1, 2, 3, 3]), (9, [1, 2, 3, 3])],
)
def test_it_widens_while_the_list_is_smaller_than_capacity(
    capaciteit: int | None, vensters: list[int]
) -> None:
    assert [z["venster_maanden"] for z in list_of(WIDENING, capaciteit=capaciteit)] == vensters


def test_what_lies_beyond_capacity_is_listed_and_not_taken_up() -> None:
    assert [z["selectie"] for z in list_of(WIDENING, capaciteit=3)] == ["opgepakt"] * 3 + ["niet_opgepakt"]
    assert [z["acties"] for z in list_of(WIDENING, capaciteit=0)] == [[]]
    assert [z["acties"] for z in list_of(WIDENING)] == [["huisbezoek"]]


def test_an_address_that_had_its_turn_in_a_month_of_the_window_does_not_come_back() -> None:
    had_turn = [("a", "1", SEP, 1), ("b", "1", SEP, 1), ("c", "1", OKT, 1)]
    assert list_of(had_turn, capaciteit=5) == []
    turn_before_window = [("a", "1", AUG, 1), ("b", "1", AUG, 1), ("a", "1", SEP, 1), ("b", "1", OKT, 1)]
    assert brief(list_of(turn_before_window, capaciteit=5)) == [(1, 2, [2, 3], 1, None)]


def test_a_zaak_keeps_the_signalen_and_the_amount_of_its_smallest_window() -> None:
    two = list_of([("a", "1", OKT, 10), ("b", "1", SEP, 20), ("c", "1", AUG, 40)], capaciteit=5)
    assert (two[0]["venster_maanden"], two[0]["bedrag_cent"], two[0]["aantal"]) == (2, 30, 2)


def test_known_households_left_out_take_no_place_and_are_listed() -> None:
    zaken = list_of(WIDENING, capaciteit=1, bekend={1}, weg=True)
    assert brief(zaken) == [
        (2, 2, [2, 3], 1, None), (1, 1, [0, 1], None, "bekend_bij_schuldhulpverlening"),
    ]  # fmt: skip
    wider = list_of(WIDENING, capaciteit=1, bekend={1, 2}, weg=True)
    assert [(z["huisnummer"], z["rang"]) for z in wider] == [(3, 1), (4, 2), (1, None), (2, None)]
    assert [z["bekend"] for z in wider] == [False, False, True, True]


def test_a_benefit_alone_is_not_known_in_haarlem() -> None:
    assert not list_of(WIDENING, bekend={1}, reden="uitkering")[0]["bekend"]
    assert list_of(WIDENING, bekend={1})[0]["selectie"] == "opgepakt"


def test_left_out_means_nothing_where_the_covenant_does_not_know_it() -> None:
    zaak = list_of([("a", "1", OKT, 1)], versie=LANDELIJK, capaciteit=0, bekend={1}, weg=True)[0]
    assert (zaak["bekend"], zaak["selectie"], zaak["rang"], zaak["postvak"], zaak["acties"]) == (
        True, "opgepakt", None, "0392", [],
    )  # fmt: skip


def test_it_orders_by_three_or_more_then_amount_then_age_then_address() -> None:
    zaken = list_of([
        ("a", "10", OKT, 500), ("b", "10", OKT, 500),
        ("a", "9", OKT, 500), ("b", "9", OKT, 500),
        ("a", "8", OKT, 1), ("b", "8", OKT, 1), ("a", "8", OKT, 1),
        ("a", "7", date(2026, 10, 1), 500), ("b", "7", OKT, 500),
        ("a", "6", OKT, 900), ("b", "6", OKT, 500),
    ])  # fmt: skip
    assert [z["huisnummer"] for z in zaken] == [8, 6, 7, 9, 10]


@pytest.mark.parametrize(
    ("cent", "bekend", "postvak", "acties"),
    [
        (49999, True, "SDD", ["brief_lokaal_aanbod"]),
        (50000, True, "SDD", ["brief_lokaal_aanbod", "bellen_na_2_weken"]),
        (49999, False, "SDD", ["brief"]), (50000, False, "0392", ["doorsturen_naar_gemeente"]),
    ],
)  # fmt: skip
def test_it_follows_the_decision_table(cent: int, bekend: bool, postvak: str, acties: list[str]) -> None:
    zaak = list_of([("a", "1", OKT, cent)], versie=DRECHT, bekend={1} if bekend else None)[0]
    assert (zaak["postvak"], zaak["acties"], zaak["selectie"]) == (postvak, acties, "opgepakt")


def test_a_municipality_without_a_protocol_takes_everything() -> None:
    zaken = find_zaken(signalen_frame(WIDENING, "0473"), versie=HAARLEM, peildatum=PEIL)
    assert rank_zaken(zaken, versie=HAARLEM, werkprotocollen={})["selectie"].to_list() == ["opgepakt"]


def oracle(signalen: list[Signaal], capaciteit: int | None, left_out: set[int]) -> list[tuple[Any, ...]]:
    """Do the widening again with plain loops."""

    def partners(nummer: str, months: set[int]) -> set[str]:
        return {p for p, n, day, _ in signalen if n == nummer and day.month in months}

    found: list[tuple[int, list[int], int]] = []
    for window in (1, 2, 3):
        if window > 1:
            counted = [z for z in found if z[0] not in left_out]
            if capaciteit is None or len(counted) >= capaciteit:
                break
        months = {10, 9, 8} if window == 3 else {10, 9} if window == 2 else {10}
        for nummer in sorted({n for _, n, _, _ in signalen}, key=int):
            had_turn = window > 1 and any(len(partners(nummer, {month})) >= 2 for month in months)
            if int(nummer) in {z[0] for z in found} or had_turn or len(partners(nummer, months)) < 2:
                continue
            own = [i for i, (_, n, day, _) in enumerate(signalen) if n == nummer and day.month in months]
            found.append((int(nummer), own, window))

    def key(zaak: tuple[int, list[int], int]) -> tuple[Any, ...]:
        nummer, own, window = zaak
        amount, oldest = sum(signalen[i][3] for i in own), min(signalen[i][2] for i in own)
        return window, len(own) < 3, -amount, oldest, nummer

    taken = sorted((z for z in found if z[0] not in left_out), key=key)
    ranked = [(n, w, own, rank, "capaciteit" if capaciteit is not None and rank > capaciteit else None)
              for rank, (n, own, w) in enumerate(taken, start=1)]  # fmt: skip
    rest = sorted((n, w, own, None, "bekend_bij_schuldhulpverlening") for n, own, w in found if n in left_out)
    return ranked + rest


SIGNALEN = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.integers(1, 9).map(str),
        st.sampled_from([AUG, SEP, OKT]),
        st.integers(1, 4),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(SIGNALEN, st.none() | st.integers(0, 8), st.sets(st.integers(1, 9), max_size=3))
def test_it_widens_as_the_oracle_does(
    signalen: list[Signaal], capaciteit: int | None, bekend: set[int]
) -> None:
    listed = brief(list_of(signalen, capaciteit=capaciteit, bekend=bekend, weg=True))
    assert listed == oracle(signalen, capaciteit, bekend)


@settings(max_examples=60, deadline=None)
@given(SIGNALEN, st.randoms(use_true_random=False))
def test_the_order_of_delivery_changes_no_zaak(signalen: list[Signaal], random: Any) -> None:
    frame = signalen_frame(signalen)
    shuffled = frame.sample(fraction=1, shuffle=True, seed=random.randrange(1000))
    for versie in (HAARLEM, LANDELIJK, DRECHT):
        lists = [
            rank_zaken(find_zaken(one, versie=versie, peildatum=PEIL), versie=versie,
                       werkprotocollen={"0392": Werkprotocol(4)})
            .with_columns(pl.col("signalen").list.sort()).to_dicts()
            for one in (frame, shuffled)
        ]  # fmt: skip
        assert lists[0] == lists[1]


@settings(max_examples=60, deadline=None)
@given(SIGNALEN)
def test_the_zaken_of_the_month_add_up_to_its_signalen(signalen: list[Signaal]) -> None:
    zaken = find_zaken(signalen_frame(signalen), versie=LANDELIJK, peildatum=PEIL)
    month = [cents for _, _, day, cents in signalen if day == OKT]
    assert (zaken["aantal"].sum(), zaken["bedrag_cent"].sum()) == (len(month), sum(month))
    assert sorted(zaken["signalen"].explode(empty_as_null=False)) == [
        i for i, s in enumerate(signalen) if s[2] == OKT
    ]
