"""The database backend: each statement runs in a transaction that knows the context of its thread.

A statement outside a transaction gets a short one of its own, so that nothing stays behind on a connection that
the next request uses. Without a context nothing is added: the owner works as ever, the others see no row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg import sql

from meldpunt.toegang.rijcontext import NIEMAND, Rijcontext, current

SETTING = sql.SQL("set_config({}, {}, true)")


class _InContext:
    """What both kinds of cursor do around a statement."""

    db: DatabaseWrapper
    cursor: Any

    def _execute(self, statement: Any, params: Any, *ignored: Any) -> Any:
        with self.db.in_context():
            return super()._execute(statement, params, *ignored)  # type: ignore[misc]

    def _executemany(self, statement: Any, params: Any, *ignored: Any) -> Any:
        with self.db.in_context():
            return super()._executemany(statement, params, *ignored)  # type: ignore[misc]

    @contextmanager
    def copy(self, statement: Any, params: Any = None) -> Iterator[Any]:
        """COPY in the context, as every other statement."""
        with self.db.in_context(), self.cursor.copy(statement, params) as copy:
            yield copy


class ContextCursor(_InContext, CursorWrapper):
    """A cursor whose statements know who acts."""


class ContextDebugCursor(_InContext, CursorDebugWrapper):
    """The same with the log of statements that tests count."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that remembers which context its transaction was told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: Rijcontext | None = NIEMAND

    @contextmanager
    def in_context(self) -> Iterator[None]:
        """Run one statement in the context of this thread."""
        wanted = current()
        if not self.autocommit:
            self._tell(wanted or NIEMAND)
            yield
        elif wanted is None:
            yield
        else:
            with self._short_transaction(wanted):
                yield

    def make_cursor(self, cursor: Any) -> ContextCursor:
        """Give a cursor that runs in the context."""
        return ContextCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> ContextDebugCursor:
        """Give a cursor that runs in the context and logs its statements."""
        return ContextDebugCursor(cursor, self)

    def _tell(self, wanted: Rijcontext) -> None:
        # Equal is not enough to ask for: the same object is what entering and leaving a block change.
        if self._told is wanted:
            return
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT {}").format(self._settings(wanted)))
        self._told = wanted

    @contextmanager
    def _short_transaction(self, wanted: Rijcontext) -> Iterator[None]:
        with self.wrap_database_errors:
            self.connection.execute(sql.SQL("BEGIN; SELECT {}").format(self._settings(wanted)))
        try:
            yield
        except BaseException:
            # A connection that is gone has nothing to roll back, and its own error says more.
            if not self.connection.closed:
                self.connection.execute("ROLLBACK")
            raise
        with self.wrap_database_errors:
            self.connection.execute("COMMIT")

    def _settings(self, wanted: Rijcontext) -> sql.Composed:
        values = wanted.settings()
        # Only where the connection is the owner's, as in tests: take the role that the process really has.
        roles: dict[str, str] = self.settings_dict.get("ROLLEN") or {}
        if roles:
            values = {**values, "role": roles[wanted.proces] if wanted.soort else "none"}
        return sql.SQL(", ").join(
            SETTING.format(sql.Literal(name), sql.Literal(value)) for name, value in values.items()
        )

    def _set_autocommit(self, autocommit: bool) -> None:
        self._told = NIEMAND
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._told = NIEMAND

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._told = NIEMAND

    def _savepoint_rollback(self, sid: str) -> None:
        # In a transaction that failed nothing else is understood; what it was told since went with it.
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(self.ops.savepoint_rollback_sql(sid))
        self._told = None

    def connect(self) -> None:
        """Connect; a new connection has been told nothing."""
        self._told = NIEMAND
        super().connect()
