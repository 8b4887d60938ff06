"""Keys of rows: UUIDv7 (RFC 9562), one at a time or a frame's worth at once."""

from __future__ import annotations

import os
from array import array
from datetime import datetime
from typing import Final
from uuid import UUID

import polars as pl
import uuid_utils

# Every sixteen bits as text: looking them up is quicker than writing them out, a million times.
HEX: Final = pl.Series([f"{word:04x}" for word in range(1 << 16)])


def new_id() -> UUID:
    """Return a fresh UUIDv7."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


def new_ids(count: int, *, now: datetime) -> pl.Series:
    """Return `count` UUIDv7 texts that sort in the order of the series.

    The 26 bits behind the time hold a counter (RFC 9562, 6.2 method 1), so that rows of one delivery keep
    their order; the other 48 are random, which two deliveries in one millisecond rely on.
    """
    if count >= 1 << 26:
        raise ValueError(f"more than {1 << 26} keys in one call: {count}")
    prefix = f"{int(now.timestamp() * 1000):012x}"
    noise = array("H", os.urandom(6 * count))
    number = pl.int_range(count, dtype=pl.UInt32)
    words = (pl.Series(noise[word * count : (word + 1) * count], dtype=pl.UInt16) for word in range(3))
    return pl.select(
        pl.concat_str(
            pl.lit(f"{prefix[:8]}-{prefix[8:]}-7"),
            pl.lit(HEX.str.slice(1)).gather(number // (1 << 14)),
            pl.lit("-"),
            pl.lit(HEX).gather(0x8000 + number % (1 << 14)),
            pl.lit("-"),
            *(pl.lit(HEX).gather(pl.lit(word)) for word in words),
        ).alias("id")
    )["id"]
