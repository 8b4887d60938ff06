"""When to try again: for a row that stays due, for a connection that failed, and within one call. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

Toeval = Callable[[], float]
EERSTE: Final = timedelta(minutes=1)
HOOGSTENS: Final = timedelta(hours=1)
# So many in a row, and the connection rests.
DREMPEL: Final = 5
RUST: Final = timedelta(seconds=30)
LANGSTE_RUST: Final = timedelta(minutes=15)
LANGSTE_LIMIET: Final = timedelta(days=1)
ZONDER_AANWIJZING: Final = timedelta(minutes=1)
VERDUBBELINGEN: Final = 20


def draw() -> float:
    """Return a number between nought and one, so that not everybody comes back at the same moment."""
    return secrets.randbelow(1 << 24) / (1 << 24)


def next_moment(
    pogingen: int, now: datetime, *, niet_voor: datetime | None = None, toeval: Toeval = draw
) -> datetime:
    """Return when a row that failed so many times is due again: a minute, two, four, and at most an hour.

    Give `wanneer_weer` of the fault as `niet_voor`: before that the other side would not be asked at all.
    """
    wait = min(EERSTE * _double(pogingen - 1), HOOGSTENS)
    moment = now + wait * (0.8 + 0.4 * toeval())
    return moment if niet_voor is None else max(moment, niet_voor)


def rest_until(mislukt_op_rij: int, now: datetime) -> datetime | None:
    """Return till when nobody asks after so many failures in a row; none while there were few."""
    if mislukt_op_rij < DREMPEL:
        return None
    return now + min(RUST * _double(mislukt_op_rij - DREMPEL), LANGSTE_RUST)


def _double(keren: int) -> int:
    return 1 << min(max(keren, 0), VERDUBBELINGEN)


def pause_before(poging: int, *, toeval: Toeval = draw) -> float:
    """Return how many seconds to wait before this try within one call; the first is number nought."""
    return float(min(0.2 * 2**poging, 2.0) * (0.5 + toeval()))


def read_retry_after(tekst: str, now: datetime) -> datetime:
    """Return the moment of a `Retry-After` header: seconds or a date; a minute when it says nothing to read."""
    try:
        moment = now + timedelta(seconds=int(tekst)) if tekst.isdigit() else parsedate_to_datetime(tekst)
        return min(max(moment, now), now + LANGSTE_LIMIET)
    except (ValueError, TypeError, OverflowError):
        return now + ZONDER_AANWIJZING
