"""Two phones, or one phone twice, at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from tests.factories import NU, deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.matching.models import Zaak
from meldpunt.opvolging.actions import take_zaak
from meldpunt.opvolging.bezoeken import Bezoek, choose_for_ronde, try_bezoek
from meldpunt.opvolging.models import Contactpoging, Rondebezoek
from meldpunt.werkvoorraad.stapel import Zaaksleutel

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_visit_sent_twice_at_once_and_a_choice_made_twice_at_once_are_one() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    zaak, noor = Zaak.objects.get(), make_actor(gebruiker=make_gebruiker().id)
    take_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=NU)
    bezoek = Bezoek(sleutel=uuid4(), gemeente="0392", zaak=zaak.id, uitkomst="kaartje", notitie="", moment=NU)
    ready = Barrier(2)

    def send() -> str:
        try:
            ready.wait(timeout=20)
            choose_for_ronde(
                zaken=[Zaaksleutel("0392", zaak.id)], dag=NU.date(), erbij=True, door=noor, now=NU
            )
            return try_bezoek(bezoek=bezoek, door=noor, now=NU).stand
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = [coming.result() for coming in [pool.submit(send) for _ in range(2)]]
    assert sorted(outcomes) == ["dubbel", "gedaan"]
    assert sorted(Contactpoging.objects.values_list("soort", flat=True)) == ["Huisbezoek", "Kaartje"]
    assert Rondebezoek.objects.count() == 1
