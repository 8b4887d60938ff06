"""Runs, shown again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

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
    make_uitvoerder,
)
from tests.web.coordinator.maandwereld import read

from meldpunt.matching.models import Matchrun, Zaak

pytestmark = pytest.mark.django_db


def test_it_lists_what_went_in_and_came_out(coordinator: Client) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    pagina = read(coordinator.get("/gemeente/runs/"))
    assert "1 signaal" in pagina
    assert "1 nieuw, 0 bijgewerkt" in pagina
    assert "Nog geen matchrun" in read(coordinator.get("/gemeente/runs/?soort=lijst"))


def test_it_tells_made_zaken_from_joined_ones(coordinator: Client) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    later = NU + timedelta(hours=1)
    deliver(partner=pwn, regels=[make_regel(klantnummer="K2", bedrag="80,00")], now=later)
    first, second = Matchrun.objects.order_by("id")
    assert "Nieuwe zaak" in read(coordinator.get(f"/gemeente/runs/0392/{first.id}/"))
    assert "Aangevuld" in read(coordinator.get(f"/gemeente/runs/0392/{second.id}/"))


def test_it_keeps_the_zaken_of_the_shared_service_from_the_municipality(client: Client) -> None:
    pwn = make_partner()
    make_deelname(
        convenant="drechtsteden", gemeente="0505", naam="Dordrecht", postcodes=["3311-3329"], partners=[pwn]
    )
    make_uitvoerder(gemeenten=["0505"])
    deliver(partner=pwn, convenant="drechtsteden", regels=[make_regel(postcode="3311AA")])
    assert Zaak.objects.get().postvak == "SDD"
    run = Matchrun.objects.get()
    client.force_login(make_gebruiker(rol="coordinator", partij="0505"))
    assert "3311 AA" not in read(client.get(f"/gemeente/runs/0505/{run.id}/"))
    client.force_login(make_gebruiker(rol="coordinator", partijsoort="uitvoerder", partij="SDD"))
    assert "3311 AA" in read(client.get(f"/gemeente/runs/0505/{run.id}/"))


def test_it_finds_no_run_of_another_municipality(coordinator: Client) -> None:
    make_gemeente()
    pwn = make_partner()
    make_deelname(gemeente="0473", naam="Zandvoort", postcodes=["2041-2042"], partners=[pwn])
    deliver(partner=pwn, regels=[make_regel(postcode="2041AA")])
    run = Matchrun.objects.get()
    assert coordinator.get(f"/gemeente/runs/0473/{run.id}/").status_code == 404
    assert coordinator.get(f"/gemeente/runs/0392/{run.id}/").status_code == 404
    assert coordinator.get(f"/gemeente/runs/0392/{uuid4()}/").status_code == 404
