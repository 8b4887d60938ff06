"""The facts of a zaak, beside plain loops over its signalen; and the order of addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.rules.zaakvorming import find_herhalingen, order_of_adres, sum_zaken

DAGEN = (date(2026, 9, 3), date(2026, 10, 2), date(2026, 10, 25), date(2026, 11, 1))
RIJ = st.tuples(
    st.integers(0, 4),
    st.sampled_from(["pwn", "vitens"]),
    st.sampled_from(["K1", "K2"]),
    st.integers(1, 900),
    st.sampled_from(DAGEN),
)


def make_signalen(rijen: Sequence[tuple[int, str, str, int, date]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "zaak": zaak, "signaal": nummer, "gemeente": "0392", "postcode": "2011AA", "huisnummer": zaak,
                "suffix": "", "partner": partner, "klantnummer": klant, "type_vordering": "water",
                "bedrag_cent": cent, "achterstand_sinds": dag, "aanleverdatum": dag,
            }
            for nummer, (zaak, partner, klant, cent, dag) in enumerate(rijen)
        ],
        schema_overrides={"huisnummer": pl.Int32},
    )  # fmt: skip


def sum_by_hand(
    rijen: Sequence[tuple[int, str, str, int, date]], zaak: int
) -> tuple[int, int, int, int, date]:
    own = [(nummer, rij) for nummer, rij in enumerate(rijen) if rij[0] == zaak]
    months = {
        (rij[1], rij[2]): max(r[4].replace(day=1) for _, r in own if r[1:3] == rij[1:3]) for _, rij in own
    }
    counted = [rij[3] for _, rij in own if rij[4].replace(day=1) == months[rij[1], rij[2]]]
    partners = {rij[1] for _, rij in own}
    return own[0][0], len(own), len(partners), sum(counted), min(rij[4] for _, rij in own)


@given(st.lists(RIJ, min_size=1, max_size=12))
def test_it_sums_zaken_as_a_loop_would(rijen: list[tuple[int, str, str, int, date]]) -> None:
    facts = sum_zaken(make_signalen(rijen))
    assert sorted(facts["zaak"]) == sorted({rij[0] for rij in rijen})
    columns = ("adressignaal", "aantal", "aantal_partners", "bedrag_cent", "eerste_dag")
    for row in facts.iter_rows(named=True):
        assert tuple(row[column] for column in columns) == sum_by_hand(rijen, row["zaak"])


def test_it_finds_no_repeat_within_one_day() -> None:
    signalen = make_signalen([(0, "pwn", "K1", 500, DAGEN[1]), (0, "pwn", "K1", 400, DAGEN[1])])
    assert find_herhalingen(signalen).is_empty()
    later = make_signalen([(0, "pwn", "K1", 500, DAGEN[1]), (0, "pwn", "K1", 400, DAGEN[2])])
    assert find_herhalingen(later).rows() == [(1, 0)]


def test_it_orders_addresses_by_municipality_then_postcode_then_number() -> None:
    adressen = [
        ("0034", "9999ZZ", 99_999),
        ("0392", "1000AA", 1),
        ("0392", "1000AA", 2),
        ("0392", "1000AB", 1),
    ]
    adressen.append(("9999", "9999ZZ", 99_999))
    frame = pl.DataFrame(adressen, schema=["gemeente", "postcode", "huisnummer"], orient="row")
    order = frame.select(order_of_adres()).to_series()
    assert order.is_sorted()
    assert order.n_unique() == len(adressen)
