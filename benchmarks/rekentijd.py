"""Seconds on the clock beside processor seconds of this process and of all processes of the database.

On a shared machine the clock tells more about the neighbours than about the code; processor seconds do not.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

TICKS = os.sysconf("SC_CLK_TCK")


def _read_seconds(pid: int, *, ended: bool = False) -> float:
    """Return the processor seconds of a process; of its children that have ended where asked."""
    try:  # pid (name) state …: the fourteenth to seventeenth field are user and system time, own and of children
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[13:15] if ended else fields[11:13])) / TICKS


def find_postmaster(backend: int) -> int:
    """Return the process of the server that a backend belongs to; all its processes are counted."""
    return psutil.Process(backend).ppid()


@dataclass(slots=True)
class Tijd:
    """What one step took: on the clock, in this process, in those of the database."""

    klok: float = 0.0
    proces: float = 0.0
    server: float = 0.0

    @property
    def rekentijd(self) -> float:
        """Return the processor seconds of both together."""
        return self.proces + self.server

    def __str__(self) -> str:
        return f"{self.klok:.2f} ({self.proces:.2f}+{self.server:.2f})"


@dataclass(slots=True)
class Meting:
    """The times of the named steps of one run, in the order in which they came."""

    tijden: dict[str, Tijd] = field(default_factory=dict)
    postmaster: int | None = None
    stap: str = ""
    sinds: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def now(self) -> tuple[float, float, float]:
        """Read the three clocks."""
        return time.perf_counter(), time.process_time(), self._server()

    def _server(self) -> float:
        if self.postmaster is None:
            return 0.0
        try:
            own = Path(f"/proc/{self.postmaster}/task/{self.postmaster}/children").read_text().split()
            return _read_seconds(self.postmaster, ended=True) + sum(_read_seconds(int(pid)) for pid in own)
        except OSError:
            return 0.0  # a server on another machine or another system

    def add(self, name: str, since: tuple[float, float, float]) -> None:
        """Count what went by since that reading under this name."""
        tijd, now = self.tijden.setdefault(name, Tijd()), self.now()
        tijd.klok += now[0] - since[0]
        tijd.proces += now[1] - since[1]
        tijd.server += now[2] - since[2]

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        """Count a block under a name."""
        since = self.now()
        yield
        self.add(name, since)

    def step(self, name: str) -> None:
        """End the step that ran, and begin another; "" begins none."""
        if name == self.stap:
            return
        if self.stap:
            self.add(self.stap, self.sinds)
        self.stap, self.sinds = name, self.now()
