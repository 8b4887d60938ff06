"""Lines for the tests of the chain, each written and committed as an act does."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection, transaction
from tests.factories import NU, make_actor

from meldpunt.audit.actions import record
from meldpunt.audit.keten import VAST


def write_regels(count: int = 1, *, gemeente: str = "0392", handeling: str = "zaak_ingezien") -> list[str]:
    """Write lines in one transaction each; return the keys of their zaken in order."""
    zaken = [str(uuid4()) for _ in range(count)]
    for zaak in zaken:
        with transaction.atomic():
            record(
                handeling,
                objectsoort="zaak",
                object=zaak,
                gemeente=gemeente,
                door=make_actor(gebruiker=uuid4()),
                now=NU,
                waarden={"één": [1, None, "ü"], "aantal": 3},
            )
    return zaken


def as_superuser(*statements: str) -> None:
    """Do what only somebody who owns the tables can: past every trigger."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in VAST:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount, statement
        for table in VAST:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_leeg")


def empty_log() -> None:
    """Begin a new log, as for another database."""
    tables = ", ".join(VAST)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")
