"""A frame as the binary form of COPY, written by columns: the server need not read texts back into values.

Every field is its length and its bytes. They are put together as hexadecimal text, which a frame can do by
column, and turned into bytes at once. That takes this process twice the time of CSV, and spares the database
a fifth of its own; the database is what a large delivery waits for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Final

import polars as pl

from meldpunt.sleutels import HEX

SIGNATURE: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
END: Final = b"\xff\xff"
NULL: Final = "ffffffff"
VARCHAR_OID: Final = 1043
# PostgreSQL counts from 2000, not from 1970.
DAYS: Final = (date(2000, 1, 1) - date(1970, 1, 1)).days
MICROSECONDS: Final = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000


Parts = list[pl.Expr]


def _word(number: pl.Expr, place: int) -> pl.Expr:
    """Return sixteen bits of a whole number as four hexadecimal digits, the last ones being place 0."""
    shifted = number.cast(pl.Int64) // (1 << 16 * place) if place else number.cast(pl.Int64)
    return pl.lit(HEX).gather(shifted & 0xFFFF)


def _whole(words: int) -> Callable[[pl.Expr], Parts]:
    def encode(number: pl.Expr) -> Parts:
        return [pl.lit(f"{2 * words:08x}"), *(_word(number, place) for place in reversed(range(words)))]

    return encode


def _text(text: pl.Expr) -> Parts:
    length = text.str.len_bytes()
    return [_word(length, 1), _word(length, 0), text.str.encode("hex")]


def _uuid(text: pl.Expr) -> Parts:
    return [pl.lit(f"{16:08x}"), text.str.replace_all("-", "", literal=True)]


def _day(day: pl.Expr) -> Parts:
    return _whole(2)(day.to_physical() - DAYS)


def _moment(moment: pl.Expr) -> Parts:
    return _whole(4)(moment.dt.epoch("us") - MICROSECONDS)


def _truth(truth: pl.Expr) -> Parts:
    return [pl.when(truth).then(pl.lit("0000000101")).when(~truth).then(pl.lit("0000000100"))]


ENCODERS: Final[Mapping[str, Callable[[pl.Expr], Parts]]] = {
    "int2": _whole(1),
    "int4": _whole(2),
    "int8": _whole(4),
    "varchar": _text,
    "text": _text,
    "uuid": _uuid,
    "date": _day,
    "timestamptz": _moment,
    "bool": _truth,
}


def can_encode(kinds: Mapping[str, str]) -> bool:
    """Say whether every column has a type that is known here; else it has to be CSV."""
    return all(kind in ENCODERS or kind == "_varchar" for kind in kinds.values())


def encode_chunks(frame: pl.DataFrame, kinds: Mapping[str, str], rows: int) -> Iterator[bytes]:
    """Yield the rows in chunks, for COPY with FORMAT binary; `kinds` gives the type of every column."""
    yield SIGNATURE
    for chunk in frame.iter_slices(rows):
        yield _encode(chunk, kinds)
    yield END


def _encode(chunk: pl.DataFrame, kinds: Mapping[str, str]) -> bytes:
    fields = (part for name, kind in kinds.items() for part in _field(chunk[name], kind))
    row = pl.concat_str(pl.lit(f"{len(kinds):04x}"), *fields)
    # Beside the columns, not in a selection: rows that are all alike are still as many.
    return bytes.fromhex(chunk.with_columns(row.alias("rij"))["rij"].str.join("").item())


def _field(column: pl.Series, kind: str) -> Parts:
    """Return the parts of one column; what is the same in every row is worked out once."""
    if column.null_count() == column.len():
        return [pl.lit(NULL)]
    if kind == "_varchar":
        return [_array(column)]
    parts = ENCODERS[kind](pl.col(column.name))
    if column.null_count():
        return [pl.concat_str(parts).fill_null(NULL)]
    if bool((column == column[0]).all()):
        return [pl.lit(column.head(1).to_frame().select(pl.concat_str(parts)).item())]
    return parts


def _array(column: pl.Series) -> pl.Expr:
    """Encode arrays of words, written as {a,b}; there are few different ones."""
    texts = column.unique().drop_nulls().to_list()
    codes = [_array_code(text) for text in texts]
    return pl.col(column.name).replace_strict(texts, codes, return_dtype=pl.String, default=NULL)


def _array_code(text: str) -> str:
    words = [word.encode() for word in text.strip("{}").split(",") if word]
    head = f"{1 if words else 0:08x}{0:08x}{VARCHAR_OID:08x}" + (f"{len(words):08x}{1:08x}" if words else "")
    body = head + "".join(f"{len(word):08x}{word.hex()}" for word in words)
    return f"{len(body) // 2:08x}{body}"
