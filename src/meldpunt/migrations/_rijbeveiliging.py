"""The migration operation that writes the registry of row security into the database: policies and grants.

It writes the registry as it is now and takes away whatever stood there before, so that running it again after a
change of the registry (`RenewRowSecurity`) is all that a later migration has to do. A table that does not exist yet
is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from meldpunt.migrations._gemeentesleutels import SqlOperation
from meldpunt.toegang.rijbeveiliging import TABELLEN
from meldpunt.toegang.rijblokken import FUNCTIES, Blok
from meldpunt.toegang.rijrecht import Recht, Rijregel

WEB: Final = ("meldpunt_web", "meldpunt_api")
WERKER: Final = "meldpunt_werker"
LADEN: Final = "meldpunt_laden"
ROLLEN: Final = (*WEB, WERKER, LADEN)
IEDER: Final = ", ".join((*WEB, WERKER))
# Letter of the registry -> name of the policy and command.
OPDRACHTEN: Final = {
    "l": ("lezen", "SELECT"),
    "v": ("toevoegen", "INSERT"),
    "w": ("wijzigen", "UPDATE"),
    "x": ("verwijderen", "DELETE"),
}
SOORT: Final = "current_setting('meldpunt.soort', true)"
DOEL: Final = "current_setting('meldpunt.doel', true)"
IS_SYSTEEM: Final = f"(SELECT {SOORT}) = 'systeem'"
NEED_ROLLEN: Final = f"""
DO $$ BEGIN
  IF (SELECT count(*) FROM pg_roles WHERE rolname IN ({', '.join(f"'{rol}'" for rol in ROLLEN)})) < {len(ROLLEN)} THEN
    RAISE EXCEPTION 'De rollen {', '.join(ROLLEN)} zijn er niet. Maak ze eerst; zie '
      'docs/how-to/use-another-postgresql.md. [rollen_ontbreken]';
  END IF;
END $$
"""
DROP_POLICIES: Final = """
DO $$ DECLARE p record; BEGIN
  FOR p IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP POLICY %I ON %I', p.policyname, p.tablename);
  END LOOP;
END $$
"""
REVOKE: Final = f"""
DO $$ DECLARE rol text; BEGIN
  FOR rol IN SELECT rolname FROM pg_roles
    WHERE rolname IN ({', '.join(f"'{rol}'" for rol in (*ROLLEN, 'meldpunt_app'))}) LOOP
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %I', current_schema(), rol);
    EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM %I', current_schema(), rol);
  END LOOP;
END $$
"""


class RowSecurity(SqlOperation):
    """Write the registry: row security on every table, its policies, and the grants of the roles."""

    # Creating a policy needs no lock that outlives it, and a table half protected is one not protected.
    atomic = True

    def forward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Drop what stood there and write what the registry says."""
        existing = _list_tables(schema_editor)
        statements = [NEED_ROLLEN, *FUNCTIES.values(), DROP_POLICIES, REVOKE]
        for tabel in sorted(existing):
            statements.append(f"ALTER TABLE {tabel} ENABLE ROW LEVEL SECURITY")
            if tabel in TABELLEN:
                statements += [*list_policies(tabel, TABELLEN[tabel]), *list_grants(tabel, TABELLEN[tabel])]
        return [*statements, *_grant_sequences()]

    def backward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Take everything away again."""
        return [
            DROP_POLICIES,
            REVOKE,
            *(f"ALTER TABLE {t} DISABLE ROW LEVEL SECURITY" for t in sorted(_list_tables(schema_editor))),
            *(f"DROP FUNCTION IF EXISTS {naam}" for naam in FUNCTIES),
        ]


class RenewRowSecurity(RowSecurity):
    """Write the registry again after it changed; going back leaves the tables protected as they are."""

    def backward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Write it once more: only the first of these operations takes row security away."""
        return self.forward(schema_editor, state)


def list_policies(tabel: str, regel: Rijregel) -> Iterator[str]:
    """Return the statements that create the policies of one table."""
    for letter, (naam, opdracht) in OPDRACHTEN.items():
        condition = condition_of(tabel, regel, letter)
        if condition:
            yield f"CREATE POLICY {naam} ON {tabel} FOR {opdracht} TO {IEDER} {_clauses(opdracht, condition)}"
        if letter in regel.systeem:
            whole = "TRUE" if regel.zonder_context else IS_SYSTEEM
            yield f"CREATE POLICY {naam}_systeem ON {tabel} FOR {opdracht} TO {WERKER} {_clauses(opdracht, whole)}"


def condition_of(tabel: str, regel: Rijregel, letter: str) -> str:
    """Return the condition under which a row may be read, added, changed or deleted; '' when nobody may."""
    per_condition: dict[str, list[str]] = {}
    for soort, recht in regel.rechten.items():
        if letter in recht.mag:
            per_condition.setdefault(_block_of(recht, letter).on(tabel), []).append(soort)
    if not per_condition:
        return ""
    # One sub-select says which condition holds: each of them costs the planner as much as a small table.
    whens = [
        f"WHEN {_in_soorten(soorten)} THEN {number}" for number, soorten in enumerate(per_condition.values())
    ]
    if regel.over_inwoners:
        whens.insert(0, f"WHEN coalesce({DOEL}, '') = '' THEN NULL")
    conditions = " ".join(f"WHEN {number} THEN {condition}" for number, condition in enumerate(per_condition))
    return f"CASE (SELECT CASE {' '.join(whens)} END) {conditions} ELSE FALSE END"


def _in_soorten(soorten: list[str]) -> str:
    return f"{SOORT} IN ({', '.join(repr(soort) for soort in soorten)})"


def list_grants(tabel: str, regel: Rijregel) -> Iterator[str]:
    """Return the statements that grant each role what some kind of context may do with the table."""
    letters = {letter for recht in regel.rechten.values() for letter in recht.mag}
    for rollen, may in ((", ".join(WEB), letters), (WERKER, letters | set(regel.systeem))):
        for letter in (letter for letter in OPDRACHTEN if letter in may):
            hidden = regel.verborgen if letter == "l" and rollen != WERKER else ()
            yield _grant(tabel, OPDRACHTEN[letter][1], rollen, hidden)
    if "v" in regel.systeem and not regel.zonder_context:
        yield f"GRANT INSERT ON {tabel} TO {LADEN}"


def _block_of(recht: Recht, letter: str) -> Blok:
    return recht.blok if letter == "l" or recht.schrijf is None else recht.schrijf


def _clauses(opdracht: str, condition: str) -> str:
    using, check = f"USING ({condition})", f"WITH CHECK ({condition})"
    return {"INSERT": check, "UPDATE": f"{using} {check}"}.get(opdracht, using)


def _grant(tabel: str, opdracht: str, rollen: str, hidden: tuple[str, ...]) -> str:
    if not hidden:
        return f"GRANT {opdracht} ON {tabel} TO {rollen}"
    names = ", ".join(repr(name) for name in hidden)
    return f"""
DO $$ BEGIN
  EXECUTE (SELECT format('GRANT {opdracht} (%s) ON {tabel} TO {rollen}', string_agg(quote_ident(attname), ', '))
    FROM pg_attribute WHERE attrelid = '{tabel}'::regclass AND attnum > 0 AND NOT attisdropped
    AND attname NOT IN ({names}));
END $$
"""


def _grant_sequences() -> list[str]:
    return [
        f"""
DO $$ DECLARE s record; BEGIN
  FOR s IN SELECT c.oid::regclass AS reeks, d.refobjid::regclass AS tabel FROM pg_class c
    JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass
    WHERE c.relkind = 'S' AND c.relnamespace = current_schema()::regnamespace LOOP
    IF has_table_privilege('{rol}', s.tabel, 'INSERT') THEN
      EXECUTE format('GRANT USAGE ON SEQUENCE %s TO {rol}', s.reeks);
    END IF;
  END LOOP;
END $$
"""
        for rol in (*WEB, WERKER)
    ]


def _list_tables(schema_editor: BaseDatabaseSchemaEditor) -> set[str]:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return {row[0] for row in cursor.fetchall()}


class TriggersAsOwner(SqlOperation):
    """Let the triggers that check references look with the eyes of the owner: a parent may be out of sight."""

    def forward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Make them SECURITY DEFINER, with a search path that nobody can put something before."""
        return [self._alter("SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp")]

    def backward(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[str]:
        """Make them look with the eyes of who writes again."""
        return [self._alter("SECURITY INVOKER RESET search_path")]

    def _alter(self, change: str) -> str:
        return f"""
DO $$ DECLARE f record; BEGIN
  FOR f IN SELECT p.oid::regprocedure AS naam FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND p.prorettype = 'trigger'::regtype
    AND (p.proname LIKE '%\\_verwijst' OR p.proname LIKE '%\\_weg') LOOP
    EXECUTE format('ALTER FUNCTION %s {change}', f.naam);
  END LOOP;
END $$
"""
