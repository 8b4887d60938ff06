"""A second session at a chosen moment of the first: what two people, or a person and a worker, do at once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connection

# Long enough for an act that nothing holds up; one that waits for a lock is let go on afterwards.
EVEN = 3.0


class Sessie:
    """An act in a session of its own; `fout` is what it raised."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.fout: Exception | None = None
        self._act = act
        self._thread = Thread(target=self._run)

    def _run(self) -> None:
        try:
            self._act()
        except Exception as fout:
            self.fout = fout
        finally:
            connection.close()

    def begin(self) -> None:
        """Start the act and give it the time to finish, or to run into a lock."""
        self._thread.start()
        self._thread.join(EVEN)

    def finish(self) -> None:
        """Wait until the act is over."""
        self._thread.join(30)
        assert not self._thread.is_alive()


def between(monkeypatch: pytest.MonkeyPatch, module: object, naam: str, act: Callable[[], object]) -> Sessie:
    """Let `act` begin in another session the first time that the function `naam` of a module is called."""
    session, real = Sessie(act), getattr(module, naam)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(module, naam, real)
        session.begin()
        return real(*args, **kwargs)

    monkeypatch.setattr(module, naam, wrapped)
    return session
