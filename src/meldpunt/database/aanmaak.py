"""The files of a cluster: made by initdb, configured, and checked before a start."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from meldpunt.database.fouten import DatabaseFout
from meldpunt.database.plek import make_private_folder
from meldpunt.database.programma import Programma
from meldpunt.database.uitvoering import Account, run_program

INIT_LIMIT = 120


@dataclass(frozen=True)
class Opdracht:
    """What initdb needs to know."""

    programma: Programma
    account: Account
    wachtwoord: str
    # A throw-away cluster is not written through to the disk.
    bewaren: bool = True


def ensure_files(place: Path, opdracht: Opdracht) -> None:
    """Make the files of the cluster if they are not there; refuse those of another major version."""
    version = place / "data" / "PG_VERSION"
    if not version.exists():
        _init_files(place, opdracht)
    elif (found := version.read_text().strip()) != str(opdracht.programma.versie):
        raise DatabaseFout(
            "andere_versie",
            f"De database in {place / 'data'} is gemaakt met PostgreSQL {found}, maar deze installatie heeft "
            f"versie {opdracht.programma.versie}. Maak met de oude versie een reservekopie "
            f"(pg_dump), verplaats de map en lees de kopie hier in. "
            f"(This data directory needs PostgreSQL {found}.)",
        )


def choose_host(folder: Path) -> tuple[str, int]:
    """Return where the server listens: a socket in this folder, or one TCP port without sockets."""
    if sys.platform != "win32":
        return str(folder), 5432
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return "127.0.0.1", int(free.getsockname()[1])


def listen_settings(host: str, port: int) -> dict[str, str]:
    """Return the settings that make the server listen there and nowhere else."""
    if host.startswith("/"):
        return {"listen_addresses": "", "unix_socket_directories": host, "port": str(port)}
    return {"listen_addresses": host, "unix_socket_directories": "", "port": str(port)}


def drop_stale_pid(place: Path) -> None:
    """Remove the pid file of a dead server whose number now belongs to something else.

    After a container's restart the numbers start again, and PostgreSQL would take a stranger for itself.
    """
    pid_file = place / "data" / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return
    if b"postgres" not in command:
        pid_file.unlink(missing_ok=True)


def last_line(log: Path) -> str:
    """Return the last line of the log; empty when there is none."""
    try:
        lines = log.read_text(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1] if lines else ""


def _init_files(place: Path, opdracht: Opdracht) -> None:
    # Made aside and renamed: whatever is called `data` is whole.
    fresh = place / "data.nieuw"
    shutil.rmtree(fresh, ignore_errors=True)
    make_private_folder(fresh, opdracht.account)
    try:
        done = run_program(
            _initdb(fresh, place / "wachtwoord", opdracht),
            account=opdracht.account,
            folder=place,
            timeout=INIT_LIMIT,
        )
    finally:
        (place / "wachtwoord").unlink(missing_ok=True)
    if done.returncode != 0:
        said = done.stdout.decode(errors="replace").strip()
        raise DatabaseFout(
            "aanmaken_mislukt", f"De database in {place} kan niet worden gemaakt. PostgreSQL zegt: {said}"
        )
    fresh.rename(place / "data")


def _initdb(fresh: Path, password_file: Path, opdracht: Opdracht) -> list[str | Path]:
    password_file.unlink(missing_ok=True)
    with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(opdracht.wachtwoord)
    opdracht.account.own(password_file)
    return [
        opdracht.programma.path_of("initdb"),
        "-D",
        fresh,
        "--username=postgres",
        "--auth=scram-sha-256",
        f"--pwfile={password_file}",
        "--encoding=UTF8",
        "--data-checksums",
        "--no-instructions",
        *([] if opdracht.bewaren else ["--no-sync"]),
        *_locale(opdracht.programma.versie),
    ]


def _locale(versie: int) -> list[str]:
    # Built in from 17 on: sorts the same on every machine and after every upgrade of the system.
    if versie >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]
