"""The page with the addresses where nobody goes alone."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import make_deelname, make_gebruiker

from meldpunt.opvolging.models import Risicoadres

pytestmark = pytest.mark.django_db(transaction=True)
KOP = "postcode;huisnummer;huisletter;huisnummertoevoeging;maatregel;tot\n"
PAGINA = "/gemeente/risicoadressen/"


def sign_in(*, rol: str = "coordinator") -> Client:
    make_deelname()
    client = Client()
    client.force_login(make_gebruiker(rol=rol))
    return client


def upload(client: Client, text: str) -> object:
    bestand = SimpleUploadedFile("risico.csv", (KOP + text).encode())
    return client.post(PAGINA, {"gemeente": "0392", "bestand": bestand}, follow=True)


def test_it_replaces_the_list_and_shows_counts_but_no_address() -> None:
    page = upload(sign_in(), "2011AA;12;;;niet_alleen;31-12-2099\n2011AB;1;;;niet_alleen;1-1-2020\n")
    text = page.content.decode().replace("\xa0", " ")  # type: ignore[attr-defined]
    assert "1 risicoadres geladen" in text
    assert "1 regel was al voorbij" in text
    assert "1 adres" in text
    assert "2011AA" not in text


def test_it_shows_what_is_wrong_per_row_and_replaces_nothing() -> None:
    client = sign_in()
    upload(client, "2011AA;12;;;niet_alleen;31-12-2099\n")
    page = upload(client, "2011AA;12;;;hond;\n")
    text = page.content.decode()  # type: ignore[attr-defined]
    assert page.status_code == 422  # type: ignore[attr-defined]
    for said in ("[risico_maatregel]", "[risico_tot]", "hond", "Er is niets vervangen"):
        assert said in text
    assert Risicoadres.objects.get().maatregel == "niet_alleen"


def test_posting_without_a_file_says_so() -> None:
    response = sign_in().post(PAGINA, {"gemeente": "0392"})
    assert (response.status_code, "[bestand_ontbreekt]" in response.content.decode()) == (422, True)


@pytest.mark.parametrize("rol", ["behandelaar", "privacy"])
def test_it_is_a_page_of_the_coordinator_only(rol: str) -> None:
    assert sign_in(rol=rol).get(PAGINA).status_code == 403


def test_it_is_no_page_for_a_coordinator_of_elsewhere() -> None:
    client = sign_in()
    assert client.get(f"{PAGINA}?gemeente=0473").status_code == 403
