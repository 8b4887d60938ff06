"""The database alone: raw SQL on every table as every kind of person, with no policy of the program in between.

What may be seen is worked out here from the world (whose zaak, whose signaal, whose municipality), not from the
conditions of the registry; the registry only says which kind of context reaches which table.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django.plugin import DjangoDbBlocker
from tests.security.wereld import Persoon, Wereld, make_wereld

from meldpunt.migrations._rijbeveiliging import OPDRACHTEN
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import INWONER
from meldpunt.toegang.rijbeveiliging import EIGENAAR_ALLEEN, TABELLEN
from meldpunt.toegang.rijcontext import acting, answering, narrow_to_zaak, signing_in
from meldpunt.toegang.rijrecht import IEDEREEN

pytestmark = pytest.mark.django_db
OVER_INWONERS = sorted(tabel for tabel, regel in TABELLEN.items() if regel.over_inwoners)
# A row that somebody made for themselves has no owner but its maker.
VAN_DE_MEDEWERKER = {"meldpunt_stapelopdracht", "meldpunt_stapelregel", "meldpunt_rondebezoek"}


@pytest.fixture(scope="module", autouse=True)
def wereld(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Wereld]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_wereld()
        transaction.set_rollback(True)


def ask(statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


def list_rows(tabel: str) -> list[dict[str, Any]]:
    return [json.loads(row) for (row,) in ask(f"SELECT to_jsonb(t)::text FROM {tabel} t")]


def try_rows(tabel: str) -> list[dict[str, Any]] | None:
    """Return the rows that show, or None when the role has no right to the table at all."""
    try:
        with transaction.atomic():
            return list_rows(tabel)
    except DatabaseError:
        return None


@contextmanager
def as_person(persoon: Persoon) -> Iterator[None]:
    with acting(persoon.actor, doel="de test van de matrix"):
        yield


def is_own(wereld: Wereld, persoon: Persoon, tabel: str, row: Mapping[str, Any]) -> bool:
    """Say whether a row about residents belongs to what this person works on."""
    signaal = _uuid(row.get("signaal_id")) or (
        _uuid(row.get("id")) if tabel in {"meldpunt_signaal", "meldpunt_signaalpersoon"} else None
    )
    if persoon.actor.rol == "partner":
        levering = _uuid(row.get("aanlevering_id"))
        owner = wereld.signalen[signaal][0] if signaal else levering and wereld.leveringen[levering]
        return owner == persoon.actor.partner
    if tabel in VAN_DE_MEDEWERKER:
        if tabel == "meldpunt_stapelregel" and persoon.actor.rol == "privacy":
            return row["gemeente"] in persoon.gemeenten
        maker = row.get("gebruiker_id") or wereld.opdracht_van.get(UUID(str(row.get("opdracht_id"))))
        return _uuid(maker) == persoon.gebruiker.id
    zaak = _uuid(row.get("zaak_id")) or (_uuid(row["id"]) if tabel == "meldpunt_zaak" else None)
    zaak = zaak or (wereld.signalen[signaal][1] if signaal in wereld.signalen else None)
    if zaak is not None:
        return zaak in persoon.zaken
    return bool({row.get("gemeente"), row.get("van_gemeente_id")} & persoon.gemeenten)


def _uuid(value: Any) -> UUID | None:
    return UUID(str(value)) if value else None


def test_every_table_has_a_line_and_is_secured() -> None:
    found = dict(
        ask(
            "SELECT relname, relrowsecurity FROM pg_class "
            "WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"
        )
    )
    assert set(found) - set(TABELLEN) == set(), "give each new table a line in toegang/rijbeveiliging.py"
    assert [tabel for tabel, secured in found.items() if not secured] == []


def test_the_world_has_rows_in_every_table_about_residents() -> None:
    assert [tabel for tabel in OVER_INWONERS if not list_rows(tabel)] == []


def test_no_role_that_serves_owns_anything_or_passes_by() -> None:
    rows = ask(
        "SELECT rolname FROM pg_roles r WHERE rolname IN ('meldpunt_web', 'meldpunt_api', 'meldpunt_werker') AND "
        "(rolsuper OR rolbypassrls OR rolcreaterole OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid))"
    )
    assert rows == []


@pytest.mark.parametrize("tabel", sorted(TABELLEN))
def test_without_a_context_no_row_shows(tabel: str) -> None:
    if TABELLEN[tabel].zonder_context:
        pytest.skip("the queue has no rows about anybody; its policies are in the next tests")
    for rol in ("meldpunt_web", "meldpunt_api", "meldpunt_werker"):
        with transaction.atomic():
            ask(f"SELECT set_config('role', '{rol}', true)")
            assert not try_rows(tabel), rol
            ask("SELECT set_config('role', 'none', true)")


@pytest.mark.parametrize("tabel", OVER_INWONERS)
def test_without_a_purpose_no_row_about_residents_shows(wereld: Wereld, tabel: str) -> None:
    for persoon in wereld.personen.values():
        with acting(persoon.actor):
            assert not try_rows(tabel), persoon.naam


@pytest.mark.parametrize("tabel", OVER_INWONERS)
def test_nobody_reads_a_row_that_is_not_theirs(wereld: Wereld, tabel: str) -> None:
    seen_by: dict[str, int] = {}
    for persoon in wereld.personen.values():
        with as_person(persoon):
            rows = try_rows(tabel)
        strange = [row for row in rows or [] if not is_own(wereld, persoon, tabel, row)]
        assert not strange, f"{persoon.naam} reads {len(strange)} rows of {tabel} that belong to others"
        seen_by[persoon.actor.rol] = seen_by.get(persoon.actor.rol, 0) + len(rows or [])
    for rol, count in seen_by.items():
        recht = TABELLEN[tabel].rechten.get(rol)
        assert bool(count) == bool(recht and "l" in recht.mag), f"{rol} reads {count} rows of {tabel}"


@pytest.mark.parametrize("tabel", OVER_INWONERS)
def test_nobody_changes_or_deletes_a_row_that_is_not_theirs(wereld: Wereld, tabel: str) -> None:
    every = list_rows(tabel)
    for persoon in wereld.personen.values():
        own = sum(is_own(wereld, persoon, tabel, row) for row in every)
        column = "gemeente" if "gemeente" in every[0] else "gemaakt_op"
        for statement in (f"UPDATE {tabel} SET {column} = {column}", f"DELETE FROM {tabel}"):
            assert (touch(persoon, statement) or 0) <= own, f"{persoon.naam}: {statement}"


def touch(persoon: Persoon, statement: str) -> int | None:
    """Return how many rows a statement touches, or None when it is refused; nothing of it stays."""
    try:
        with transaction.atomic(), as_person(persoon), connection.cursor() as cursor:
            cursor.execute(statement)
            count = cursor.rowcount
            transaction.set_rollback(True)
            return count
    except DatabaseError:
        return None


@pytest.mark.parametrize("tabel", OVER_INWONERS)
def test_nobody_adds_a_row_where_others_work(wereld: Wereld, tabel: str) -> None:
    every = list_rows(tabel)
    for persoon in wereld.personen.values():
        strange = next((row for row in every if not is_own(wereld, persoon, tabel, row)), None)
        if strange is None:
            continue
        with pytest.raises(DatabaseError) as refused, transaction.atomic(), as_person(persoon):
            ask(
                f"INSERT INTO {tabel} SELECT * FROM jsonb_populate_record(NULL::{tabel}, %s)",
                [_json(strange)],
            )
        said = str(refused.value)
        assert "row-level security" in said or "permission denied" in said, f"{persoon.naam}: {said}"


def _json(row: Mapping[str, Any]) -> Any:
    from psycopg.types.json import Jsonb

    return Jsonb(dict(row))


@pytest.mark.parametrize("tabel", OVER_INWONERS)
def test_a_resident_reaches_the_one_zaak_of_the_code(wereld: Wereld, tabel: str) -> None:
    own = wereld.zaken["eigen"].id
    with answering():
        if tabel != "meldpunt_antwoordcode":
            assert not try_rows(tabel)
        with narrow_to_zaak(own):
            rows = try_rows(tabel)
    recht = TABELLEN[tabel].rechten.get("inwoner")
    if recht is None:
        assert not rows
    elif tabel != "meldpunt_antwoordcode":
        assert rows
        assert {_uuid(row.get("zaak_id") or row["id"]) for row in rows} == {own}


@pytest.mark.parametrize("tabel", sorted(TABELLEN))
def test_who_signs_in_reaches_accounts_and_names_only(tabel: str) -> None:
    with signing_in():
        rows = try_rows(tabel)
    if "aanmelden" not in TABELLEN[tabel].rechten:
        assert not rows
    assert not (rows and tabel in OVER_INWONERS)


def test_the_site_never_becomes_the_system() -> None:
    """Claiming to be the system helps only who has the role of the worker."""
    system = system_actor(herkomst="test")
    with signing_in(), acting(system, doel="doen alsof"):
        for tabel in OVER_INWONERS:
            assert not try_rows(tabel), tabel
    with acting(system, doel="het werk van de klok"):
        for tabel in OVER_INWONERS:
            assert try_rows(tabel), tabel


def test_nobody_but_the_owner_changes_the_log(wereld: Wereld) -> None:
    contexts: list[Callable[[], AbstractContextManager[None]]] = [
        *(partial(as_person, persoon) for persoon in wereld.personen.values()),
        signing_in,
        answering,
        lambda: acting(system_actor(herkomst="test"), doel="test"),
    ]
    for context in contexts:
        for statement in (
            "UPDATE meldpunt_logregel SET resultaat = 'anders'",
            "DELETE FROM meldpunt_logregel",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), context():
                ask(statement)


def test_it_leaves_nothing_behind_on_the_connection(wereld: Wereld) -> None:
    with as_person(wereld.personen["behandelaar"]):
        assert list_rows("meldpunt_zaak")
    [(soort, zaken)] = ask("SELECT current_setting('meldpunt.soort', true), current_setting('role')")
    assert (soort, zaken) == ("", "none")


def test_a_savepoint_that_rolls_back_takes_no_context_with_it(wereld: Wereld) -> None:
    with as_person(wereld.personen["partner_pwn"]):
        before = len(list_rows("meldpunt_signaal"))
        with pytest.raises(DatabaseError), transaction.atomic(), as_person(wereld.personen["behandelaar"]):
            ask("SELECT 1 / (count(*) - count(*)) FROM meldpunt_zaak")
        assert len(list_rows("meldpunt_signaal")) == before
        assert not try_rows("meldpunt_zaak")


def test_the_policies_in_the_database_are_those_of_the_registry() -> None:
    expected = {
        (tabel, f"{naam}{suffix}")
        for tabel, regel in TABELLEN.items()
        for letter, (naam, _) in OPDRACHTEN.items()
        for suffix, there in (
            ("", any(letter in recht.mag for recht in regel.rechten.values())),
            ("_systeem", letter in regel.systeem),
        )
        if there
    }
    found = set(ask("SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema()"))
    existing = {
        tabel for (tabel,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    }
    assert found == {(tabel, naam) for tabel, naam in expected if tabel in existing}


def test_every_line_of_the_registry_is_about_a_table_and_a_known_kind() -> None:
    existing = {
        tabel for (tabel,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    }
    assert set(TABELLEN) - existing == set()
    assert {soort for regel in TABELLEN.values() for soort in regel.rechten} <= set(IEDEREEN)
    assert all(not TABELLEN[tabel].rechten for tabel in EIGENAAR_ALLEEN)
    assert INWONER in IEDEREEN
