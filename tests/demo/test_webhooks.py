"""The webhooks of the demo world."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import NU, deliver, make_deelname, make_partner, make_regel

from meldpunt.demo.kalender import Kalender
from meldpunt.demo.webhooks import VERLOREN, WACHT, make_webhooks
from meldpunt.notificaties.models import Abonnement, Notificatie, Ontvangsthost

pytestmark = pytest.mark.django_db


def test_it_has_arrived_lost_and_waiting_messages_and_sends_none() -> None:
    pwn = make_partner()
    make_partner(sleutel="achmea", naam="Achmea", type="Zorg")
    make_deelname(partners=[pwn])
    kalender = Kalender(NU + timedelta(days=5))
    for number in range(7):
        row = make_regel(klantnummer=f"K{number}", huisnummer=str(10 + number))
        deliver(partner=pwn, regels=[row], now=NU + timedelta(hours=number))
    make_webhooks(kalender)
    counts = [Notificatie.objects.filter(status=one).count() for one in ("wacht", "mislukt")]
    assert counts == [WACHT, VERLOREN]
    assert Notificatie.objects.filter(status="afgeleverd").exists()
    assert set(Abonnement.objects.values_list("status", flat=True)) == {"gepauzeerd", "bevestigen"}
    # A subscription that asks for consent has a host that nobody allowed: nothing leaves.
    assert Ontvangsthost.objects.filter(toegestaan_op=None).get().host == "proef.achmea.example"
