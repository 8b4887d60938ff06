"""What a request that cannot be read gets as an answer."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import make_deelname, make_gebruiker, make_partner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "adres",
    [
        "/gemeente/postvak/?team=%00",
        "/gemeente/postvak/?%00=1",
        "/gemeente/postvak/zaak/%00/01a217d8-e4c1-7504-8769-0c0442083c8d/",
    ],
)
def test_it_refuses_a_nul_in_an_address_with_a_sentence(adres: str) -> None:
    response = _sign_in().get(adres)
    assert response.status_code == 400
    assert "[teken_ongeldig]" in response.content.decode()


def test_it_refuses_a_nul_in_what_is_sent() -> None:
    response = _sign_in().post("/gemeente/postvak/stapel/", {"kies": "x\0"})
    assert response.status_code == 400


def _sign_in() -> Client:
    make_deelname(partners=[make_partner()])
    client = Client()
    client.force_login(make_gebruiker())
    return client
