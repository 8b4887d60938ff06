"""Frames into tables and out of them with COPY, inside the transaction that is open."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import polars as pl
from django.db import connection
from psycopg import sql

ROWS_A_CHUNK = 25_000


def as_array(column: str) -> pl.Expr:
    """Write a list column of plain words as a PostgreSQL array."""
    return pl.format("{}{}{}", pl.lit("{"), pl.col(column).list.join(","), pl.lit("}")).alias(column)


def copy_in(table: str, frame: pl.DataFrame) -> None:
    """Append the frame to the table; its column names are those of the table. Null is NULL, "" stays ""."""
    if frame.is_empty():
        return
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for text in _texts_ahead(frame):
            copy.write(text)


def _texts_ahead(frame: pl.DataFrame) -> Iterator[memoryview]:
    """Yield the frame as CSV in chunks; while the server takes in one, the next is being written out."""
    chunks = frame.iter_slices(ROWS_A_CHUNK)
    if frame.height <= ROWS_A_CHUNK:
        yield from map(_as_csv, chunks)
        return
    with ThreadPoolExecutor(1) as ahead:
        coming: Future[memoryview] | None = None
        for chunk in chunks:
            ready, coming = coming, ahead.submit(_as_csv, chunk)
            if ready is not None:
                yield ready.result()
        if coming is not None:
            yield coming.result()


def _as_csv(frame: pl.DataFrame) -> memoryview:
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=False)
    return buffer.getbuffer()


def copy_out(
    query: str, values: Mapping[str, Any] | Sequence[Any], schema: Mapping[str, Any]
) -> pl.DataFrame:
    """Read a query into a frame of this schema; the query has `%(name)s` for each of `values`."""
    with connection.cursor() as cursor:
        composed = cursor.mogrify(query, values)
        text = composed.decode() if isinstance(composed, bytes) else composed
        buffer = io.BytesIO()
        with cursor.copy(f"COPY ({text}) TO STDOUT (FORMAT csv)") as copy:
            for block in copy:
                buffer.write(block)
    if buffer.tell() == 0:
        return pl.DataFrame(schema=schema)
    buffer.seek(0)
    return pl.read_csv(buffer, has_header=False, schema=schema)


def create_keys(name: str, frame: pl.DataFrame, columns: Mapping[str, str]) -> None:
    """Put a frame into a temporary table of this transaction, to join with; `columns` gives the SQL types."""
    parts = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind)) for column, kind in columns.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(sql.Identifier(name), parts)
        )
        copy_in(name, frame.select(list(columns)))
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(name)))


def drop_keys(name: str) -> None:
    """Drop the temporary table again, so that one transaction can use the name twice."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(name)))
