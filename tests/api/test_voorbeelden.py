"""The examples of the page work as they stand: copied off it and run with curl and openssl against a running site.

From a key of one's own to a delivered signaal and its feedback, in the municipality that does not exist.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer
from tests.factories import NU, make_actor, make_deelname, make_partner

from meldpunt import pipeline
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.partijen.proef import open_proefwereld
from meldpunt.terugkoppeling import proefgevolg
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.rijcontext import signing_in
from meldpunt.toegang.toepassingen.actions import Nieuwetoepassing, register_toepassing
from meldpunt.toegang.toepassingen.models import Toepassing
from meldpunt.toegang.toepassingen.sleutelset import read_sleutels

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEEM = system_actor(herkomst="test")
VOORBEELD = re.compile(r'<pre[^>]* data-voorbeeld="(\w+)"[^>]*><code>(.*?)</code></pre>', re.DOTALL)


@pytest.fixture
def site(live_server: LiveServer, settings: Any) -> Iterator[str]:
    """Run the site, and beside it the work that a worker does every minute."""
    settings.MELDPUNT_ADRES = live_server.url
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(0.1):
            pipeline.run_due(door=SYSTEEM, clock=timezone.now)
        connection.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proefgevolg, "BEDENKTIJD", timedelta(0))
        make_deelname(partners=[make_partner()])
        open_proefwereld(door=SYSTEEM, now=NU)
        thread = threading.Thread(target=work)
        thread.start()
        yield live_server.url
        stop.set()
        thread.join()


def read_voorbeelden(site: str) -> dict[str, str]:
    """Copy the commands off the page, as somebody who reads it does."""
    page = Client().get("/api/v1/docs")
    assert page.status_code == 200
    found = VOORBEELD.findall(page.content.decode())
    commands = {sleutel: html.unescape(opdracht) for sleutel, opdracht in found}
    assert site in commands["begin"]
    return commands


def run(commands: str, folder: Path) -> str:
    """Run commands in one shell, as they would be typed."""
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", commands],
        cwd=folder, capture_output=True, text=True, check=False, timeout=90,
        env={**os.environ, "WACHT": "0.2", "NO_PROXY": "*", "no_proxy": "*"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def register(publiek: str) -> Toepassing:
    """Do what the partner does on its own screen with the public key."""
    partner = make_partner()
    door = make_actor(rol="partner", partijsoort="partner", partij="pwn", gemeenten=(), partner=partner.id)
    nieuw = Nieuwetoepassing(
        naam="Uit de documentatie",
        partijsoort="partner",
        partij="pwn",
        scopes=["aanleveren", "terugkoppelingen"],
        sleutels=read_sleutels(publiek),
        proef=True,
    )
    with signing_in():
        return register_toepassing(toepassing=nieuw, door=door, now=timezone.now())


def test_it_comes_from_the_page_to_a_delivered_signaal_and_its_feedback(site: str, tmp_path: Path) -> None:
    missing = [tool for tool in ("bash", "curl", "openssl") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"NIET GECONTROLEERD: {', '.join(missing)} is er niet.")
    commands = read_voorbeelden(site)
    run(commands.pop("sleutel"), tmp_path)
    toepassing = register((tmp_path / "publiek.pem").read_text())

    begin = commands.pop("begin").replace("CLIENT_ID=…", f"CLIENT_ID={toepassing.client_id}")
    run("\n".join([begin, *commands.values()]), tmp_path)

    stand = json.loads((tmp_path / "stand.json").read_text())
    assert (stand["aantalGeaccepteerd"], stand["aantalGeweigerd"]) == (1, 0)
    told: dict[str, Any] = json.loads((tmp_path / "terug.json").read_text())
    assert "hulp_geaccepteerd" in {row["code"] for row in told["resultaten"]}
    assert Aanlevering.objects.get().partner.sleutel == "proef-pwn"


@pytest.mark.django_db(transaction=False)
def test_it_loads_nothing_of_others_and_names_every_code(client: Client) -> None:
    answer = client.get("/api/v1/docs")
    page = answer.content.decode()
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert 'id="scope_ontbreekt"' in page
    assert answer["API-Version"] == "1.0.0"
