"""Dump a database and restore one, as a stream of blocks; the programs are those of the server's own version."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from meldpunt.database.fouten import DatabaseFout
from meldpunt.database.programma import find_programma

BLOK: Final = 1 << 20


def dump_database(address: str) -> Iterator[bytes]:
    """Yield the dump of a database in blocks. Raises DatabaseFout when it does not end well."""
    place, env = hide_password(address)
    command = [_program("pg_dump"), "--format=custom", "--no-owner", f"--dbname={place}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env) as dump:  # noqa: S603 - a program of our own
        if dump.stdout is None:
            raise DatabaseFout("kopie_mislukt", "De kopie kon niet worden gelezen.")
        while block := dump.stdout.read(BLOK):
            yield block
    if dump.returncode != 0:
        raise DatabaseFout("kopie_mislukt", "De database kon niet worden gekopieerd.")


def restore_database(address: str, blocks: Iterable[bytes]) -> None:
    """Put a dump into an empty database, all or nothing. Raises DatabaseFout."""
    place, env = hide_password(address)
    command = [
        _program("pg_restore"), "--no-owner", "--single-transaction", f"--dbname={place}",
    ]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=env) as restore:  # noqa: S603 - a program of our own
        if restore.stdin is not None:
            try:
                for block in blocks:
                    restore.stdin.write(block)
                restore.stdin.close()
            except BrokenPipeError:
                pass
    if restore.returncode != 0:
        raise DatabaseFout("terugzetten_mislukt", "De kopie kon niet worden teruggezet.")


def is_empty_database(address: str) -> bool:
    """Say whether a database has no tables at all."""
    query = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    place, env = hide_password(address)
    done = subprocess.run(  # noqa: S603 - a program of our own
        [_program("psql"), "--no-psqlrc", "--tuples-only", "--no-align", "--command", query, place],
        capture_output=True, text=True, check=False, env=env,
    )  # fmt: skip
    if done.returncode != 0:
        raise DatabaseFout("database_weg", "De database antwoordt niet. Controleer het adres.")
    return done.stdout.strip() == "0"


def hide_password(address: str) -> tuple[str, dict[str, str]]:
    """Return the address without its password, and the environment that has it: a list of processes shows the rest."""
    parts = {key: str(value) for key, value in conninfo_to_dict(address).items() if value is not None}
    password = parts.pop("password", None)
    hidden = {"PGPASSWORD": password} if password is not None else {}
    return make_conninfo(**parts), {**os.environ, **hidden}


def _program(naam: str) -> str:
    """Find the program of the server's own version; with a server of the organisation's, that on the machine."""
    own: Path | None
    try:
        own = find_programma().path_of(naam)
    except DatabaseFout:
        own = None
    found = str(own) if own and own.exists() else shutil.which(naam)
    if not found:
        raise DatabaseFout("programma_weg", f"Het programma {naam} is er niet. Installeer postgresql-client.")
    return found
