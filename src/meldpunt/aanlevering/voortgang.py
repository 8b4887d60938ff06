"""Progress of a delivery, written beside its transaction so that the screen sees it before the commit."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self
from uuid import UUID

import psycopg
from django.db import connection

from meldpunt.toegang.rijcontext import NIEMAND, current

UPSERT = """
INSERT INTO meldpunt_aanleveringvoortgang (aanlevering, stap, gedaan, totaal, bijgewerkt_op)
VALUES (%s, %s, %s, %s, now())
ON CONFLICT (aanlevering) DO UPDATE
SET stap = EXCLUDED.stap, gedaan = EXCLUDED.gedaan, totaal = EXCLUDED.totaal, bijgewerkt_op = now()
"""


class Voortgang:
    """Tell on a connection of its own how far the work is."""

    def __init__(self, aanlevering: UUID) -> None:
        self.aanlevering = aanlevering
        self._connection: psycopg.Connection[Any] | None = None

    def __enter__(self) -> Self:
        parameters = connection.get_connection_params()
        keep = {k: v for k, v in parameters.items() if k in {"dbname", "host", "port", "user", "password"}}
        self._connection = psycopg.connect(**keep, autocommit=True)
        # Nobody uses this connection after us, so the context may hold for as long as it is there.
        for name, value in (current() or NIEMAND).settings().items():
            self._connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()

    def tell(self, stap: str, gedaan: int, totaal: int) -> None:
        """Write the step and how many rows of how many it has done."""
        if self._connection is None:
            raise RuntimeError("progress told outside its block")
        self._connection.execute(UPSERT, (self.aanlevering, stap, gedaan, totaal))
