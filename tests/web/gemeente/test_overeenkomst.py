"""An uitvoerder whose agreement has ended reads why, and what to do."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import make_gebruiker, make_gemeente, make_overeenkomst, make_uitvoerder

pytestmark = pytest.mark.django_db


def test_it_shows_an_uitvoerder_without_an_agreement_why_and_what_to_do(client: Client) -> None:
    make_gemeente()
    make_uitvoerder(sleutel="team", soort="wijkteam", gemeenten=["0392"], overeenkomst=False)
    client.force_login(make_gebruiker(rol="uitvoerder", partijsoort="uitvoerder", partij="team"))
    for name in ("gemeente:postvak", "gemeente:dagronde"):
        page = client.get(reverse(name))
        assert page.status_code == 403
        assert "[geen_overeenkomst]" in page.content.decode()
        assert "Vraag de gemeente" in page.content.decode()
    make_overeenkomst(partij="team")
    assert client.get(reverse("gemeente:postvak")).status_code == 200
