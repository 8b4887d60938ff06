"""The page with the addresses that the social service knows."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import make_deelname, make_gebruiker

from meldpunt.matching.models import BekendAdres

pytestmark = pytest.mark.django_db(transaction=True)
KOP = "postcode;huisnummer;huisletter;huisnummertoevoeging;reden\n"


def sign_in(*, rol: str = "coordinator") -> Client:
    make_deelname()
    client = Client()
    client.force_login(make_gebruiker(rol=rol))
    return client


def upload(client: Client, text: str) -> object:
    bestand = SimpleUploadedFile("bekend.csv", (KOP + text).encode())
    return client.post("/gemeente/bekend/", {"gemeente": "0392", "bestand": bestand}, follow=True)


def test_a_file_replaces_the_list_and_the_page_names_the_lines_left_out() -> None:
    client = sign_in()
    page = upload(client, "2011AA;12;;;uitkering\nfout;1;;;uitkering\n").content.decode()  # type: ignore[attr-defined]
    assert "1 bekende adressen geladen" in page
    assert "Overgeslagen: regel 3" in page
    assert BekendAdres.objects.count() == 1
    assert "2011AA" not in page


def test_a_file_without_a_usable_address_says_what_the_columns_are() -> None:
    response = upload(sign_in(), "x;y;;;z\n")
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "[bekend_leeg]" in response.content.decode()  # type: ignore[attr-defined]


def test_posting_without_a_file_says_so() -> None:
    response = sign_in().post("/gemeente/bekend/", {"gemeente": "0392"})
    assert (response.status_code, "[bestand_ontbreekt]" in response.content.decode()) == (422, True)


def test_a_case_worker_has_no_such_page() -> None:
    assert sign_in(rol="behandelaar").get("/gemeente/bekend/").status_code == 403
