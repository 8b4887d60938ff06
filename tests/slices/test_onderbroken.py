"""A process that is killed in the middle of a delivery: the delivery is whole or absent, and repeating completes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo
from tests.factories import KOP, NU, make_deelname, make_partner, make_regel
from tests.slices.onderbroken_werker import MOMENTEN

from meldpunt import pipeline
from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.actions import Inzending, receive_aanlevering, sweep_raw
from meldpunt.aanlevering.models import Aanlevering, Regelfout, Signaal, SignaalPersoon
from meldpunt.matching.models import Matchrun, Zaak, Zaaksignaal
from meldpunt.matching.vooruit import VEEL
from meldpunt.partijen.models import Signaalpartner
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
WORTEL = Path(__file__).parents[2]
WERKER = Path(__file__).with_name("onderbroken_werker.py")
# What is stored before the first commit of the work, and what after it.
NA_OPSLAG = {"opgeslagen", "zaken", "koppelingen", "gematcht"}
# Where a large delivery is matched while it is being stored: at these moments it may be either.
TIJDENS_OPSLAG = {"zaken", "koppelingen"}
FEITEN = """
SELECT p.postcode, p.huisnummer, p.klantnummer, s.bedrag_cent, z.aantal, z.bedrag_cent, k.trap, z.postvak,
       (SELECT e.klantnummer FROM meldpunt_signaalpersoon e WHERE e.id = k.persoon)
FROM meldpunt_zaaksignaal k
JOIN meldpunt_zaak z ON z.id = k.zaak_id AND z.gemeente = k.gemeente
JOIN meldpunt_signaal s ON s.id = k.signaal_id AND s.gemeente = k.gemeente
JOIN meldpunt_signaalpersoon p ON p.id = s.id AND p.gemeente = s.gemeente
ORDER BY 1, 2, 3
"""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    settings.MELDPUNT_DATA = tmp_path / "data"
    return tmp_path / "data"


def make_bestand(path: Path, *, rijen: int, bedrag: int = 100) -> Path:
    """Write rows of which every third shares its address with the one before, and every tenth is refused."""
    regels = (
        make_regel(
            klantnummer=f"K{number:06}",
            achternaam=("Jansen", "de Vries", "Smit")[number % 7 % 3],
            postcode=f"{2011 + (number - (number % 3 == 2)) % 27}AB",
            huisnummer=str((number - (number % 3 == 2)) // 27 + 1),
            bedrag="0" if number % 10 == 9 else f"{bedrag + number % 400},50",
        )
        for number in range(rijen)
    )
    path.write_text("\n".join([KOP, *regels]), encoding="utf-8")
    return path


def make_world() -> Signaalpartner:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    return pwn


def receive(bestand: Path) -> Aanlevering:
    return receive_aanlevering(
        inzending=Inzending(
            blokken=ruw.read_blocks(bestand),
            naam=bestand.name,
            partner=Signaalpartner.objects.get(sleutel="pwn"),
            convenant="landelijk",
            datum=date(2026, 10, 25),
            kanaal="test",
        ),
        door=system_actor(herkomst="test"),
        now=timezone.now(),
    ).aanlevering


def run_due() -> None:
    pipeline.run_due(door=system_actor(herkomst="test"), clock=lambda: NU)


def kill_at(moment: str, bestand: Path, *, tmp_path: Path) -> None:
    """Let a process of its own work up to a moment, kill it there, and wait until the database has noticed."""
    there, own = tmp_path / f"er-{moment}", connection.get_connection_params()
    address = {name: own[name] for name in ("dbname", "host", "port", "user", "password") if own.get(name)}
    process = subprocess.Popen(
        [sys.executable, str(WERKER), moment, str(there), str(settings.MELDPUNT_DATA), str(bestand)],
        env={
            **os.environ,
            # The code beside these tests, wherever another copy is installed.
            "PYTHONPATH": os.pathsep.join([str(WORTEL), str(WORTEL / "src")]),
            "DJANGO_SETTINGS_MODULE": "meldpunt.settings.test",
            "MELDPUNT_TEST_DATABASE_URL": make_conninfo(**address),
        },
    )
    try:
        wait_until(lambda: there.exists() or process.poll() is not None)
        assert process.poll() is None, f"the worker ended before the moment '{moment}'"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    wait_until(lambda: count_other_sessions() == 0)


def wait_until(is_so: Any, *, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def count_other_sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def count_rows() -> dict[str, int]:
    tables = (Signaal, SignaalPersoon, Regelfout, Matchrun, Zaak, Zaaksignaal)
    return {table.__name__: table.objects.count() for table in tables}


def describe(aanlevering: Aanlevering) -> tuple[object, ...]:
    """Return everything that a delivery left behind, without the keys, which are new each time."""
    aanlevering.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute(FEITEN)
        facts = cursor.fetchall()
    refused = list(Regelfout.objects.order_by("regel").values_list("regel", "gronden", "uitleg", "cellen"))
    counts = (aanlevering.aantal_geaccepteerd, aanlevering.aantal_geweigerd, aanlevering.bedrag_cent)
    return aanlevering.status, aanlevering.controlegetal, counts, count_rows(), facts, refused


def check_whole_or_absent(aanlevering: Aanlevering, moment: str) -> None:
    aanlevering.refresh_from_db()
    rows = count_rows()
    assert rows["Zaak"] == rows["Zaaksignaal"] == rows["Matchrun"] == 0
    assert aanlevering.gematcht_op is None
    is_stored = moment in NA_OPSLAG
    if moment in TIJDENS_OPSLAG and aanlevering.grootte > VEEL * 50:
        is_stored = aanlevering.status == "verwerkt"
    if is_stored:
        assert aanlevering.status == "verwerkt"
        assert rows["Signaal"] == rows["SignaalPersoon"] == aanlevering.aantal_geaccepteerd > 0
        assert rows["Regelfout"] == aanlevering.aantal_geweigerd > 0
    else:
        assert aanlevering.status == "ontvangen"
        assert set(rows.values()) == {0}
        assert ruw.path_of(aanlevering.id).exists()


def prove_kill_is_survived(moment: str, *, rijen: int, tmp_path: Path) -> None:
    """Kill at the moment, look, repeat, and compare with a run that nobody disturbed."""
    bestand = make_bestand(tmp_path / "levering.csv", rijen=rijen)
    make_world()
    aanlevering = receive(bestand)
    kill_at(moment, bestand, tmp_path=tmp_path)
    check_whole_or_absent(aanlevering, moment)
    run_due()
    repeated = describe(aanlevering)
    assert not ruw.path_of(aanlevering.id).exists()
    run_due()
    assert describe(aanlevering) == repeated
    call_command("flush", interactive=False, verbosity=0)
    make_world()
    undisturbed = receive(bestand)
    run_due()
    assert describe(undisturbed) == repeated


@pytest.mark.parametrize("moment", ["personen", "opgeslagen", "koppelingen"])
def test_a_killed_worker_leaves_a_delivery_whole_or_absent(moment: str, tmp_path: Path) -> None:
    prove_kill_is_survived(moment, rijen=300, tmp_path=tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("moment", [moment for moment in MOMENTEN if moment != "ontvangen"])
def test_a_killed_worker_leaves_a_hundred_thousand_rows_whole_or_absent(moment: str, tmp_path: Path) -> None:
    prove_kill_is_survived(moment, rijen=100_000, tmp_path=tmp_path)


def test_a_killed_upload_leaves_nothing_but_a_file_that_is_swept(tmp_path: Path) -> None:
    bestand = make_bestand(tmp_path / "levering.csv", rijen=30)
    make_world()
    kill_at("ontvangen", bestand, tmp_path=tmp_path)
    assert not Aanlevering.objects.exists()
    assert len(ruw.list_stored()) == 1
    again = receive(bestand)
    sweep_raw(
        older_than=timedelta(0), door=system_actor(herkomst="test"), now=timezone.now() + timedelta(hours=1)
    )
    assert [key for key, _ in ruw.list_stored()] == [again.id]
    run_due()
    again.refresh_from_db()
    assert again.aantal_geaccepteerd == Signaal.objects.count() == 27
