"""With the register of addresses the BRP is asked for the home first, and for the address when that finds nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.bag.bestanden import number, row, write_csv
from tests.brp.test_bevragen import JANSEN, Register, ask, brp, neighbour, report
from tests.factories import NU

from meldpunt.bag.actions import Inlading, load_bag
from meldpunt.toegang.actor import system_actor

__all__ = ["brp", "neighbour"]  # fixtures

pytestmark = pytest.mark.django_db
OBJECT = number(1, soort="01")


@pytest.fixture
def register(tmp_path: Path) -> None:
    pad = write_csv(tmp_path / "bag.csv", row(1, postcode="2011AA", huisnummer="12"))
    load_bag(inlading=Inlading(bestand=pad), door=system_actor(herkomst="test"), now=NU)


def test_it_asks_for_the_object(brp: Register, register: None) -> None:
    brp.set({**JANSEN, "08.11.80": OBJECT})
    report()
    row = ask()
    assert (row.uitkomst, row.stap) == ("gevonden", "object")
    first = brp.vragen[0]
    assert first["type"] == "ZoekMetAdresseerbaarObjectIdentificatie"
    assert first["adresseerbaarObjectIdentificatie"] == OBJECT


def test_it_asks_for_the_address_when_the_object_finds_nobody(brp: Register, register: None) -> None:
    brp.set(JANSEN)
    report()
    row = ask()
    assert (row.uitkomst, row.stap) == ("gevonden", "adres")
    assert [one["type"] for one in brp.vragen][:2] == [
        "ZoekMetAdresseerbaarObjectIdentificatie",
        "ZoekMetPostcodeEnHuisnummer",
    ]
