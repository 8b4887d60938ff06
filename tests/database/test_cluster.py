"""The embedded database: private, quick, back by itself after a kill."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from meldpunt.database import Cluster, DatabaseFout, Stand, throwaway_cluster
from meldpunt.database.cluster import address_of, remove
from meldpunt.database.inrichting import WEGWERP
from meldpunt.database.plek import SOCKET, SOCKET_LIMIT, Geheugen, choose_socket_folder, find_temporary_folder
from meldpunt.database.programma import (
    Programma,
    copy_programma,
    find_programma,
    is_reachable,
    read_programma,
)
from meldpunt.database.rollen import LADEN, WERKROLLEN
from meldpunt.database.uitvoering import Account, find_account, run_program

IS_ROOT = os.geteuid() == 0


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    made = Cluster(find_temporary_folder() / "database", extra=WEGWERP)
    yield made
    remove(made)
    made.map.parent.rmdir()


def ask(address: str, question: LiteralString) -> object:
    with psycopg.connect(address) as connection:
        row = connection.execute(sql.SQL(question)).fetchone()
    assert row is not None
    return row[0]


def postmaster_of(cluster: Cluster) -> int:
    return int((cluster.map / "server/data/postmaster.pid").read_text().split()[0])


def test_it_serves_as_long_as_somebody_uses_it(cluster: Cluster) -> None:
    with cluster.in_use() as first:
        with Cluster(cluster.map).in_use() as second:
            assert second == first
        assert ask(first, "SELECT 1") == 1
    assert cluster.status() is Stand.UIT


def test_it_keeps_running_after_ensure_running_until_stopped(cluster: Cluster) -> None:
    cluster.ensure_running()
    with cluster.in_use():
        pass
    assert cluster.status() is Stand.AAN
    cluster.stop()
    assert cluster.status() is Stand.UIT


def test_it_says_that_there_is_nothing_before_the_first_start(cluster: Cluster) -> None:
    assert cluster.status() is Stand.GEEN
    assert cluster.find_address() is None


def test_it_listens_on_a_private_socket_with_a_password_only(cluster: Cluster) -> None:
    address = cluster.ensure_running()
    assert ask(address, "SHOW listen_addresses") == ""
    assert stat.S_IMODE((cluster.map / "server/s").stat().st_mode) == 0o700
    assert stat.S_IMODE((cluster.map / "cluster.json").stat().st_mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(address.replace(address.split(":")[2].split("@")[0], "fout"))
    with psycopg.connect(address) as connection:
        connection.execute("SET search_path = public")
        assert connection.info.user == "meldpunt"
    assert ask(address, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_it_has_checksums_and_a_locale_of_its_own(cluster: Cluster) -> None:
    address = cluster.ensure_running()
    assert ask(address, "SHOW data_checksums") == "on"
    assert ask(address, "SELECT datlocprovider::text FROM pg_database WHERE datname = 'meldpunt'") == "b"
    assert ask(address, "SELECT upper('één')") == "ÉÉN"


def test_it_makes_roles_that_own_nothing_and_reach_nothing_by_themselves(cluster: Cluster) -> None:
    with psycopg.connect(cluster.ensure_running()) as connection:
        connection.execute("CREATE TABLE proef (getal int)")
    for rol in WERKROLLEN:
        address = cluster.find_address(rol=rol)
        assert address is not None
        with psycopg.connect(address, autocommit=True) as connection:
            for forbidden in (
                "SELECT FROM proef",
                "CREATE TABLE van_de_rol (getal int)",
                "SET ROLE meldpunt",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(sql.SQL(forbidden))


def test_it_lets_only_the_worker_take_the_role_that_loads(cluster: Cluster) -> None:
    cluster.ensure_running()
    may = {}
    for rol in WERKROLLEN:
        with psycopg.connect(cluster.find_address(rol=rol) or "", autocommit=True) as connection:
            try:
                connection.execute(f"SET ROLE {LADEN}")
                may[rol] = True
            except psycopg.errors.InsufficientPrivilege:
                may[rol] = False
    assert may == {"meldpunt_web": False, "meldpunt_api": False, "meldpunt_werker": True}


def test_a_cluster_of_before_the_roles_gets_them_while_it_runs(cluster: Cluster) -> None:
    cluster.ensure_running()
    memory = json.loads((cluster.map / "cluster.json").read_text())
    with psycopg.connect(address_of(Geheugen(**memory), rol="postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE meldpunt_app LOGIN PASSWORD 'oud'")
        for rol in WERKROLLEN:
            connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(rol)))
            connection.execute(
                sql.SQL("REVOKE CONNECT ON DATABASE meldpunt FROM {}").format(sql.Identifier(rol))
            )
            connection.execute(
                sql.SQL("REVOKE TEMP ON DATABASE meldpunt FROM {}").format(sql.Identifier(rol))
            )
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(rol)))
    kept = {rol: word for rol, word in memory["wachtwoorden"].items() if rol not in WERKROLLEN}
    memory["wachtwoorden"] = {**kept, "meldpunt_app": "oud"}
    (cluster.map / "cluster.json").write_text(json.dumps(memory))

    address = Cluster(cluster.map, extra=WEGWERP).ensure_running()
    assert ask(address, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'meldpunt_app'") is False
    assert ask(cluster.find_address(rol="meldpunt_web") or "", "SELECT current_user::text") == "meldpunt_web"


def test_it_recovers_what_was_committed_after_a_kill(cluster: Cluster) -> None:
    # A throw-away cluster may lose its last second; a real one may not.
    cluster = Cluster(cluster.map, extra={**WEGWERP, "synchronous_commit": "on"})
    address = cluster.ensure_running()
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE proef AS SELECT generate_series(1, 1000) AS getal")
    os.kill(postmaster_of(cluster), signal.SIGKILL)
    assert ask(cluster.ensure_running(), "SELECT count(*) FROM proef") == 1000


def test_it_comes_back_after_a_kill_and_stays_away_after_a_stop(cluster: Cluster) -> None:
    address = cluster.ensure_running()
    assert not cluster.restart_if_killed()
    os.kill(postmaster_of(cluster), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while not (back := cluster.restart_if_killed()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert back
    assert ask(address, "SELECT 1") == 1
    cluster.stop()
    assert not cluster.restart_if_killed()


def test_it_starts_although_a_stranger_has_the_number_of_the_dead_server(cluster: Cluster) -> None:
    cluster.ensure_running()
    pid_file = cluster.map / "server/data/postmaster.pid"
    written = pid_file.read_text().split("\n", 1)[1]
    cluster.stop()
    pid_file.write_text(f"{os.getppid()}\n{written}")
    assert ask(cluster.ensure_running(), "SELECT 1") == 1


def test_it_starts_a_stopped_cluster_again(cluster: Cluster) -> None:
    first = cluster.ensure_running()
    cluster.stop()
    assert cluster.ensure_running() == first


def test_it_is_started_once_by_two_who_come_together(cluster: Cluster) -> None:
    code = (
        "import sys; from pathlib import Path; from meldpunt.database import Cluster;"
        "print(Cluster(Path(sys.argv[1])).ensure_running())"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(cluster.map)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=60)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0]
    assert answers[0] == answers[1]


def test_it_refuses_files_of_another_major_version(cluster: Cluster) -> None:
    cluster.ensure_running()
    cluster.stop()
    (cluster.map / "server/data/PG_VERSION").write_text("14\n")
    with pytest.raises(DatabaseFout, match="gemaakt met PostgreSQL 14") as caught:
        cluster.ensure_running()
    assert caught.value.code == "andere_versie"


def test_it_says_what_is_missing_when_the_passwords_are_gone(cluster: Cluster) -> None:
    cluster.ensure_running()
    cluster.stop()
    kept = (cluster.map / "cluster.json").read_text()
    (cluster.map / "cluster.json").unlink()
    with pytest.raises(DatabaseFout, match="wachtwoorden_weg"):
        cluster.ensure_running()
    (cluster.map / "cluster.json").write_text(kept)
    assert ask(cluster.ensure_running(), "SELECT 1") == 1


def test_it_changes_the_mode_of_no_folder_that_was_there() -> None:
    folder = find_temporary_folder()
    folder.chmod(0o750)
    cluster = Cluster(folder / "database", extra=WEGWERP)
    try:
        cluster.ensure_running()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o750
    finally:
        remove(cluster)
        folder.rmdir()


@pytest.mark.skipif(not IS_ROOT, reason="only root runs the server under another account")
def test_it_runs_a_copy_of_the_programs_when_root_keeps_them_to_itself() -> None:
    folder = find_temporary_folder()
    package = find_programma().map.parent
    (folder / "dicht").mkdir(mode=0o700)
    closed = copy_programma(find_programma(), folder / "dicht")
    assert not is_reachable(closed.map / "bin")
    cluster = Cluster(folder / "database", programma=closed, extra=WEGWERP)
    try:
        assert ask(cluster.ensure_running(), "SELECT 1") == 1
        assert list((cluster.map / "server").glob(f"postgresql-*/{package.name}"))
    finally:
        remove(cluster)
        subprocess.run(["rm", "-r", str(folder)], check=True)


def test_it_takes_a_short_folder_for_the_socket_of_a_long_one(tmp_path: Path) -> None:
    deep = tmp_path / ("een-map-met-een-lange-naam-" * 4)
    socket = choose_socket_folder(deep, Account())
    assert len(os.fsencode(socket / SOCKET)) <= SOCKET_LIMIT
    assert not socket.is_relative_to(tmp_path)


def test_it_serves_from_a_folder_with_a_long_name_and_spaces() -> None:
    folder = find_temporary_folder()
    cluster = Cluster(folder / ("een lange naam 'met' spaties " * 4) / "database", extra=WEGWERP)
    try:
        assert ask(cluster.ensure_running(), "SELECT 1") == 1
    finally:
        remove(cluster)
        subprocess.run(["rm", "-r", str(folder)], check=True)


def test_it_leaves_no_throwaway_cluster_behind_when_its_user_is_killed() -> None:
    code = (
        "import time; from meldpunt.database import throwaway_cluster\n"
        "with throwaway_cluster() as address: print(address, flush=True); time.sleep(60)"
    )
    user = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert user.stdout is not None
    address = user.stdout.readline().strip()
    folder = Path(address.split("host=")[1].split("&")[0].replace("%2F", "/")).parent.parent
    assert folder.is_dir()
    user.kill()
    user.communicate()
    deadline = time.monotonic() + 20
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not folder.exists()


def test_it_runs_on_a_postgresql_of_the_system() -> None:
    programma = find_system_programma()
    if programma is None:
        warnings.warn("SKIPPED: no PostgreSQL 15 or newer on this system", stacklevel=1)
        pytest.skip("no PostgreSQL 15 or newer on this system")
    with throwaway_cluster(programma=programma) as address:
        assert ask(address, "SHOW server_version_num") >= "150000"  # type: ignore[operator]


def test_it_gives_programs_an_environment_without_settings_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", "/elders")
    folder = find_temporary_folder()
    done = run_program(["env"], account=find_account(), folder=folder, timeout=10)
    subprocess.run(["rm", "-r", str(folder)], check=True)
    assert b"PGDATA" not in done.stdout
    assert b"LC_ALL=C" in done.stdout


def find_system_programma() -> Programma | None:
    found = [
        read_programma(post.parent.parent) for post in Path("/usr").glob("lib/postgresql/*/bin/postgres")
    ]
    return max((p for p in found if p.versie >= 15), key=lambda p: p.versie, default=None)
