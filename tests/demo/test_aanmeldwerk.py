"""The demo world has sign-ins, an odd one and a right that waits."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from meldpunt.demo.aanmeldwerk import ONGEBRUIKT, sign_in_lately
from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.toegang.aanmelden.binnenkomst import list_opvallend
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.models import Aanstelling, Gebruiker
from meldpunt.toegang.rechten.rapport import make_rapport

pytestmark = pytest.mark.django_db
NU = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


def test_it_gives_the_screens_of_beheer_something_to_show() -> None:
    for account in ACCOUNTS:
        gebruiker = Gebruiker.objects.create(id=account.gebruiker, email=account.email, naam=account.naam)
        for functie in account.functies:
            Aanstelling.objects.create(gebruiker=gebruiker, vanaf=date(2026, 4, 1), **functie._asdict())
    sign_in_lately(now=NU)
    door = system_actor(herkomst="test")
    assert len(list_opvallend(door=door)) == 2
    rapport = make_rapport(kwartaal="2026-4", door=door, now=NU)
    assert {regel.email for regel in rapport.regels if regel.ongebruikt} == ONGEBRUIKT
    assert all(r.goedgekeurd_door for r in rapport.regels if r.functie.rol in {"privacy", "coordinator"})
