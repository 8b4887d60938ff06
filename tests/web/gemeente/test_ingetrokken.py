"""A zaak in hand whose signalen were recalled."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.web.gemeente.scherm import make_wereld

from meldpunt.aanlevering.actions import recall_aanlevering
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.pipeline import run_aanlevering
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)


def recall(aanlevering: Aanlevering) -> None:
    door = system_actor(herkomst="test")
    recall_aanlevering(aanlevering=aanlevering.id, reden="verkeerd bestand", door=door, now=timezone.now())
    run_aanlevering(aanlevering=aanlevering.id, door=door, clock=timezone.now)


def test_it_stops_asking_for_contact_once_every_signaal_was_recalled() -> None:
    wereld = make_wereld()
    wereld.client.post(wereld.url("oppakken/"))
    first, second = Aanlevering.objects.order_by("id")
    recall(first)
    assert "Volgende stap: contactpoging" in wereld.client.get(wereld.url()).content.decode()
    recall(second)
    pagina = wereld.client.get(wereld.url()).content.decode()
    assert "Volgende stap: contactpoging" not in pagina
    assert "trok alle signalen in, of meldde dat het niet meer speelt. Zoek geen contact meer" in pagina
    assert f'href="{wereld.url("sluiten/")}"' in pagina
