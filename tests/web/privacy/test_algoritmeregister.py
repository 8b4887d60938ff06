"""The page of the Algoritmeregister and its downloads."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import make_deelname, make_gebruiker, make_gemeente, make_partner

pytestmark = pytest.mark.django_db
PAGINA = "/privacy/algoritmeregister/"


def sign_in(rol: str, *, partij: str = "0392") -> Client:
    client = Client()
    client.force_login(make_gebruiker(rol=rol, partij=partij))
    return client


def test_it_shows_the_rules_in_force_and_gives_them_as_files() -> None:
    make_deelname(partners=[make_partner()])
    client = sign_in("privacy")
    page = client.get(PAGINA).content.decode()
    assert "Gemeente Haarlem" in page
    assert "minstens 30" in page
    for soort in ("csv", "json", "txt"):
        answer = client.get(f"{PAGINA}algoritmes.{soort}")
        assert "Gemeente Haarlem" in answer.content.decode()
        assert f".{soort}" in answer.headers["Content-Disposition"]
    assert client.get(f"{PAGINA}algoritmes.exe").status_code == 404
    assert "van gemeente Haarlem" in client.get(f"{PAGINA}dpia/0392.md").content.decode()


def test_it_keeps_to_the_own_municipality_and_role() -> None:
    make_deelname(partners=[make_partner()])
    make_gemeente(code="0473", naam="Zandvoort")
    other = sign_in("privacy", partij="0473")
    assert "Nog geen tekst" in other.get(PAGINA).content.decode()
    assert other.get(f"{PAGINA}dpia/0392.md").status_code == 403
    assert sign_in("coordinator").get(PAGINA).status_code == 403
