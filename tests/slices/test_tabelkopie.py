"""Frames into a table: the binary form brings the very same values as CSV does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import polars as pl
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meldpunt import tabelkopie
from meldpunt.sleutels import new_ids
from meldpunt.tabelbinair import can_encode, encode_chunks

pytestmark = pytest.mark.django_db
NU = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
KINDS = {
    "klein": "int2",
    "heel": "int4",
    "groot": "int8",
    "woord": "varchar",
    "tekst": "text",
    "sleutel": "uuid",
    "dag": "date",
    "moment": "timestamptz",
    "waar": "bool",
    "rij": "_varchar",
}
SCHEMA = {
    "klein": pl.Int16,
    "heel": pl.Int32,
    "groot": pl.Int64,
    "woord": pl.String,
    "tekst": pl.String,
    "sleutel": pl.String,
    "dag": pl.Date,
    "moment": pl.Datetime("us", "UTC"),
    "waar": pl.Boolean,
    "rij": pl.String,
}
TEKST = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
RIJEN = st.lists(
    st.tuples(
        st.none() | st.integers(-(2**15), 2**15 - 1),
        st.none() | st.integers(-(2**31), 2**31 - 1),
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | TEKST,
        TEKST,
        st.none() | st.uuids().map(str),
        st.none() | st.dates(),
        st.none() | st.timedeltas(timedelta(-40_000), timedelta(30_000)).map(lambda away: NU + away),
        st.none() | st.booleans(),
        st.none() | st.sampled_from(["{}", "{bedrag}", "{bedrag,dubbel_signaal}"]),
    ),
    min_size=1,
    max_size=8,
)


def make_table() -> None:
    types = {"_varchar": "varchar[]"}
    columns = ", ".join(f"{name} {types.get(kind, kind)}" for name, kind in KINDS.items())
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS proef")
        cursor.execute(f"CREATE TEMPORARY TABLE proef ({columns}, nr serial)")


def read_back() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(KINDS)} FROM proef ORDER BY nr")  # noqa: S608
        return list(cursor.fetchall())


def as_python(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    """Return the rows as the driver gives them: keys as UUID, arrays as lists."""
    return [
        tuple(
            None if value is None
            else UUID(value) if name == "sleutel"
            else [word for word in value.strip("{}").split(",") if word] if name == "rij"
            else value
            for name, value in row.items()
        )
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rijen=RIJEN)
def test_the_binary_form_brings_every_value_as_it_was(rijen: list[tuple[object, ...]]) -> None:
    frame = pl.DataFrame(rijen, schema=SCHEMA, orient="row")
    make_table()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY proef ({', '.join(KINDS)}) FROM STDIN (FORMAT binary)") as copy,
    ):
        for chunk in encode_chunks(frame, KINDS, 3):
            copy.write(chunk)
    assert read_back() == as_python(frame)


def test_it_writes_long_texts_and_numbers_at_the_edges_of_a_word() -> None:
    numbers = [0, 1, 65_535, 65_536, 2**31 - 1]
    texts = ["", "x" * 65_535, "é" * 32_768, "y" * 70_000, "z"]
    for rows in ([0, 2], [1, 4], [0, 3], [2, 3]):
        frame = pl.DataFrame({"heel": numbers, "groot": numbers, "tekst": texts})[rows].cast(
            {"heel": pl.Int32}
        )
        make_table()
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY proef (heel, groot, tekst) FROM STDIN (FORMAT binary)") as copy,
        ):
            for chunk in encode_chunks(frame, {name: KINDS[name] for name in frame.columns}, 9):
                copy.write(chunk)
        assert [(row[1], row[2], row[4]) for row in read_back()] == frame.rows()


def test_it_refuses_a_number_that_the_column_has_no_room_for() -> None:
    with pytest.raises(OverflowError):
        list(encode_chunks(pl.DataFrame({"klein": [1, 2**15]}), {"klein": "int2"}, 9))


def test_many_rows_go_in_as_few_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabelkopie, "ROWS_A_CHUNK", 10)
    for height in (7, 10, 35):
        frame = pl.DataFrame(
            {
                "klein": pl.int_range(height, dtype=pl.Int16, eager=True),
                "sleutel": new_ids(height, now=NU),
                "woord": pl.Series([None, "", "é;\"'\\\n"] * height).head(height),
                "dag": pl.Series([date(1931, 5, 1) + timedelta(days=9000 * n) for n in range(height)]),
            }
        )
        make_table()
        tabelkopie.copy_in("proef", frame)
        found = [(r[0], str(r[5]), r[3], r[6]) for r in read_back()]
        assert found == frame.rows()


def test_a_type_that_is_not_known_goes_as_csv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabelkopie, "ROWS_A_CHUNK", 1)
    assert not can_encode({"uitleg": "jsonb"})
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE proef_json (nr int, uitleg jsonb)")
        tabelkopie.copy_in("proef_json", pl.DataFrame({"nr": [1, 2], "uitleg": ['{"a": 1}', None]}))
        cursor.execute("SELECT uitleg ->> 'a' FROM proef_json ORDER BY nr")
        assert cursor.fetchall() == [("1",), (None,)]


def test_keys_sort_in_the_order_of_their_rows_and_differ() -> None:
    keys = new_ids(40_000, now=NU)
    assert keys.is_sorted()
    assert keys.n_unique() == 40_000
    assert {UUID(key).version for key in keys.head(20_000).tail(5)} == {7}
    assert UUID(keys[39_999]).variant == UUID(keys[0]).variant == "specified in RFC 4122"
