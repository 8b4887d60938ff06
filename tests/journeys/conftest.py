"""The real program, site and worker, on the database of the tests; and a browser to drive it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from playwright.sync_api import Browser, Page
from psycopg.conninfo import make_conninfo
from tests.factories import WACHTWOORD
from tests.journeys.pagina import watch_console
from tools.browser import find_chromium, open_chromium, sign_in

from meldpunt.opzet.start import ADRESSEN
from meldpunt.settings.verbinding import OWN_PLACE

LIMIT = 60
Aanmelder = Callable[..., Page]


# Not for the whole session: its loop would stand in the way of whatever test comes after in this process.
@pytest.fixture(scope="module")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """Give a running Chromium; in the build a machine without one is a failure."""
    program = find_chromium()
    if program is None:
        missing = (
            "Chromium is er niet: apt-get install chromium. Zonder browser wordt geen enkele reis gelopen."
        )
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with pytest.MonkeyPatch.context() as patch, open_chromium(program) as opened:
        # The tables are used beside the loop of the browser, never from within it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield opened


class SnelleHasher(PBKDF2PasswordHasher):
    """Store passwords as the running site reads them, in a hundredth of its time; it makes them strong at sign-in."""

    iterations = 10_000


@pytest.fixture(autouse=True)
def real_passwords(settings) -> None:
    """Store passwords as the running site reads them."""
    settings.PASSWORD_HASHERS = [f"{__name__}.SnelleHasher"]


@pytest.fixture(scope="session")
def gegevens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the data folder of the site."""
    return tmp_path_factory.mktemp("site") / "gegevens"


# One for all journeys: starting it takes longer than many of them. Each finds its tables empty. It stops after the
# last of them: its worker would take the jobs of every test that comes later on the same database.
@pytest.fixture(scope="package")
def running_site(django_db_setup: None, gegevens: Path, databaserollen: dict[str, str]) -> Iterator[str]:
    """Start `meldpunt start` on the database of the tests and give its address."""
    program = subprocess.Popen(
        [sys.executable, "-m", "meldpunt", "start", "--snel"],
        env=_environment(gegevens, databaserollen),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield _read_address(program)
    finally:
        program.send_signal(signal.SIGINT)
        program.communicate(timeout=LIMIT)


@pytest.fixture
def site(browser: Browser, transactional_db: None, running_site: str) -> Iterator[str]:
    """Give the address of the site, and let its worker finish before the tables are emptied."""
    yield running_site
    until = time.monotonic() + LIMIT
    while _count_jobs() and time.monotonic() < until:
        time.sleep(0.05)


def _count_jobs() -> int:
    # What has not begun is thrown away with the test that asked for it.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'")
        return int(cursor.fetchone()[0])


def _environment(gegevens: Path, rollen: dict[str, str]) -> dict[str, str]:
    """Say where the site finds its data: as in use, site and worker each with a role that owns nothing."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MELDPUNT_")}
    own = connection.settings_dict
    parts = {libpq: own[key] for libpq, key in OWN_PLACE.items() if own[key]}
    options = {key: value for key, value in own["OPTIONS"].items() if isinstance(value, str)}
    served = {
        naam: make_conninfo(rollen[rol], dbname=own["NAME"])
        for rol, naam in ADRESSEN.items()
        if rol in rollen
    }
    return {
        **kept,
        **served,
        "MELDPUNT_DATA": str(gegevens),
        # What the tests sealed, the site opens.
        "MELDPUNT_SLEUTEL": settings.MELDPUNT_SLEUTEL,
        "MELDPUNT_PORT": str(_free_port()),
        "MELDPUNT_DATABASE_URL": make_conninfo(**parts, **options),
        "DJANGO_SETTINGS_MODULE": "meldpunt.settings.demo",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _read_address(program: subprocess.Popen[str]) -> str:
    said = []
    assert program.stdout is not None
    for line in program.stdout:
        said.append(line)
        if found := re.search(r"draait op (http://\S+)", line):
            return found[1]
    raise AssertionError(f"the site gave no address: {''.join(said)}")


@pytest.fixture
def sign_in_as(browser: Browser, site: str) -> Iterator[Aanmelder]:
    """Give a way to sign in with a browser window of one's own; afterwards no console may hold an error."""
    contexts, errors = [], []

    def enter(email: str, **keuzes: object) -> Page:
        context = browser.new_context(base_url=site, locale="nl-NL", accept_downloads=True, **keuzes)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        watch_console(page, errors)
        sign_in(page, email=email, wachtwoord=WACHTWOORD)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert errors == []
