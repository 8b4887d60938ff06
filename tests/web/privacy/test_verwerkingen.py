"""The register on the screen and as a file, from the declaration and the agreements of the own municipality."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from tests.factories import make_gebruiker, make_gemeente, make_uitvoerder

from meldpunt.rules.persoonsgegevens import DOELEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    make_gemeente()
    client.force_login(make_gebruiker(rol="privacy"))
    return client


def test_it_shows_every_purpose_with_its_ground_and_the_own_processors(officer: Client) -> None:
    make_uitvoerder(naam="Eigen Dienst", gemeenten=["0392"])
    make_gemeente(code="0363", naam="Amsterdam")
    make_uitvoerder(sleutel="ander", naam="Dienst van een ander", gemeenten=["0363"])
    page = officer.get("/privacy/verwerkingen/").content.decode()
    assert [titel for doel in DOELEN.values() if (titel := doel.titel) not in page] == []
    assert "Wgs art. 8c" in page
    assert "Eigen Dienst" in page
    assert "Dienst van een ander" not in page


def test_it_gives_the_register_as_csv_and_json(officer: Client) -> None:
    text = officer.get("/privacy/verwerkingen/bestand.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["titel"] for row in rows] == [doel.titel for doel in DOELEN.values()]
    numbers = next(row for row in rows if "burgerservicenummer" in row["gegevens"])
    assert ("8c" in numbers["grondslag"], numbers["betrokkenen"]) == (True, "inwoners")
    given = officer.get("/privacy/verwerkingen/bestand.json").json()
    assert [row["sleutel"] for row in given["verwerkingen"]] == list(DOELEN)
    assert officer.get("/privacy/verwerkingen/bestand.exe").status_code == 404


def test_it_is_for_the_privacy_officer_only(client: Client) -> None:
    make_gemeente()
    client.force_login(make_gebruiker(rol="behandelaar"))
    assert client.get("/privacy/verwerkingen/").status_code == 403
    assert client.get("/privacy/verwerkingen/bestand.json").status_code == 403
