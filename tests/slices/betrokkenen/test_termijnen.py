"""Reminders of requests, and that who asked is gone a year after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from tests.factories import NU
from tests.slices.betrokkenen.verzoekwereld import (
    BSN,
    JANSEN,
    confirm,
    decide,
    make_officer,
    make_wereld,
    receive,
)

from meldpunt.betrokkenen.models import Verzoek, Verzoeksignaal, Verzoektermijn
from meldpunt.betrokkenen.queries import get_verzoek
from meldpunt.betrokkenen.termijnen import empty_verzoeken, remind_verzoeken, reseal_verzoeken
from meldpunt.betrokkenen.verzegeling import indexes_of
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.sleutelbos import create_key

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="test")


def test_it_reminds_a_week_before_a_day_before_and_when_it_is_late_each_once() -> None:
    make_wereld()
    receive(make_officer())
    counts = [
        remind_verzoeken(door=SYSTEEM, now=NU + timedelta(days=days)) for days in (20, 24, 25, 30, 30, 32, 33)
    ]
    assert counts == [0, 1, 0, 1, 0, 1, 0]
    row = Verzoektermijn.objects.get()
    assert row.herinnerd_op
    assert row.nogmaals_herinnerd_op
    assert row.geescaleerd_op
    assert len(mail.outbox) == 3
    assert all("Jansen" not in message.body for message in mail.outbox)
    assert "/privacy/verzoeken/" in mail.outbox[0].body


def test_it_reminds_of_no_request_that_was_answered() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    confirm(verzoek, door)
    decide(verzoek, door, grond="overzicht_verstrekt")
    assert remind_verzoeken(door=SYSTEEM, now=NU + timedelta(days=40)) == 0


def test_a_year_after_the_decision_nobody_can_say_who_asked() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    confirm(verzoek, door)
    decide(verzoek, door, grond="overzicht_verstrekt", toelichting="Voor Jansen.")
    assert empty_verzoeken(door=SYSTEEM, now=NU + timedelta(days=365)) == 0
    assert empty_verzoeken(door=SYSTEEM, now=NU + timedelta(days=366)) == 1
    row = Verzoek.objects.get()
    assert (row.inwoner_verzegeld, row.besluit_verzegeld, row.bsn_index) == ("", "", "")
    assert not Verzoeksignaal.objects.exists()
    beeld = get_verzoek(verzoek=verzoek, gemeente="0392", door=door)
    assert beeld.geleegd
    assert beeld.grond == "overzicht_verstrekt"


def test_a_request_is_still_found_by_its_number_after_new_keys() -> None:
    make_wereld()
    from dataclasses import replace

    verzoek = receive(make_officer(), inwoner=replace(JANSEN, bsn=BSN))
    create_key("bsn_index", now=NU)
    assert reseal_verzoeken() == 1
    assert reseal_verzoeken() == 0
    assert Verzoek.objects.get(id=verzoek).bsn_index == indexes_of(BSN)[0]
