"""What an answer of a receiver means, and how fast it is sent to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

Oordeel = Literal["gelukt", "opnieuw", "wacht", "weg"]

# A server that broke on a Friday is mended on Monday; then a human being looks.
GEDULD: Final = timedelta(days=3)
# What waits behind a receiver that is away is not tried, and so not given up; after a month it is not news any more.
VERVAL: Final = timedelta(days=30)
BEWAREN: Final = timedelta(days=90)
PER_BEURT: Final = 200


def judge_answer(status: int) -> Oordeel:
    """Say what an answer means: taken, try this one again, leave the receiver alone for a while, or never again.

    410 is the word of the receiver that it is gone, 429 that it is too busy (CloudEvents webhooks, 2.2).
    """
    if 200 <= status < 300:
        return "gelukt"
    if status == 410:
        return "weg"
    return "wacht" if status in {429, 502, 503, 504} else "opnieuw"


def is_given_up(*, gemaakt_op: datetime, now: datetime) -> bool:
    """Say whether a message that failed once more goes to the ones that could not be delivered."""
    return now - gemaakt_op >= GEDULD


def read_rate(text: str) -> int | None:
    """Read `WebHook-Allowed-Rate`: requests in a minute, at least one; None for a star or nothing."""
    text = text.strip()
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else None


def allows_origin(text: str, *, oorsprong: str) -> bool:
    """Say whether `WebHook-Allowed-Origin` lets this sender in."""
    return text.strip().lower() in {"*", oorsprong.lower()}


def size_of_turn(per_minuut: int | None) -> int:
    """Return how many messages one turn may send; there is a turn every minute."""
    return min(per_minuut or PER_BEURT, PER_BEURT)
