"""A second press on the button that confirms a list."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.models import Lijstregel, Matchrun
from meldpunt.matching.vaststelling import confirm_lijst

pytestmark = pytest.mark.django_db(transaction=True)
HZ = "haarlem-zandvoort"
PEILDATUM = date(2026, 10, 26)


def confirm(*, capaciteit: int) -> UUID:
    where = {"gemeente": "0392", "convenant": HZ, "peildatum": PEILDATUM, "capaciteit": capaciteit}
    door = make_actor(rol="coordinator")
    voorstel = preview_lijst(**where, door=door)  # type: ignore[arg-type]
    return confirm_lijst(**where, vingerafdruk=voorstel.vingerafdruk, door=door, now=NU)  # type: ignore[arg-type]


def test_confirming_the_same_list_twice_records_one_run() -> None:
    pwn, elan = make_partner(), make_partner(sleutel="elan-wonen", naam="Elan Wonen", type="Huur")
    make_deelname(convenant=HZ, partners=[pwn, elan])
    deliver(partner=pwn, regels=[make_regel()], convenant=HZ)
    deliver(partner=elan, regels=[make_regel(klantnummer="H1", type_vordering="huur")], convenant=HZ)
    first = confirm(capaciteit=5)
    assert confirm(capaciteit=5) == first
    assert Lijstregel.objects.count() == 1
    other = confirm(capaciteit=6)
    assert other != first
    assert confirm(capaciteit=5) not in {first, other}
    assert Matchrun.objects.filter(soort="lijst").count() == 3
