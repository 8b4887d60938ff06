"""Notices of recalls."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import (
    NU,
    deliver,
    make_deelname,
    make_gebruiker,
    make_gemeente,
    make_partner,
    make_regel,
)
from tests.web.coordinator.maandwereld import read

from meldpunt import pipeline
from meldpunt.aanlevering.actions import recall_aanlevering
from meldpunt.matching.models import Intrekkingsgevolg
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db


def recall(regels: list[str]) -> Intrekkingsgevolg:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    aanlevering = deliver(partner=pwn, regels=regels)
    systeem = system_actor(herkomst="test")
    recall_aanlevering(aanlevering=aanlevering.id, reden="Verkeerd bestand", door=systeem, now=NU)
    pipeline.run_aanlevering(aanlevering=aanlevering.id, door=systeem, clock=lambda: NU)
    return Intrekkingsgevolg.objects.get()


def test_it_says_what_a_recall_did(coordinator: Client) -> None:
    recall([make_regel()])
    pagina = read(coordinator.get("/gemeente/berichten/"))
    assert "PWN trok de aanlevering van" in pagina
    assert "Verkeerd bestand" in pagina
    assert "1 zaak is vervallen." in pagina


def test_it_marks_a_notice_as_read(coordinator: Client) -> None:
    bericht = recall([make_regel()])
    coordinator.post(f"/gemeente/berichten/0392/{bericht.id}/gelezen/")
    assert "door Marit Veenstra" in read(coordinator.get("/gemeente/berichten/"))
    assert "Alles is gelezen" in read(coordinator.get("/gemeente/berichten/?toon=ongelezen"))


def test_it_keeps_a_notice_from_another_municipality(client: Client) -> None:
    bericht = recall([make_regel()])
    make_gemeente(code="0473", naam="Zandvoort")
    client.force_login(make_gebruiker(rol="coordinator", partij="0473"))
    assert "Geen berichten" in read(client.get("/gemeente/berichten/"))
    assert client.post(f"/gemeente/berichten/0392/{bericht.id}/gelezen/").status_code == 404
    bericht.refresh_from_db()
    assert bericht.gelezen_op is None
