"""One embedded PostgreSQL: made once, started when needed, stopped when the last user is gone."""

from __future__ import annotations

import os
import shlex
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from urllib.parse import quote

import psycopg

from meldpunt.database import aanmaak, inrichting
from meldpunt.database.fouten import DatabaseFout
from meldpunt.database.plek import (
    Geheugen,
    choose_socket_folder,
    make_folder,
    make_private_folder,
    new_geheugen,
    new_wachtwoorden,
    read_geheugen,
)
from meldpunt.database.programma import Programma, copy_programma, find_programma, is_reachable
from meldpunt.database.rollen import BAAS, DATABASE, EIGENAAR, prepare_rollen
from meldpunt.database.slot import hold, try_hold
from meldpunt.database.uitvoering import find_account, run_program

# Recovery after a kill has to read back up to max_wal_size.
START_LIMIT = 120
STOP_LIMIT = 60
LOG_LIMIT = 5 * inrichting.MB


class Stand(Enum):
    """What the cluster is doing now."""

    GEEN = "er is nog geen database"
    UIT = "de database staat uit"
    AAN = "de database draait"


class Cluster:
    """The cluster that belongs to one folder."""

    def __init__(
        self, map: Path, *, programma: Programma | None = None, extra: Mapping[str, str] | None = None
    ) -> None:
        self.map = map.resolve()
        self._programma = programma
        self._extra = extra or {}
        self._account = find_account()

    def ensure_running(self) -> str:
        """Start the server if it is off and return its address; it runs on until `stop`."""
        self._make_map()
        with hold(self._start_slot):
            geheugen = self._start()
            (self.map / "blijft").touch()
        return address_of(geheugen)

    @contextmanager
    def in_use(self) -> Iterator[str]:
        """Hold the server running and give its address; the last user to leave stops it."""
        self._make_map()
        with hold(self.map / "gebruik.slot", shared=True):
            with hold(self._start_slot):
                geheugen = self._start()
            yield address_of(geheugen)
        with hold(self._start_slot), try_hold(self.map / "gebruik.slot") as last:
            if last and not (self.map / "blijft").exists():
                self._stop(geheugen)

    def restart_if_killed(self) -> bool:
        """Start the server again when its process is gone without having stopped; say whether it was."""
        geheugen = self._read()
        if geheugen is None or not _was_killed(Path(geheugen.plek) / "data" / "postmaster.pid"):
            return False
        with hold(self._start_slot):
            self._start()
        return True

    def stop(self) -> None:
        """Stop the server; work that is under way is rolled back."""
        geheugen = self._read()
        if geheugen is None:
            return
        with hold(self._start_slot):
            (self.map / "blijft").unlink(missing_ok=True)
            self._stop(geheugen)

    def status(self) -> Stand:
        """Say whether the server runs."""
        geheugen = self._read()
        if geheugen is None:
            return Stand.GEEN
        return Stand.AAN if geheugen.klaar and answers(geheugen) else Stand.UIT

    def find_address(self, *, rol: str = EIGENAAR) -> str | None:
        """Return the address of the cluster for a role, running or not; None before the first start."""
        geheugen = self._read()
        return address_of(geheugen, rol=rol) if geheugen and geheugen.klaar else None

    def programma(self) -> Programma:
        """Return the installation that this cluster runs on."""
        self._programma = self._programma or find_programma()
        return self._programma

    @property
    def _passable(self) -> int:
        # Root's server runs under another account, which must be able to pass through.
        return 0o700 if self._account.uid is None else 0o711

    @property
    def _start_slot(self) -> Path:
        return self.map / "start.slot"

    @property
    def _geheugen(self) -> Path:
        return self.map / "cluster.json"

    def _read(self) -> Geheugen | None:
        return read_geheugen(self._geheugen)

    def _make_map(self) -> None:
        make_folder(self.map, mode=self._passable)

    def _start(self) -> Geheugen:
        geheugen = self._read() or new_geheugen(self.map, self._account)
        if geheugen.klaar and answers(geheugen):
            self._prepare(geheugen)
            return geheugen
        place = Path(geheugen.plek)
        make_folder(place, mode=self._passable)
        make_private_folder(place / "log", self._account)
        socket = choose_socket_folder(place, self._account)
        make_private_folder(socket, self._account)
        geheugen.host, geheugen.port = aanmaak.choose_host(socket)
        geheugen.write(self._geheugen)
        self._start_server(geheugen, place)
        self._prepare(geheugen)
        return geheugen

    def _prepare(self, geheugen: Geheugen) -> None:
        """Make the roles and the database; a cluster of an older version gets the roles it does not have."""
        passwords = new_wachtwoorden(geheugen.wachtwoorden)
        if geheugen.klaar and passwords == geheugen.wachtwoorden:
            return
        prepare_rollen(
            address_of(geheugen, rol=BAAS, dbname="template1"),
            address_of(geheugen, rol=BAAS, dbname="postgres"),
            passwords,
        )
        # Kept only now: whoever is killed in between makes them again, with other passwords.
        geheugen.wachtwoorden, geheugen.klaar = passwords, True
        geheugen.write(self._geheugen)

    def _start_server(self, geheugen: Geheugen, place: Path) -> None:
        programma = self._readable_programma(place)
        opdracht = aanmaak.Opdracht(
            programma, self._account, geheugen.wachtwoorden[BAAS], bewaren=self._extra.get("fsync") != "off"
        )
        aanmaak.ensure_files(place, opdracht)
        conf = place / "meldpunt.conf"
        conf.write_text(inrichting.format_settings(self._settings(geheugen)))
        log = self._log(place)
        start: list[str | Path] = [programma.path_of("pg_ctl"), "start", "-D", place / "data"]
        start += ["-w", "-t", str(START_LIMIT), "-l", log, "-o", f"-c config_file={shlex.quote(str(conf))}"]
        # After a kill the old children need a moment to notice that their parent is gone.
        for attempt in range(6):
            aanmaak.drop_stale_pid(place)
            done = run_program(start, account=self._account, folder=place, timeout=START_LIMIT + 10)
            if done.returncode == 0:
                return
            time.sleep(0.25 * 2**attempt)
        raise DatabaseFout(
            "start_mislukt",
            f"De database in {place} start niet. Kijk in {log} wat er aan de hand is. "
            f"Het laatste wat daar staat: {aanmaak.last_line(log) or done.stdout.decode(errors='replace')}",
        )

    def _settings(self, geheugen: Geheugen) -> dict[str, str]:
        return {
            **inrichting.VAST,
            **inrichting.settings_for_memory(inrichting.read_memory()),
            **aanmaak.listen_settings(geheugen.host, geheugen.port),
            **self._extra,
        }

    def _log(self, place: Path) -> Path:
        log = place / "log" / "server.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        return log

    def _readable_programma(self, place: Path) -> Programma:
        programma = self.programma()
        if self._account.uid is None or is_reachable(programma.map / "bin"):
            return programma
        return copy_programma(programma, place)

    def _stop(self, geheugen: Geheugen) -> None:
        place = Path(geheugen.plek)
        if not (place / "data" / "postmaster.pid").exists():
            return
        stop: list[str | Path] = ["stop", "-D", place / "data", "-m", "fast", "-w", "-t", str(STOP_LIMIT)]
        pg_ctl = self._readable_programma(place).path_of("pg_ctl")
        done = run_program([pg_ctl, *stop], account=self._account, folder=place, timeout=STOP_LIMIT + 10)
        # Three words for one outcome: stopped, was not there, or the file of a dead one.
        if done.returncode != 0 and answers(geheugen):
            raise DatabaseFout("stop_mislukt", f"De database in {place} stopt niet: {done.stdout.decode()}")


def address_of(geheugen: Geheugen, *, rol: str = EIGENAAR, dbname: str = DATABASE) -> str:
    """Return the address of a database in this cluster for a role."""
    host, password = quote(geheugen.host, safe=""), quote(geheugen.wachtwoorden[rol], safe="")
    return f"postgresql://{rol}:{password}@/{dbname}?host={host}&port={geheugen.port}"


def _was_killed(pid_file: Path) -> bool:
    # Whoever stops takes the file along; asking for a connection would take a busy server for a dead one.
    try:
        os.kill(int(pid_file.read_text().split()[0]), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError, IndexError):
        return False
    return False


def answers(geheugen: Geheugen) -> bool:
    """Say whether the server takes connections; one that is recovering is waited for."""
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        try:
            psycopg.connect(address_of(geheugen), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            # libpq gives no code for a refused connection; these are its two words for "wait".
            if not any(word in str(error) for word in ("starting up", "recovery mode", "not yet accepting")):
                return False
            time.sleep(0.1)
        else:
            return True
    return False


def remove(cluster: Cluster) -> None:
    """Stop the cluster and delete its files."""
    geheugen = read_geheugen(cluster.map / "cluster.json")
    cluster.stop()
    if geheugen is not None:
        shutil.rmtree(geheugen.plek, ignore_errors=True)
        if Path(geheugen.host).name.startswith("meldpunt-"):
            shutil.rmtree(geheugen.host, ignore_errors=True)
    shutil.rmtree(cluster.map, ignore_errors=True)
