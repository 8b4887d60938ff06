"""A client that a stranger would make from the description works, typed, against a running site."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from pytest_django.live_server_helper import LiveServer
from tests.api.programma import Programma, make_toepassing
from tests.factories import deliver, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Contactpoging

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pakket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Make the client as `make client` does, and give the name of its package."""
    sys.path.insert(0, str(ROOT / "tools"))
    folder = tmp_path_factory.mktemp("client")
    try:
        done = importlib.import_module("client").make_client(folder / "meldpunt_client")
        assert done.returncode == 0, done.stdout + done.stderr
        sys.path.insert(0, str(folder))
        yield "meldpunt_client"
    finally:
        sys.path[:] = [path for path in sys.path if path not in {str(folder), str(ROOT / "tools")}]


@pytest.fixture
def wereld() -> Any:
    make_deelname(partners=[partner := make_partner()])
    deliver(partner=partner, regels=[make_regel()])
    return partner


def sign_in(pakket: str, site: LiveServer, programma: Programma) -> Any:
    """Give the client with the pass of a program."""
    made: Any = importlib.import_module(pakket)
    return made.AuthenticatedClient(base_url=f"{site.url}/api/v1", token=programma.token)


def part(pakket: str, naam: str) -> ModuleType:
    return importlib.import_module(f"{pakket}.{naam}")


def test_it_reads_deliveries_page_by_page(pakket: str, live_server: LiveServer, wereld: Any) -> None:
    client = sign_in(pakket, live_server, Programma(make_toepassing(partner=wereld)))
    told: Any = part(pakket, "api.aanleveringen.list_aanleveringen").sync(client=client, aantal=10)
    only = Aanlevering.objects.get()
    assert [row.id for row in told.resultaten] == [only.id]
    assert told.resultaten[0].datum == date(2026, 10, 25)
    assert told.resultaten[0].aantal_geaccepteerd == 1


def test_it_works_on_a_zaak_from_the_list_to_the_end(
    pakket: str, live_server: LiveServer, wereld: Any
) -> None:
    client = sign_in(pakket, live_server, Programma(make_toepassing()))
    models: Any = part(pakket, "models")
    rows: Any = part(pakket, "api.zaken.list_zaken").sync(client=client, status=models.ListZakenStatus.NIEUW)
    zaak = rows.resultaten[0].id
    taken: Any = part(pakket, "api.zaken.take_zaak").sync(zaak, client=client)
    assert taken.status == "in_behandeling"

    poging = models.NieuwepogingRequest(
        kenmerk=uuid4(),
        soort=models.NieuwepogingRequestSoort("Telefoon"),
        bereikt=True,
        datum=date(2026, 10, 26),
        dagdeel=models.NieuwepogingRequestDagdeel("Middag"),
    )
    made: Any = part(pakket, "api.zaken.create_contactpoging").sync(zaak, client=client, body=poging)
    assert made.id == Contactpoging.objects.get().id

    seen: Any = part(pakket, "api.zaken.get_zaak").sync(
        zaak,
        client=client,
        meldpunt_doel=models.GetZaakMeldpuntDoel.AANBOD,
        meldpunt_gebruiker="mw-17",
    )
    ended: Any = part(pakket, "api.zaken.close_zaak").sync(
        zaak,
        client=client,
        body=models.NieuweuitkomstRequest(
            eindresultaat=models.NieuweuitkomstRequestEindresultaat("Inwoner is overleden"),
            gezien=[one.id for person in seen.personen for one in person.signalen],
        ),
    )
    assert ended.status == "gesloten"
    assert Zaak.objects.get().eindresultaat == "Inwoner is overleden"


def test_it_gets_a_problem_as_a_value(pakket: str, live_server: LiveServer, wereld: Any) -> None:
    client = sign_in(pakket, live_server, Programma(make_toepassing(partner=wereld)))
    told: Any = part(pakket, "api.aanleveringen.get_aanlevering").sync(uuid4(), client=client)
    assert (told.status, told.code) == (404, "niet_gevonden")
