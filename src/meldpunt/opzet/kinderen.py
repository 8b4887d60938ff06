"""The processes of the site: started together, restarted when one falls over, stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

STOP_LIMIT = 20.0
LONGEST_PAUSE = 30.0
# Who ran this long did not fall over at the start.
STEADY = 60.0
PR_SET_PDEATHSIG = 1


@dataclass
class Kind:
    """One process that must be there, and when it may be started again."""

    naam: str
    opdracht: Sequence[str]
    # Put over the environment of this process; an empty value takes a name out of it.
    omgeving: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    gestart: float = 0.0
    gevallen: int = 0
    niet_voor: float = 0.0


def start_kind(kind: Kind, *, now: float) -> None:
    """Start the process in a session of its own, so that Ctrl-C reaches only us."""
    kind.process = subprocess.Popen(  # noqa: S603
        list(kind.opdracht),
        stdin=subprocess.DEVNULL,
        env={name: value for name, value in {**os.environ, **kind.omgeving}.items() if value},
        start_new_session=True,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )
    kind.gestart = now


def check_kind(kind: Kind, *, now: float) -> str | None:
    """Start the process when it is not there and its pause is past; return what to tell about a fall.

    The pause doubles with every fall, so that a broken installation does not keep the machine busy.
    """
    if kind.process is None:
        if now >= kind.niet_voor:
            start_kind(kind, now=now)
        return None
    code = kind.process.poll()
    if code is None:
        return None
    kind.gevallen = 1 if now - kind.gestart > STEADY else kind.gevallen + 1
    pause = min(LONGEST_PAUSE, 0.25 * 2**kind.gevallen)
    kind.process, kind.niet_voor = None, now + pause
    return f"De {kind.naam} stopte onverwacht (code {code}) en start over {pause:.1f} seconden opnieuw."


def stop_kinderen(kinderen: Sequence[Kind]) -> None:
    """Ask every process to finish what it does, and end those that take too long."""
    running = [kind.process for kind in kinderen if kind.process is not None]
    for process in running:
        process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_LIMIT
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def watch(
    kinderen: Sequence[Kind],
    *,
    tell: Callable[[str], None],
    stopping: Callable[[], bool],
    each_round: Callable[[], None],
) -> None:
    """Start every process and keep it there until `stopping` says so, then stop them all."""
    try:
        while not stopping():
            for kind in kinderen:
                if said := check_kind(kind, now=time.monotonic()):
                    tell(said)
            each_round()
            time.sleep(0.2)
    finally:
        stop_kinderen(kinderen)


def _die_with_parent() -> None:
    # Should we be killed outright, Linux tells the children; no site without a supervisor stays behind.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
