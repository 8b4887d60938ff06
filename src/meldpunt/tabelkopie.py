"""Frames into tables and out of them with COPY, inside the transaction that is open."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

import polars as pl
from django.db import connection
from psycopg import sql

from meldpunt.tabelbinair import can_encode, encode_chunks

ROWS_A_CHUNK = 25_000
# The role that adds rows past the policies, for one COPY; only the worker may take it.
LADEN: Final = "meldpunt_laden"
SECURED: Final = """
SELECT row_security_active(%s::regclass),
  pg_has_role(current_user, %s, 'MEMBER') AND current_setting('meldpunt.soort', true) = 'systeem',
  current_setting('role')
"""
Chunk: TypeAlias = bytes | memoryview


def as_array(column: str) -> pl.Expr:
    """Write a list column of plain words as a PostgreSQL array."""
    return pl.format("{}{}{}", pl.lit("{"), pl.col(column).list.join(","), pl.lit("}")).alias(column)


def copy_in(table: str, frame: pl.DataFrame, *, before_end: Callable[[], object] | None = None) -> None:
    """Append the frame to the table; its column names are those of the table. Null is NULL, "" stays "".

    Many rows go in the binary form, where every type of the table is known in it; else as CSV. `before_end` is
    called when all rows are sent and the statement has not ended: the table's references are checked after it.
    """
    if frame.is_empty():
        return
    kinds = _list_kinds(table, frame.columns) if frame.height > ROWS_A_CHUNK else {}
    is_binary = bool(kinds) and can_encode(kinds)
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    chunks = encode_chunks(frame, kinds, ROWS_A_CHUNK) if is_binary else _as_csv(frame)
    with _loading(table) as target, connection.cursor() as cursor:
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT {})").format(
            sql.Identifier(target), columns, sql.SQL("binary" if is_binary else "csv")
        )
        with cursor.copy(statement) as copy:
            for chunk in _ahead(chunks) if frame.height > ROWS_A_CHUNK else chunks:
                copy.write(chunk)
            if before_end is not None:
                before_end()
        if target != table:
            cursor.execute(
                sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
                    sql.Identifier(table), columns, columns, sql.Identifier(target)
                )
            )


@contextmanager
def _loading(table: str) -> Iterator[str]:
    """Give the table to COPY into: PostgreSQL refuses COPY to whom row security of the table holds.

    The worker takes a role for it that may add rows and read none. The others copy into a temporary table, whose
    rows then pass the policies of the real one.
    """
    with connection.cursor() as cursor:
        cursor.execute(SECURED, [table, LADEN])
        secured, may_load, role = cursor.fetchone()
        if not secured:
            yield table
        elif may_load:
            cursor.execute("SELECT set_config('role', %s, true)", [LADEN])
            yield table
            cursor.execute("SELECT set_config('role', %s, true)", [role])
        else:
            beside = f"te_laden_{table.removeprefix('meldpunt_')}"
            cursor.execute(
                sql.SQL("CREATE TEMPORARY TABLE {} (LIKE {} INCLUDING DEFAULTS) ON COMMIT DROP").format(
                    sql.Identifier(beside), sql.Identifier(table)
                )
            )
            yield beside
            cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(beside)))


def _list_kinds(table: str, columns: Sequence[str]) -> dict[str, str]:
    """Return the type of each of these columns, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, typname FROM pg_attribute JOIN pg_type t ON t.oid = atttypid "
            "WHERE attrelid = to_regclass(%s) AND attnum > 0",
            [table],
        )
        kinds: dict[str, str] = dict(cursor.fetchall())
    return {column: kinds[column] for column in columns}


def _ahead(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Yield the chunks; while the server takes in one, the next is being written out."""
    with ThreadPoolExecutor(1) as ahead:
        coming: Future[Chunk | None] = ahead.submit(next, chunks, None)
        while (ready := coming.result()) is not None:
            coming = ahead.submit(next, chunks, None)
            yield ready


def _as_csv(frame: pl.DataFrame) -> Iterator[memoryview]:
    for chunk in frame.iter_slices(ROWS_A_CHUNK):
        buffer = io.BytesIO()
        chunk.write_csv(buffer, include_header=False)
        yield buffer.getbuffer()


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
