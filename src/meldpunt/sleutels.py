"""Keys of rows: UUIDv7 (RFC 9562), one at a time or a frame's worth at once."""

from __future__ import annotations

import os
from datetime import datetime
from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """Return a fresh UUIDv7."""
    return UUID(bytes=uuid_utils.uuid7().bytes)


def new_ids(count: int, *, now: datetime) -> list[str]:
    """Return `count` UUIDv7 texts that sort in the order of the list.

    The 26 bits behind the time hold a counter (RFC 9562, 6.2 method 1), so that rows of one delivery keep
    the order of the file; the other 48 are random, which two deliveries in one millisecond rely on.
    """
    if count >= 1 << 26:
        raise ValueError(f"more than {1 << 26} keys in one call: {count}")
    prefix = f"{int(now.timestamp() * 1000):012x}"
    prefix = f"{prefix[:8]}-{prefix[8:]}-7"
    noise = os.urandom(6 * count).hex()
    return [
        f"{prefix}{i >> 14:03x}-{0x8000 | (i & 0x3FFF):04x}-{noise[12 * i : 12 * i + 12]}"
        for i in range(count)
    ]
