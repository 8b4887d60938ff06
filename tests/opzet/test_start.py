"""`meldpunt start` serves the site, keeps it up, and leaves nothing running."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from meldpunt.database import Cluster, DatabaseFout, Stand
from meldpunt.opzet.start import read_adressen

LIMIT = 60


def environment(data: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MELDPUNT_")}
    return {**kept, "MELDPUNT_DATA": str(data), "DJANGO_SETTINGS_MODULE": "meldpunt.settings.demo"}


@contextmanager
def running_site(data: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    site = subprocess.Popen(
        [sys.executable, "-m", "meldpunt", "start", "--snel"],
        env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert site.stdout is not None
        for line in site.stdout:
            if found := re.search(r"draait op (http://\S+)", line):
                yield site, found[1]
                break
        else:
            raise AssertionError("the site gave no address")
    finally:
        site.send_signal(signal.SIGINT)
        site.communicate(timeout=LIMIT)


def status_of(address: str) -> int:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
        return int(answer.status)


def find_child(parent: int, word: str) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    [child] = [int(pid) for pid in children if word in Path(f"/proc/{pid}/cmdline").read_text()]
    return child


def database_of(process: int) -> set[str]:
    """Return the names of the roles in every address of a database that a process knows."""
    known = Path(f"/proc/{process}/environ").read_text().split("\0")
    return {found for line in known for found in re.findall(r"postgresql://(\w+):", line)}


def test_it_serves_restarts_and_stops_everything(datamap: Path) -> None:
    migrate = [sys.executable, "-m", "meldpunt", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=environment(datamap), check=True)
    with running_site(datamap) as (site, address):
        assert status_of(address) == 200

        again = [sys.executable, "-m", "meldpunt", "start"]
        second = subprocess.run(again, env=environment(datamap), capture_output=True, text=True, check=True)
        assert second.stdout.strip() == f"Meldpunt draait al: {address}"

        first_web = find_child(site.pid, "gunicorn")
        # Neither knows the owner, nor the other.
        assert database_of(first_web) == {"meldpunt_web"}
        assert database_of(find_child(site.pid, "procrastinate")) == {"meldpunt_werker"}
        os.kill(first_web, signal.SIGKILL)
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            try:
                assert find_child(site.pid, "gunicorn") != first_web
                assert status_of(address) == 200
                break
            except (ValueError, OSError, AssertionError):
                time.sleep(0.1)
        else:
            raise AssertionError("the site did not come back")
    assert site.returncode == 0
    assert Cluster(datamap / "database").status() is Stand.UIT


def test_with_a_server_of_its_own_it_asks_for_the_roles_that_serve() -> None:
    url = "postgresql://meldpunt_web:x@db.example/meldpunt"
    with pytest.raises(DatabaseFout, match="MELDPUNT_DATABASE_URL_WERKER"):
        read_adressen({"MELDPUNT_DATABASE_URL_WEB": url})
    found = read_adressen({"MELDPUNT_DATABASE_URL_WEB": url, "MELDPUNT_DATABASE_URL_WERKER": url})
    assert found == {"meldpunt_web": url, "meldpunt_werker": url}
