"""What holds of every delivery, whatever is in it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.rules.frames import PLAATSEN, convenant_of, deelname_of, lawful_cells, levering_of, raw_frame

from meldpunt.rules import lezen
from meldpunt.rules.toelating import judge_regels
from meldpunt.rules.uitleg import UITLEG, explain_regels

SLEUTELS = sorted(PLAATSEN)
CELLEN: dict[str, list[str | None]] = {
    "klantnummer": ["A", "B", None],
    "referentie": [None, "1", "2"],
    "postcode": ["2011 ab", "3511SS", "9712XA", "1022AB", None, "٢٠١١AB"],
    "huisnummer": ["12", "12-A", "0", "999999", None],
    "huisletter": [None, "huis", "ß"],
    "bedrag": ["80,5", "1.234,56", "0", "€ 500", "veel", "269,99", None],
    "achterstand_sinds": ["2026-08-25", "1-1-2025", "25/10/2026", "2027-01-01", "31-02-2026", None],
    "geboortedatum": ["01-05-1980", "1-1-1899", "gisteren", None],
    "type_vordering": ["huur", "OV-boete", "studielening", "lesgeld", "wmo", "Water", "gas", None],
    "bezwaar": ["ja", "nee", "x", None],
    "aantal_herinneringen": ["2", "3", "drie", None],
    "bsn": ["999990019", "999990018", None],
    "incassostappen": ["herinnering,aanmaning,deurwaarder_minnelijk,telefoon", "telefoon", "x", None],
    "contact_of_afspraak": ["ja", "nee", "weet niet", None],
}
RIJ = st.fixed_dictionaries({}, optional={veld: st.sampled_from(cellen) for veld, cellen in CELLEN.items()})
LIJST = st.lists(RIJ, min_size=1, max_size=12)
RUSTIG = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def frame_of(sleutel: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return raw_frame([{**lawful_cells(sleutel), **row} for row in rows])


def judged(sleutel: str, frame: pl.DataFrame) -> pl.DataFrame:
    return judge_regels(
        frame, convenant=convenant_of(sleutel), levering=levering_of(sleutel), deelname=deelname_of(sleutel)
    )


@RUSTIG
@given(st.sampled_from(SLEUTELS), LIJST)
def test_every_row_has_exactly_one_decision_and_refusals_have_grounds(sleutel: str, rows: list[Any]) -> None:
    frame = frame_of(sleutel, rows)
    oordeel = judged(sleutel, frame)
    assert oordeel["regel"].to_list() == frame["regel"].to_list()
    assert oordeel["geaccepteerd"].to_list() == [gronden == [] for gronden in oordeel["gronden"].to_list()]
    assert all(gronden == sorted(set(gronden)) for gronden in oordeel["gronden"].to_list())


@RUSTIG
@given(st.sampled_from(SLEUTELS), LIJST)
def test_every_ground_is_explained_with_its_article_and_its_code(sleutel: str, rows: list[Any]) -> None:
    frame = frame_of(sleutel, rows)
    oordeel = judged(sleutel, frame)
    uitleg = explain_regels(
        oordeel,
        frame,
        convenant=convenant_of(sleutel),
        levering=levering_of(sleutel),
        deelname=deelname_of(sleutel),
    )
    assert tuple(uitleg.columns) == UITLEG
    explained = oordeel.select("regel", grond=pl.col("gronden")).explode("grond", empty_as_null=False)
    assert uitleg.select("regel", "grond").rows() == explained.rows()
    for rij in uitleg.iter_rows(named=True):
        assert rij["zin"].startswith(f"Regel {rij['regel']}: ")
        assert rij["zin"].endswith(f"[{rij['grond']}]")
        assert rij["artikel"]
        assert rij["grens"]


@RUSTIG
@given(st.sampled_from(SLEUTELS), LIJST, st.randoms(use_true_random=False))
def test_grounds_do_not_depend_on_the_order_of_rows_but_for_doubles(
    sleutel: str, rows: list[Any], random: Any
) -> None:
    # With every row its own customer there are no doubles, and no fine stands beside another claim.
    frame = frame_of(sleutel, [{**row, "klantnummer": f"K{index}"} for index, row in enumerate(rows)])
    turned = frame.sample(fraction=1, shuffle=True, seed=random.randrange(1000))
    assert judged(sleutel, turned).sort("regel").equals(judged(sleutel, frame))


@RUSTIG
@given(st.sampled_from(SLEUTELS), LIJST)
def test_a_row_by_itself_is_judged_as_it_is_among_others(sleutel: str, rows: list[Any]) -> None:
    frame = frame_of(sleutel, [{**row, "klantnummer": f"K{index}"} for index, row in enumerate(rows)])
    apart = pl.concat([judged(sleutel, frame[index]) for index in range(frame.height)])
    assert apart.equals(judged(sleutel, frame))


@RUSTIG
@given(st.sampled_from(SLEUTELS), LIJST)
def test_rows_read_in_parts_are_judged_as_they_are_in_one(sleutel: str, rows: list[Any]) -> None:
    frame = frame_of(sleutel, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lezen, "ROWS_A_PART", 2)
        in_parts = judged(sleutel, frame)
    assert_frame_equal(in_parts, judged(sleutel, frame))


@pytest.mark.parametrize(
    ("sleutel", "size"), [(sleutel, 20_000) for sleutel in SLEUTELS] + [("landelijk", 1_000_000)]
)
def test_a_million_rows_are_judged_as_a_handful_is(sleutel: str, size: int) -> None:
    rows = [
        {veld: cellen[index % len(cellen)] for veld, cellen in CELLEN.items()} | {"klantnummer": None}
        for index in range(60)
    ]
    handful = frame_of(sleutel, rows)
    times = size // handful.height + 1
    many = pl.concat([handful] * times, rechunk=True).head(size)
    expected = pl.concat([judged(sleutel, handful)] * times, rechunk=True).head(size)
    assert judged(sleutel, many).equals(expected)
