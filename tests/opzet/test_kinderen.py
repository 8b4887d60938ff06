"""The site and the worker stay there, and go together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from meldpunt.opzet.kinderen import LONGEST_PAUSE, STEADY, Kind, check_kind, stop_kinderen, watch

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
FALLER = [sys.executable, "-c", "import sys; sys.exit(3)"]


def fall(kind: Kind, *, now: float) -> str | None:
    check_kind(kind, now=now)
    assert kind.process is not None
    kind.process.wait()
    return check_kind(kind, now=now)


def test_it_starts_what_fell_over_again_after_a_pause() -> None:
    kind = Kind("werker", FALLER)
    assert fall(kind, now=100.0) == "De werker stopte onverwacht (code 3) en start over 0.5 seconden opnieuw."
    check_kind(kind, now=100.4)
    assert kind.process is None
    check_kind(kind, now=100.6)
    assert kind.process is not None
    stop_kinderen([kind])


def test_it_doubles_the_pause_up_to_a_limit() -> None:
    kind, now, pauses = Kind("werker", FALLER), 100.0, []
    for _ in range(9):
        fall(kind, now=now)
        pauses.append(kind.niet_voor - now)
        now = kind.niet_voor
    assert pauses[:3] == [0.5, 1.0, 2.0]
    assert pauses[-1] == LONGEST_PAUSE


def test_it_forgets_earlier_falls_of_what_ran_for_long() -> None:
    kind = Kind("werker", FALLER, gevallen=6)
    check_kind(kind, now=100.0)
    assert kind.process is not None
    kind.process.wait()
    check_kind(kind, now=101.0 + STEADY)
    assert kind.gevallen == 1


def test_it_stops_every_process_when_asked() -> None:
    kinderen = [Kind("site", SLEEPER), Kind("werker", SLEEPER)]
    rounds = iter([False, False, True])
    watch(kinderen, tell=lambda text: None, stopping=lambda: next(rounds), each_round=lambda: None)
    assert [kind.process is not None and kind.process.returncode for kind in kinderen] == [
        -signal.SIGTERM
    ] * 2


def test_it_leaves_no_child_behind_when_it_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from meldpunt.opzet.kinderen import Kind, watch\n"
        "kind = Kind('site', [sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "seen = lambda: kind.process and print(kind.process.pid, flush=True)\n"
        "watch([kind], tell=print, stopping=lambda: False, each_round=seen)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False
