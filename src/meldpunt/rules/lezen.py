"""Two ways to read a column quickly; both give what reading every cell by itself would give.

Use the result once in an expression: polars runs the reading again for each mention of it.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

Soort = pl.DataType | type[pl.DataType]
Lezer = Callable[[pl.Expr], pl.Expr]


def read_each_value_once(cel: pl.Expr, lees: Lezer, soort: Soort) -> pl.Expr:
    """Read each different cell once: for columns that hold few values, however many rows there are."""

    def spread(cellen: pl.Series) -> pl.Series:
        if cellen.null_count() == len(cellen):
            return pl.Series([None], dtype=soort).new_from_index(0, len(cellen))
        frame = cellen.alias("cel").to_frame()
        kaart = _read(frame.unique(), lees, soort)
        return frame.join(kaart, on="cel", how="left", nulls_equal=True, maintain_order="left")["waarde"]

    return cel.map_batches(spread, return_dtype=soort)


def read_plain_ones_first(cel: pl.Expr, plain: str, *, snel: Lezer, lees: Lezer, soort: Soort) -> pl.Expr:
    """Read the cells of the plain form (a pattern) the short way and only the rest in full."""

    def read(cellen: pl.Series) -> pl.Series:
        is_plain = cellen.str.contains(plain)
        frame = cellen.alias("cel").to_frame()
        waarden = _read(frame, lambda cel: pl.when(is_plain).then(snel(cel)), soort)["waarde"]
        plaatsen = (~is_plain).arg_true()
        if plaatsen.is_empty():
            return waarden
        return waarden.scatter(plaatsen, _read(frame[plaatsen], lees, soort)["waarde"])

    return cel.map_batches(read, return_dtype=soort)


def _read(frame: pl.DataFrame, lees: Lezer, soort: Soort) -> pl.DataFrame:
    # Lazily, so that a pattern that several parts of the reader share is matched once.
    return frame.lazy().with_columns(lees(pl.col("cel")).cast(soort).alias("waarde")).collect()
