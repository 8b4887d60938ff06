"""One fixed moment, a coordinator of Haarlem, and a month with three addresses of two partners."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import NU, make_deelname, make_gebruiker, make_partner
from tests.web.coordinator.maandwereld import HZ

from meldpunt.partijen.models import Signaalpartner


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NU)


@pytest.fixture
def coordinator(client: Client) -> Client:
    client.force_login(make_gebruiker(rol="coordinator", naam="Marit Veenstra"))
    return client


@pytest.fixture
def partners() -> tuple[Signaalpartner, Signaalpartner]:
    pwn = make_partner()
    elan = make_partner(sleutel="elan", naam="Elan Wonen", type="Huur")
    make_deelname(convenant=HZ, partners=[pwn, elan], capaciteit=2)
    return pwn, elan
