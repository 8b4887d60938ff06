"""Ways to read columns quickly; all give what reading every cell by itself would give.

Use the result once in an expression: polars runs the reading again for each mention of it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import polars as pl

# Big enough that starting costs nothing, small enough that two cores share a million rows evenly.
ROWS_A_PART: Final = 125_000
CORES: Final = 2
Soort = pl.DataType | type[pl.DataType]
Lezer = Callable[[pl.Expr], pl.Expr]


def map_parts(frame: pl.DataFrame, read: Callable[[pl.DataFrame], pl.DataFrame]) -> list[pl.DataFrame]:
    """Read a frame in parts of rows, side by side; for readings that look at one row at a time."""
    if frame.height <= ROWS_A_PART:
        return [read(frame)]
    with ThreadPoolExecutor(CORES) as pool:
        return list(pool.map(read, frame.iter_slices(ROWS_A_PART)))


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
