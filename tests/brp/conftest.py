"""A register on this machine, on the published test set and on lists of a test's own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.brp.contract import TESTSET, need_contract

from meldpunt.demo.brpserver.lijsten import Bestand, read_bestanden
from meldpunt.demo.brpserver.schrijven import write_lijsten
from meldpunt.demo.brpserver.server import Brpserver

Dienst = Callable[..., Brpserver]


@contextmanager
def serving(bestand: Bestand, *, sleutel: str = "") -> Iterator[Brpserver]:
    with Brpserver(bestand, sleutel=sleutel) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def testset() -> Bestand:
    need_contract()
    return read_bestanden(TESTSET)


@pytest.fixture(scope="module")
def register(testset: Bestand) -> Iterator[Brpserver]:
    """Serve the published test set of 687 persons."""
    with serving(testset) as server:
        yield server


@pytest.fixture
def own_register(tmp_path: Path) -> Iterator[Callable[..., Brpserver]]:
    """Serve persons of the test's own, given as elements by their number."""
    running = []

    def start(*personen: Mapping[str, str], sleutel: str = "") -> Brpserver:
        write_lijsten(tmp_path / "lijsten.csv", personen)
        context = serving(read_bestanden(tmp_path / "lijsten.csv"), sleutel=sleutel)
        running.append(context)
        return context.__enter__()

    yield start
    for context in running:
        context.__exit__(None, None, None)
