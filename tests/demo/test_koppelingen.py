"""The demo world shows what an outage looks like."""

from __future__ import annotations

import pytest
from tests.factories import NU, make_actor, make_gemeente

from meldpunt.demo.koppelingen import show_outage
from meldpunt.koppelingen.beeld import list_koppelingen

pytestmark = pytest.mark.django_db
BEHEER = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())


def test_it_shows_a_connection_that_rests_because_nobody_is_there() -> None:
    make_gemeente(code="0473", naam="Zandvoort")
    show_outage(door=BEHEER, now=NU)
    (line,) = list_koppelingen(door=BEHEER, now=NU)
    assert (line.badge, line.code, line.gemeente) == ("In rust", "koppeling_geweigerd", "Zandvoort")
