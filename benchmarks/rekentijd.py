"""Seconds on the clock beside processor seconds of this process and of its database backend.

On a shared machine the clock tells more about the neighbours than about the code; processor seconds do not.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Tijd:
    """What one step took: on the clock, in this process, in the backend of the database."""

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
    backend: int | None = None
    stap: str = ""
    sinds: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def now(self) -> tuple[float, float, float]:
        """Read the three clocks."""
        return time.perf_counter(), time.process_time(), self._server()

    def _server(self) -> float:
        if self.backend is None:
            return 0.0
        try:  # pid (name) state …: the fourteenth and fifteenth field are user and system time
            fields = Path(f"/proc/{self.backend}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return 0.0  # a server on another machine or another system
        return (int(fields[11]) + int(fields[12])) / TICKS

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
