"""The trace an act belongs to (W3C Trace Context): read from outside, carried inside, given along outwards."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

# Version, trace, span, flags; what a later version puts behind them is not ours to read.
_TRACEPARENT: Final = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_LONGEST: Final = 512


@dataclass(frozen=True, slots=True)
class Spoor:
    """Where an act stands in its trace: the span it runs in, and the span that called for it."""

    trace: str
    span: str
    ouder: str = ""
    van_buiten: bool = False


_current: ContextVar[Spoor | None] = ContextVar("spoor", default=None)


def get_spoor() -> Spoor:
    """Return the trace of what runs now; outside a request or a job that is one of its own."""
    return _current.get() or _begin()


def new_span() -> str:
    """Return a fresh span id."""
    return secrets.token_hex(8)


def _begin() -> Spoor:
    return Spoor(secrets.token_hex(16), new_span())


def parse_traceparent(text: str) -> tuple[str, str] | None:
    """Return trace and span of a `traceparent` header; None when it is not one (W3C Trace Context, 3.2)."""
    found = _TRACEPARENT.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        return None
    version, trace, span, _, rest = found.groups()
    if version == "ff" or (version == "00" and rest) or not trace.strip("0") or not span.strip("0"):
        return None
    return trace, span


def write_traceparent() -> str:
    """Return the `traceparent` to give along with a call to another system, or with a job in the queue."""
    spoor = get_spoor()
    return f"00-{spoor.trace}-{spoor.span}-01"


@contextmanager
def following(traceparent: str = "", *, van_buiten: bool = False) -> Iterator[Spoor]:
    """Let what happens inside belong to the trace that called for it, or to a new one."""
    called = parse_traceparent(traceparent)
    spoor = _begin() if called is None else Spoor(called[0], new_span(), called[1], van_buiten)
    token = _current.set(spoor)
    try:
        yield spoor
    finally:
        _current.reset(token)
