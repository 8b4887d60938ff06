"""A database server for the tests that ask for one; the others start nothing."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoDbBlocker

from meldpunt.database import throwaway_addresses
from meldpunt.database.rollen import EIGENAAR, WERKROLLEN

# Everything that holds rows, with what refers to it; by its size, which hides from nobody. Not the workers: one that
# runs beside the tests keeps its row; nor the keys, which the processes beside the tests go on using for a while.
LEEGMAKEN = """
DO $$
DECLARE gevuld text; wacht record;
BEGIN
  -- The log refuses to be emptied; who opened it for the demo world closed it again.
  FOR wacht IN SELECT tgrelid::regclass AS tabel, tgname FROM pg_trigger
    WHERE tgname LIKE 'meldpunt_log%' AND tgname LIKE '%leeg' AND tgenabled <> 'D' LOOP
    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', wacht.tabel, wacht.tgname);
  END LOOP;
  SELECT string_agg(c.oid::regclass::text, ', ') INTO gevuld FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND pg_relation_size(c.oid) > 0
    AND c.relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission', 'procrastinate_workers',
      'meldpunt_sleutel');
  IF gevuld <> '' THEN EXECUTE format('TRUNCATE %s CASCADE', gevuld); END IF;
END $$
"""
# First what takes longest and cannot be divided, so that no worker sits alone with it at the end.
# The journeys stay together: they share one site, which stops after the last.
LANGSTE = ("tests/journeys/test_toegankelijkheid.py", "tests/journeys/", "tests/demo/test_wereld.py")
# What takes more than half of the time: `make test-lang` runs it, and so does the build.
LANG = (
    "tests/journeys/", "tests/security/", "tests/demo/", "tests/fuzz/", "tests/opzet/", "tests/database/",
    "tests/inzicht/test_orakel.py",
)  # fmt: skip


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark the long forms by their folder, and put the longest files first; within a file the order stays."""
    for item in items:
        if item.nodeid.startswith(LANG):
            item.add_marker("lang")

    def place_of(item: pytest.Item) -> int:
        return next((n for n, name in enumerate(LANGSTE) if item.nodeid.startswith(name)), len(LANGSTE))

    # Other plugins sort too, so this comes after all of them.
    yield
    items.sort(key=place_of)


@pytest.fixture(scope="session", autouse=True)
def empty_only_what_was_filled() -> Iterator[None]:
    """Empty the tables after a test that committed in one statement.

    Django empties all of them, and then writes the kinds of content and permissions anew: half a second each time.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    from meldpunt.toegang.sleutelbos import forget_keys

    def empty(_self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute(LEEGMAKEN)
        # The keys went too; a file sealed with one of them would be closed to every other process.
        forget_keys()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(autouse=True)
def tries_count_from_the_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the stretch in which tries are counted begin with the test: on the clock it may end halfway."""
    if not request.node.nodeid.startswith(("tests/web/", "tests/security/", "tests/api/")):
        return
    from meldpunt.toegang import tellers

    began = datetime.now(UTC) - timedelta(seconds=1)
    monkeypatch.setattr(
        tellers, "_begin_of", lambda grens, now: began + (now - began) // grens.venster * grens.venster
    )


@pytest.fixture(scope="session")
def databaserollen() -> Iterator[dict[str, str]]:
    """Give the address of a server by role: the one the environment names, else a throw-away cluster."""
    if named := os.environ.get("MELDPUNT_TEST_DATABASE_URL"):
        roles = {rol: os.environ.get(f"MELDPUNT_TEST_DATABASE_URL_{rol[9:].upper()}") for rol in WERKROLLEN}
        yield {EIGENAAR: named, **{rol: address for rol, address in roles.items() if address}}
    else:
        with throwaway_addresses() as addresses:
            yield addresses


@pytest.fixture(scope="session")
def databaseserver(databaserollen: dict[str, str]) -> str:
    """Give the address of the server for the owner of the tables."""
    return databaserollen[EIGENAAR]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    databaseserver: str, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Point Django at that server before pytest-django makes its test database there."""
    from django.db import connections

    from meldpunt.settings.verbinding import read_address

    settings = connections["default"].settings_dict
    settings.update({**read_address(databaseserver), "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False})


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let a test database be emptied between tests: the log refuses that everywhere else."""
    from django.db import connection

    from meldpunt.audit.keten import VAST

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in VAST:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_leeg")
