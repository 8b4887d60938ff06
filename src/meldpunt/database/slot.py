"""Locks on a file; they vanish with the process that held them, however it ended."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _lock(stream: IO[bytes], *, shared: bool, wait: bool) -> None:
        # No shared locks there: the first user counts.
        if not shared:
            msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(stream: IO[bytes], *, shared: bool, wait: bool) -> None:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(stream, kind if wait else kind | fcntl.LOCK_NB)


@contextmanager
def hold(bestand: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock on this file, waiting for whoever holds it now."""
    with bestand.open("ab") as stream:
        _lock(stream, shared=shared, wait=True)
        yield


@contextmanager
def try_hold(bestand: Path) -> Iterator[bool]:
    """Hold the lock on this file, or say at once that somebody else does."""
    with bestand.open("ab") as stream:
        try:
            _lock(stream, shared=False, wait=False)
        except OSError:
            yield False
        else:
            yield True
