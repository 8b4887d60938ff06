"""Migration operations that put the municipality into keys and references between tables about residents.

Django knows a single-column key and a single-column reference; the database gets the pair with the
municipality, so that row security and distribution by municipality can stand on it. References from the
tables that take a million rows at once are checked per statement, in one anti-join: a foreign key checks per
row and made the load of a delivery three times as long (docs/adr/0005).
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class SqlOperation(Operation):
    """Run the statements that a subclass builds; models and their state stay as they are."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave the state alone: Django keeps seeing `id`."""

    def forward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Return the statements that apply the operation."""
        raise NotImplementedError

    def backward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Return the statements that take it back."""
        raise NotImplementedError

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Run the statements forwards."""
        for statement in self.forward(schema_editor, to_state):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Run the statements backwards."""
        for statement in self.backward(schema_editor, from_state):
            schema_editor.execute(statement)


class GemeenteInKey(SqlOperation):
    """Make the primary key of a table (id, gemeente): `id` first, so that a look-up by id alone uses it."""

    def __init__(self, table: str) -> None:
        self.table = table

    def forward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Replace the key."""
        return [
            f"ALTER TABLE {self.table} DROP CONSTRAINT {self.table}_pkey",
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self.table}_pkey PRIMARY KEY (id, gemeente)",
        ]

    def backward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Put the single-column key back."""
        return [
            f"ALTER TABLE {self.table} DROP CONSTRAINT {self.table}_pkey",
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self.table}_pkey PRIMARY KEY (id)",
        ]


class GemeenteReference(SqlOperation):
    """Add a foreign key (column, gemeente) to (id, gemeente) of the parent."""

    def __init__(self, table: str, column: str, parent: str) -> None:
        self.table, self.column, self.parent = table, column, parent
        self.name = f"{table}_{column}_gemeente_fk"

    def forward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Add the constraint."""
        return [
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} "
            f"FOREIGN KEY ({self.column}, gemeente) REFERENCES {self.parent} (id, gemeente)"
        ]

    def backward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Drop the constraint."""
        return [f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}"]


class SetReference(SqlOperation):
    """Check a reference once per statement, over all its rows, from both sides; keys never change.

    `columns` are those of the child, `keys` the matching ones of the parent. `lock` takes a key-share lock on
    the parents, as a foreign key does: for parents that are few (a delivery, a partner, a municipality).
    """

    def __init__(self, table: str, columns: list[str], parent: str, keys: list[str], *, lock: bool) -> None:
        self.table, self.columns, self.parent, self.keys, self.lock = table, columns, parent, keys, lock
        self.name = f"{table.removeprefix('meldpunt_')}_{columns[0]}_bestaat"

    def _match(self, child: str, parent: str) -> str:
        return " AND ".join(
            f"{parent}.{key} = {child}.{column}" for column, key in zip(self.columns, self.keys, strict=True)
        )

    def _function(self, name: str, body: str) -> str:
        return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"

    def _raise(self, table: str, text: str) -> str:
        return (
            f"RAISE foreign_key_violation USING MESSAGE = '{text}', TABLE = '{table}', "
            f"CONSTRAINT = '{self.name}';"
        )

    def forward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Create the two functions and three triggers."""
        columns = ", ".join(self.columns)
        take_lock = (
            f"PERFORM 1 FROM {self.parent} o WHERE EXISTS "
            f"(SELECT FROM nieuw n WHERE {self._match('n', 'o')}) FOR KEY SHARE; "
            if self.lock
            else ""
        )
        # Few parents: look each up once. Many: one anti-join, for which sorting out doubles would only cost.
        rows = f"(SELECT DISTINCT {columns} FROM nieuw)" if self.lock else "nieuw"
        born = (
            f"{take_lock}IF EXISTS (SELECT FROM {rows} n WHERE NOT EXISTS "
            f"(SELECT FROM {self.parent} o WHERE {self._match('n', 'o')})) THEN "
            f"{self._raise(self.table, f'{self.table}: {columns} not in {self.parent}')} END IF;"
        )
        gone = (
            f"IF EXISTS (SELECT FROM oud o WHERE EXISTS "
            f"(SELECT FROM {self.table} n WHERE {self._match('n', 'o')})) THEN "
            f"{self._raise(self.parent, f'{self.parent}: still referenced by {self.table}')} END IF;"
        )
        fixed = f"{self._raise(self.table, f'{self.table}: {columns} never change')}"
        return [
            self._function(f"{self.name}_nieuw", born),
            self._function(f"{self.name}_weg", gone),
            self._function(f"{self.name}_vast", fixed),
            f"CREATE TRIGGER {self.name}_nieuw AFTER INSERT ON {self.table} REFERENCING NEW TABLE AS nieuw "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}_nieuw()",
            f"CREATE TRIGGER {self.name}_weg AFTER DELETE ON {self.parent} REFERENCING OLD TABLE AS oud "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}_weg()",
            f"CREATE TRIGGER {self.name}_vast BEFORE UPDATE OF {columns} ON {self.table} FOR EACH ROW "
            f"WHEN (({', '.join(f'OLD.{c}' for c in self.columns)}) IS DISTINCT FROM "
            f"({', '.join(f'NEW.{c}' for c in self.columns)})) EXECUTE FUNCTION {self.name}_vast()",
        ]

    def backward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Drop them."""
        return [f"DROP FUNCTION {self.name}_{part}() CASCADE" for part in ("nieuw", "weg", "vast")]


class NeverChanges(SqlOperation):
    """Refuse every UPDATE on a table of facts: what was decided stays as it was decided."""

    def __init__(self, table: str) -> None:
        self.table = table

    def forward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Create the function and its trigger."""
        return [
            f"CREATE FUNCTION {self.table}_onveranderlijk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE integrity_constraint_violation USING MESSAGE = '{self.table}: rows are written once'; END $$",
            f"CREATE TRIGGER {self.table}_onveranderlijk BEFORE UPDATE ON {self.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.table}_onveranderlijk()",
        ]

    def backward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Drop them."""
        return [f"DROP FUNCTION {self.table}_onveranderlijk() CASCADE"]
