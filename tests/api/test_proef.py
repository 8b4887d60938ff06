"""A program to try out with acts in the world that does not exist, and reaches nothing else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.api.programma import Programma, make_toepassing
from tests.factories import NU, deliver, make_deelname, make_partner, make_regel

from meldpunt import pipeline
from meldpunt.partijen.models import Signaalpartner
from meldpunt.partijen.proef import open_proefwereld
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.rijcontext import signing_in
from meldpunt.toegang.toepassingen.models import Toepassing

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="test")


@pytest.fixture
def partner() -> Signaalpartner:
    make_deelname(partners=[partner := make_partner()])
    deliver(partner=partner, regels=[make_regel()])
    open_proefwereld(door=SYSTEEM, now=NU)
    return partner


def read(programma: Programma, pad: str) -> list[dict[str, object]]:
    answer = programma.get(pad)
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, object]] = json.loads(answer.content)["resultaten"]
    return rows


def test_it_shows_a_partner_nothing_of_the_trial_and_the_trial_nothing_of_the_partner(partner) -> None:
    twin = Signaalpartner.objects.get(sleutel="proef-pwn")
    tried = deliver(partner=twin, regels=[make_regel(postcode="8999AB", huisnummer="1")])
    real = Programma(make_toepassing(partner=partner))
    trial = Programma(make_toepassing(partner=partner, proef=True))
    assert [row["id"] for row in read(trial, "/aanleveringen")] == [str(tried.id)]
    assert str(tried.id) not in [row["id"] for row in read(real, "/aanleveringen")]
    assert real.get(f"/aanleveringen/{tried.id}").status_code == 404


def test_it_lets_a_municipality_try_without_a_second_person(partner) -> None:
    twin = Signaalpartner.objects.get(sleutel="proef-pwn")
    deliver(partner=twin, regels=[make_regel(postcode="8999AB", huisnummer="9")])
    row = make_toepassing(proef=True)
    with signing_in():
        Toepassing.objects.filter(id=row.id).update(goedgekeurd_op=None, goedgekeurd_door=None)
    rows = read(Programma(row), "/zaken")
    assert [one["gemeente"] for one in rows] == ["9999"]
    pipeline.run_due(door=SYSTEEM, clock=lambda: timezone.now() + timedelta(minutes=1))
    assert [one["status"] for one in read(Programma(row), "/zaken")] == ["in_behandeling"]


def test_it_makes_the_twin_that_a_program_waits_for() -> None:
    make_deelname(partners=[partner := make_partner()])
    make_toepassing(partner=partner, proef=True)
    pipeline.run_due(door=SYSTEEM, clock=timezone.now)
    assert Signaalpartner.objects.get(proef=True).sleutel == "proef-pwn"
