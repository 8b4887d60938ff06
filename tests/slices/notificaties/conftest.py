"""One receiver for the tests of a module; each test finds it as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.koppelingen.buren import Buur, buur
from tests.slices.notificaties.wereld import say_yes

from meldpunt.notificaties import ontvanger


@pytest.fixture(scope="module")
def listening() -> Iterator[Buur]:
    with buur(tls=False) as one:
        yield one


@pytest.fixture
def receiver(listening: Buur, monkeypatch: pytest.MonkeyPatch) -> Buur:
    listening.fout, listening.antwoorden = "", {}
    listening.gevraagd.clear()
    say_yes(listening)
    monkeypatch.setattr(ontvanger, "VERBINDEN", 0.5)
    monkeypatch.setattr(ontvanger, "LEZEN", 0.5)
    return listening
