"""Migration operations that put the municipality into keys and references between tables about residents.

Django knows a single-column key and a single-column reference; the database gets the pair with the
municipality, so that row security and distribution by municipality can stand on it. References from the
tables that take a million rows at once are checked per statement, in one anti-join: a foreign key checks per
row and made the load of a delivery three times as long (docs/adr/0005).
"""

from __future__ import annotations

from dataclasses import dataclass
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
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Run the statements backwards."""
        for statement in self.backward(schema_editor, from_state):
            schema_editor.execute(statement, params=None)


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


@dataclass(frozen=True, slots=True)
class Parent:
    """What a column (with the municipality, where the parent has it) refers to.

    `few`: the delivery, the partner, the municipality. A statement brings few different ones: each is looked
    up once. Of the others there are as many as rows, and sorting out doubles would only cost.
    """

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]
    few: bool

    def match(self, child: str, parent: str) -> str:
        """Return the condition that a row of the child refers to a row of the parent."""
        return " AND ".join(
            f"{parent}.{key} = {child}.{column}" for column, key in zip(self.columns, self.keys, strict=True)
        )

    def missing(self) -> str:
        """Return the condition that a new row `n` refers to nothing."""
        return f"NOT EXISTS (SELECT FROM {self.table} o WHERE {self.match('n', 'o')})"


class SetReferences(SqlOperation):
    """Check the references of a table once per statement, over all its rows, from both sides; keys never change.

    Parents are not locked: PROTECT and the trigger on their own deletion keep them. What remains is one that is
    deleted by a transaction that began before the insert and ends after it; nothing in Meldpunt deletes them.
    """

    def __init__(self, table: str, *parents: Parent) -> None:
        self.table, self.parents = table, parents
        self.short = table.removeprefix("meldpunt_")

    def _name(self, parent: Parent) -> str:
        return f"{self.short}_{parent.columns[0]}_bestaat"

    def _function(self, name: str, body: str) -> str:
        return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"

    def _raise(self, table: str, text: str, parent: Parent) -> str:
        return (
            f"RAISE foreign_key_violation USING MESSAGE = '{text}', TABLE = '{table}', "
            f"CONSTRAINT = '{self._name(parent)}';"
        )

    def _refuse(self, rows: str, parent: Parent) -> str:
        text = f"{self.table}: {', '.join(parent.columns)} not in {parent.table}"
        return (
            f"IF EXISTS (SELECT FROM {rows} n WHERE {parent.missing()}) THEN "
            f"{self._raise(self.table, text, parent)} END IF;"
        )

    def _born(self) -> str:
        """Return the check of new rows: one look at the few parents together, one at each of the many."""
        few = [parent for parent in self.parents if parent.few]
        checks = [self._refuse("nieuw", parent) for parent in self.parents if not parent.few]
        if few:
            columns = ", ".join(column for parent in few for column in parent.columns)
            rows = f"(SELECT DISTINCT {columns} FROM nieuw)"
            missing = " OR ".join(parent.missing() for parent in few)
            named = " ".join(self._refuse(rows, parent) for parent in few)
            checks.insert(0, f"IF EXISTS (SELECT FROM {rows} n WHERE {missing}) THEN {named} END IF;")
        return " ".join(checks)

    def forward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Create the functions and triggers."""
        return [
            self._function(f"{self.short}_verwijst", self._born()),
            f"CREATE TRIGGER {self.short}_verwijst AFTER INSERT ON {self.table} REFERENCING NEW TABLE AS nieuw "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.short}_verwijst()",
            *(statement for parent in self.parents for statement in self._guards(parent)),
        ]

    def _guards(self, parent: Parent) -> list[str]:
        name = self._name(parent)
        gone = (
            f"IF EXISTS (SELECT FROM oud o WHERE EXISTS "
            f"(SELECT FROM {self.table} n WHERE {parent.match('n', 'o')})) THEN "
            f"{self._raise(parent.table, f'{parent.table}: still referenced by {self.table}', parent)} END IF;"
        )
        columns = ", ".join(parent.columns)
        fixed = self._raise(self.table, f"{self.table}: {columns} never change", parent)
        return [
            self._function(f"{name}_weg", gone),
            self._function(f"{name}_vast", fixed),
            f"CREATE TRIGGER {name}_weg AFTER DELETE ON {parent.table} REFERENCING OLD TABLE AS oud "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_weg()",
            f"CREATE TRIGGER {name}_vast BEFORE UPDATE OF {columns} ON {self.table} FOR EACH ROW "
            f"WHEN (({', '.join(f'OLD.{c}' for c in parent.columns)}) IS DISTINCT FROM "
            f"({', '.join(f'NEW.{c}' for c in parent.columns)})) EXECUTE FUNCTION {name}_vast()",
        ]

    def backward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Drop them."""
        guards = [f"{self._name(parent)}_{part}" for parent in self.parents for part in ("weg", "vast")]
        return [f"DROP FUNCTION {name}() CASCADE" for name in (f"{self.short}_verwijst", *guards)]


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
