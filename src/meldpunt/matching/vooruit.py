"""Match a large delivery on a second connection while the first still stores it: two cores at work instead of one."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from datetime import date, datetime
from types import TracebackType
from typing import Final, Self
from uuid import UUID

import polars as pl
from django.db import connection

from meldpunt.matching.actions import match_ahead
from meldpunt.toegang.actor import Actor

# Below this the second connection costs more than it saves.
VEEL: Final = 50_000


class NietOpgeslagen(Exception):
    """The delivery was not stored, so what was formed ahead of it goes too."""


class Vooruit:
    """Hold the matching that runs ahead; leaving the block without an error says that the delivery is stored.

    The matching commits only after that. When the process dies in between, the delivery is stored and due for
    matching, as it would be without this.
    """

    def __init__(self, aanlevering: UUID, *, door: Actor, now: datetime) -> None:
        self.aanlevering, self.door, self.now = aanlevering, door, now
        self._stored: Future[bool] = Future()
        self._work: Future[bool] | None = None
        self._thread = ThreadPoolExecutor(1, "vooruit")
        # Inside a transaction of the caller the second connection would not even see the delivery.
        self._is_free = not connection.in_atomic_block

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stored.set_result(kind is None)
        with self._thread:
            if self._work is not None and (failure := self._work.exception()) and kind is None:
                raise failure

    def begin(self, signalen: pl.DataFrame, versie: date) -> None:
        """Start on the signalen that are about to be stored, where they are many."""
        if self._is_free and signalen.height >= VEEL:
            # The thread would start without knowing who acts, and find no row.
            self._work = self._thread.submit(copy_context().run, self._match, signalen, versie)

    def _match(self, signalen: pl.DataFrame, versie: date) -> bool:
        try:
            return match_ahead(
                aanlevering=self.aanlevering,
                signalen=signalen,
                versie=versie,
                stored=self._wait,
                door=self.door,
                now=self.now,
            )
        finally:
            connection.close()

    def _wait(self) -> None:
        if not self._stored.result():
            raise NietOpgeslagen
