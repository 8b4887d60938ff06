"""The client against a generic mock of the published contract: Prism refuses what the contract does not know."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.brp.contract import need_contract, resolve_kinds
from tests.brp.test_client import MOULIN, sender

from meldpunt.adapters.brp import get_persoon, search_personen
from meldpunt.rules.brpvraag import Zoekvraag, list_ruime_vragen, list_zoekvragen

PRISM = Path(__file__).parents[2] / "node_modules/.bin/prism"
WACHT = 60.0


SOORTEN = {
    "ZoekMetAdresseerbaarObjectIdentificatie": (
        Zoekvraag(
            stap="object",
            type="ZoekMetAdresseerbaarObjectIdentificatie",
            waarden=(("adresseerbaarObjectIdentificatie", "0599010000208579"),),
        ),
    ),
    **{
        soort: tuple(
            vraag for vraag in (*list_zoekvragen(MOULIN), *list_ruime_vragen(MOULIN)) if vraag.type == soort
        )
        for soort in ("ZoekMetPostcodeEnHuisnummer", "ZoekMetGeslachtsnaamEnGeboortedatum")
    },
    "RaadpleegMetBurgerservicenummer": (),
}


class Mock:
    """Where Prism listens, as the client of these tests needs to know it."""

    def __init__(self, soort: str, poort: int) -> None:
        self.soort, self.adres = soort, f"http://127.0.0.1:{poort}"


@pytest.fixture(params=SOORTEN)
def prism(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mock]:
    """Run Prism on the contract, narrowed to one kind of question."""
    need_contract()
    if not PRISM.exists() or shutil.which("node") is None:
        pytest.skip(f"OVERGESLAGEN: Prism of Node ontbreekt ({PRISM})")
    contract = tmp_path / "contract.json"
    contract.write_text(json.dumps(resolve_kinds(request.param)))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        poort = free.getsockname()[1]
    command = [str(PRISM), "mock", "--errors", "-h", "127.0.0.1", "-p", str(poort), str(contract)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(poort, running)
        yield Mock(request.param, poort)
    finally:
        running.terminate()
        running.wait(10)


def _await(poort: int, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + WACHT
    while time.monotonic() < until and running.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", poort), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("Prism did not start")


def test_it_asks_what_the_mock_takes_and_reads_what_it_makes_up(prism: Mock) -> None:
    send = sender(prism)  # type: ignore[arg-type]
    refused = send(json.dumps({"type": prism.soort, "fields": []}).encode())
    assert refused.status >= 400
    for vraag in SOORTEN[prism.soort]:
        assert len(search_personen(vraag, send=send).personen) == 1
    if not SOORTEN[prism.soort]:
        # Whoever it makes up has another number than was asked.
        assert get_persoon("999993653", met_partner=True, send=send) is None
