"""The `meldpunt` command finds its way, with and without a database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from meldpunt.__main__ import UITLEG, main
from meldpunt.database import Cluster, Stand
from meldpunt.opzet.databaseopdracht import run_database_command


def meldpunt(*args: str, data: Path, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MELDPUNT_")}
    return subprocess.run(
        [sys.executable, "-m", "meldpunt", *args],
        env={**kept, "MELDPUNT_DATA": str(data), "DJANGO_SETTINGS_MODULE": "meldpunt.settings.demo", **env},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_explains_itself_without_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out.strip() == UITLEG


def test_it_names_the_acts_on_the_database_when_it_gets_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_database_command(tmp_path, ["gooi-weg"]) == 2
    assert "start|stop|status|url|psql" in capsys.readouterr().err


def test_it_starts_the_database_for_one_command_and_stops_it_again(datamap: Path) -> None:
    done = meldpunt("showmigrations", "contenttypes", data=datamap)
    assert done.returncode == 0, done.stderr
    assert "[ ] 0001_initial" in done.stdout
    assert Cluster(datamap / "database").status() is Stand.UIT


def test_it_uses_the_server_that_the_environment_names(datamap: Path, databaseserver: str) -> None:
    done = meldpunt("showmigrations", "contenttypes", data=datamap, MELDPUNT_DATABASE_URL=databaseserver)
    assert done.returncode == 0, done.stderr
    assert not (datamap / "database").exists()


def test_it_says_in_one_line_why_there_is_no_database(datamap: Path) -> None:
    cluster = Cluster(datamap / "database")
    (datamap / "database" / "server" / "data").mkdir(parents=True)
    done = meldpunt("showmigrations", data=datamap)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("[wachtwoorden_weg]")
    assert "Traceback" not in done.stderr
    assert cluster.status() is Stand.GEEN
