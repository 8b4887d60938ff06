"""The page of connections: what is wrong stands first, with what to do, and a button that tries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import make_gebruiker, make_gemeente
from tests.koppelingen.buren import Buur, buur

from meldpunt.koppelingen.models import Koppeling, Koppelingstand
from meldpunt.koppelingen.queries import get_koppeling

pytestmark = pytest.mark.django_db
PAGINA = "/beheer/koppelingen/"
INVOER = {
    "naam": "Gateway van Haarlem",
    "soort": "brp",
    "gemeente": "0392",
    "adres": "https://gateway.haarlem.example/",
    "aanmelding": "sleutel",
    "sleutelkop": "X-API-KEY",
    "sleutel": "heel-geheim",
    "koppen": "X-DOEL: vroegsignalering\nX-OIN: 00000001",
    "opties": "proefpad: /gezond",
    "verbinden": "1",
    "lezen": "1",
    "pogingen": "1",
    "gelijktijdig": "4",
}


@pytest.fixture
def beheer() -> Client:
    make_gemeente(code="0392", naam="Haarlem")
    client = Client()
    client.force_login(make_gebruiker(rol="beheer", partijsoort="meldpunt", partij="meldpunt"))
    return client


@pytest.fixture
def one() -> Iterator[Buur]:
    with buur(tls=False) as neighbour:
        yield neighbour


def read(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_beheer_sets_a_connection_up_and_never_sees_the_secret_again(beheer) -> None:
    assert "Nog geen koppeling" in read(beheer.get(PAGINA))
    page = read(beheer.post(f"{PAGINA}nieuw/", INVOER, follow=True))
    assert "Gateway van Haarlem" in page
    assert "Nog niet gebruikt" in page
    row = Koppeling.objects.get()
    form = read(beheer.get(f"{PAGINA}{row.id}/"))
    assert "X-DOEL: vroegsignalering" in form
    assert "heel-geheim" not in page + form
    read(beheer.post(f"{PAGINA}{row.id}/", {**INVOER, "naam": "Anders", "sleutel": ""}, follow=True))
    found = get_koppeling("brp", "0392")
    assert (found.naam, found.geheimen.sleutel) == ("Anders", "heel-geheim")
    assert found.opties == {"proefpad": "/gezond"}


def test_it_shows_what_is_wrong_with_the_form_and_no_secret(beheer) -> None:
    wrong = {**INVOER, "adres": "http://gateway.example/", "handtekeningsleutel": "ook-geheim"}
    page = read(beheer.post(f"{PAGINA}nieuw/", wrong))
    assert "[uitgaand_https]" in page
    assert "heel-geheim" not in page
    assert "ook-geheim" not in page
    page = read(beheer.post(f"{PAGINA}nieuw/", {**INVOER, "koppen": "zonder waarde"}))
    assert "[regel_ongeldig]" in page


def test_it_shows_an_outage_and_lets_what_waits_go_when_it_is_over(beheer, one) -> None:
    beheer.post(f"{PAGINA}nieuw/", {**INVOER, "adres": one.adres})
    row = Koppeling.objects.get()
    proef = f"{PAGINA}{row.id}/proef/"
    one.fout = "serverfout"
    assert "koppeling_serverfout" in read(beheer.post(proef, follow=True))
    Koppelingstand.objects.update(
        mislukt_op_rij=6,
        open_tot=timezone.now() + timedelta(minutes=5),
        wachtend=1234,
        laatste_spoor="a" * 32,
    )
    page = read(beheer.get(PAGINA))
    for told in ("In rust", "1.234", "[koppeling_serverfout]", "a" * 32):
        assert told in page
    health = read(beheer.get("/beheer/gezondheid/"))
    assert "1 haperen, 1234 wachten" in health
    assert not ProcrastinateJob.objects.filter(task_name="koppeling").exists()
    one.fout = ""
    assert "De andere kant antwoordt" in read(beheer.post(proef, follow=True))
    assert ProcrastinateJob.objects.get(task_name="koppeling").args == {"soort": "brp"}
    assert "Werkt" in read(beheer.get(PAGINA))


def test_it_ends_the_rest_of_what_is_set_up_elsewhere(beheer) -> None:
    Koppelingstand.objects.create(
        sleutel="webhook:1", naam="Software van Woonhart", mislukt_op_rij=6, laatste_code="geweigerd",
        open_tot=timezone.now() + timedelta(minutes=5),
    )  # fmt: skip
    assert "Software van Woonhart" in read(beheer.get(PAGINA))
    read(beheer.post(f"{PAGINA}doorgaan/", {"sleutel": "webhook:1"}, follow=True))
    assert Koppelingstand.objects.get().open_tot is None
    assert ProcrastinateJob.objects.get(task_name="koppeling").args == {"soort": "webhook"}
    assert "[koppeling_onbekend]" in read(beheer.post(f"{PAGINA}doorgaan/", {"sleutel": "x"}, follow=True))


def test_it_switches_a_connection_off_and_knows_none_that_is_not_there(beheer) -> None:
    beheer.post(f"{PAGINA}nieuw/", INVOER)
    row = Koppeling.objects.get()
    assert "De koppeling staat uit" in read(
        beheer.post(f"{PAGINA}{row.id}/stand/", {"aan": "0"}, follow=True)
    )
    assert not Koppeling.objects.get().aan
    gone = "01890000-0000-7000-8000-000000000000"
    assert beheer.get(f"{PAGINA}{gone}/").status_code == 404
    for path in ("stand", "proef"):
        assert beheer.post(f"{PAGINA}{gone}/{path}/").status_code == 404


def test_it_asks_as_many_questions_of_the_database_for_many_as_for_one(
    beheer, django_assert_max_num_queries
) -> None:
    beheer.get(PAGINA)
    for number in range(30):
        code = f"{number + 1000}"
        make_gemeente(code=code, naam=f"Plaats {number}")
        beheer.post(
            f"{PAGINA}nieuw/", {**INVOER, "gemeente": code}
        ) if number < 3 else Koppelingstand.objects.create(sleutel=f"webhook:{number}")
    with django_assert_max_num_queries(14):
        assert "Plaats 2" in read(beheer.get(PAGINA))
