"""Mijn gegevens: sign in through a real provider over HTTP, see the own data and nothing else, and ask."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
import requests
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.factories import make_gebruiker
from tests.oidc.aanbieder import Testaanbieder, run_aanbieder
from tests.slices.betrokkenen.verzoekwereld import BSN, give_bsn, make_wereld

from meldpunt.audit.models import Logregel
from meldpunt.betrokkenen.models import Verzoek
from meldpunt.toegang.models import Gebruiker, Teller
from meldpunt.web.inwoner import mijnsessie

pytestmark = pytest.mark.django_db(transaction=True)
NIVEAU = "http://eidas.europa.eu/LoA/substantial"
CLAIM = "urn:nl-eid-gdi:1.0:LegalSubjectID"


@pytest.fixture
def broker(settings) -> Iterator[Testaanbieder]:
    with run_aanbieder(claims={"sub": "x1", "acr": NIVEAU, CLAIM: BSN}) as running:
        settings.MELDPUNT_DIGID_ISSUER = running.issuer
        settings.MELDPUNT_DIGID_CLIENT_ID = running.client_id
        settings.MELDPUNT_DIGID_GEHEIM = running.geheim
        settings.MELDPUNT_ADRES = "http://testserver"
        yield running


def text_of(response: HttpResponse) -> str:
    return unescape(response.content.decode()).replace("\xa0", " ")


def begin(client: Client) -> str:
    """Follow the browser to the provider and return the address it comes back to."""
    begun = client.get("/mijn-gegevens/aanmelden/")
    assert begun.status_code == 302
    answer = requests.get(begun["Location"], allow_redirects=False, timeout=5)
    place = urlsplit(answer.headers["Location"])
    return f"{place.path}?{place.query}"


def sign_in(client: Client | None = None) -> Client:
    browser = client or Client()
    response = browser.get(begin(browser))
    assert (response.status_code, response.get("Location")) == (302, "/mijn-gegevens/")
    return browser


def test_a_resident_sees_who_reported_what_and_when_it_goes(broker) -> None:
    make_wereld()
    give_bsn("K1")
    client = sign_in()
    assert "Gemeente Haarlem" in text_of(client.get("/mijn-gegevens/"))
    page = text_of(client.get("/mijn-gegevens/gemeente/0392/"))
    for words in ("PWN", "€ 120,50", "Wie keek naar uw gegevens?", "De zaak is nog open"):
        assert words in page
    for words in ("Bakker", "77,00", BSN):
        assert words not in page
    assert not Gebruiker.objects.exists(), "no account is made"


def test_the_number_is_in_no_address_cookie_session_or_log(broker, caplog) -> None:
    make_wereld()
    give_bsn("K1")
    with caplog.at_level(logging.DEBUG):
        client = sign_in()
        page = client.get("/mijn-gegevens/gemeente/0392/")
        client.post("/mijn-gegevens/gemeente/0392/overzicht.json")
    assert BSN not in caplog.text
    assert all(BSN not in cookie.value for cookie in client.cookies.values())
    assert all(BSN not in str(row.get_decoded()) for row in Session.objects.all())
    assert BSN not in str(list(Logregel.objects.values()))
    assert BSN not in str(list(Teller.objects.values()))
    assert page["Cache-Control"] == "no-store"


def test_the_session_lasts_fifteen_minutes_and_ends_at_once_when_asked(broker, monkeypatch) -> None:
    make_wereld()
    client = sign_in()
    assert client.get("/mijn-gegevens/verzoek/").status_code == 200
    cookie = client.cookies["mijn"]
    assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/mijn-gegevens/", "Lax")
    key = cookie.value
    client.post("/mijn-gegevens/afmelden/")
    client.cookies["mijn"] = key
    assert client.get("/mijn-gegevens/verzoek/").status_code == 302, "a kept cookie opens nothing"
    client = sign_in()
    assert timedelta(minutes=15) == mijnsessie.DUUR
    later = timezone.now() + mijnsessie.DUUR
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert client.get("/mijn-gegevens/verzoek/").status_code == 302


@pytest.mark.parametrize(
    "claims",
    [
        {"acr": "http://eidas.europa.eu/LoA/low", CLAIM: BSN},
        {CLAIM: BSN},
        {"acr": NIVEAU},
        {"acr": NIVEAU, CLAIM: "123456789"},
    ],
)
def test_it_lets_nobody_in_below_the_level_or_without_a_number(broker, claims) -> None:
    broker.claims = {"sub": "x1", **claims}
    client = Client()
    response = client.get(begin(client))
    assert response.status_code == 502
    assert "[aanmelden_mislukt]" in text_of(response)
    assert client.get("/mijn-gegevens/verzoek/").status_code == 302


@pytest.mark.parametrize(
    "knoei", ["handtekening", "nonce", "issuer", "aud", "verlopen", "alg_none", "sub_userinfo"]
)
def test_it_believes_no_broker_that_says_something_else(broker, knoei) -> None:
    client = Client()
    back = begin(client)
    broker.knoei.add(knoei)
    assert client.get(back).status_code == 502
    assert client.get("/mijn-gegevens/verzoek/").status_code == 302


def test_it_reads_an_answer_once_and_in_the_browser_that_asked(broker) -> None:
    client = Client()
    back = begin(client)
    assert Client().get(back)["Location"] == "/mijn-gegevens/"
    other = Client()
    begin(other)
    assert other.get(back).status_code == 502, "the state is that of another browser"
    sign_in(client)
    again = Client()
    again.cookies["mijn"] = client.cookies["mijn"].value
    assert client.get(back)["Location"] == "/mijn-gegevens/"


def test_it_asks_the_broker_for_the_level_it_accepts(broker) -> None:
    begin(Client())
    asked = broker.verzoeken[-1]
    assert NIVEAU in asked["acr_values"].split()
    assert asked["redirect_uri"] == "http://testserver/mijn-gegevens/terug/"


def test_a_number_behind_a_prefix_counts(broker) -> None:
    broker.claims = {"sub": "x1", "acr": NIVEAU, "bsn": f"urn:nl-eid-gdi:1.0:BSN:{BSN}"}
    sign_in()


def test_somebody_about_whom_nothing_is_known_hears_that(broker) -> None:
    make_wereld()
    client = sign_in()
    assert "Wij vinden niets over u" in text_of(client.get("/mijn-gegevens/"))
    page = text_of(client.get("/mijn-gegevens/gemeente/0392/"))
    assert "niets over u vastgelegd" in page
    assert "PWN" not in page
    assert client.get("/mijn-gegevens/gemeente/9999/").status_code == 404


def test_a_resident_takes_the_own_data_along(broker) -> None:
    make_wereld()
    give_bsn("K1")
    client = sign_in()
    told = client.post("/mijn-gegevens/gemeente/0392/overzicht.json")
    assert json.loads(told.content)["gemeente"] == {"code": "0392", "naam": "Haarlem"}
    printed = client.post("/mijn-gegevens/gemeente/0392/overzicht.pdf")
    assert printed.content.startswith(b"%PDF-")
    for file in (told, printed):
        assert BSN not in file["Content-Disposition"]
    assert client.get("/mijn-gegevens/gemeente/0392/overzicht.pdf").status_code == 405
    looked = Logregel.objects.filter(handeling="eigen_gegevens_gedownload")
    assert looked.count() == 2


def test_a_resident_asks_follows_and_withdraws(broker) -> None:
    make_wereld()
    give_bsn("K1")
    client = sign_in()
    asked = {"soort": "wissing", "gemeente": "0392", "wens": "Ik heb alles betaald."}
    assert client.post("/mijn-gegevens/verzoek/", asked).status_code == 302
    row = Verzoek.objects.get()
    assert (row.status, row.identiteit, row.kanaal) == ("vastgesteld", "digid", "mijn_gegevens")
    assert "Wij zoeken alles op" in text_of(client.get("/mijn-gegevens/"))
    again = client.post("/mijn-gegevens/verzoek/", asked)
    assert "[verzoek_loopt]" in text_of(again)
    client.post(f"/mijn-gegevens/verzoek/{row.id}/intrekken/")
    row.refresh_from_db()
    assert row.status == "ingetrokken"


def test_a_resident_reaches_no_request_of_another(broker) -> None:
    make_wereld()
    client = sign_in()
    client.post("/mijn-gegevens/verzoek/", {"soort": "inzage", "gemeente": "0392"})
    row = Verzoek.objects.get()
    broker.claims[CLAIM] = "111222333"
    other = sign_in()
    assert "Inzage" not in text_of(other.get("/mijn-gegevens/"))
    assert other.post(f"/mijn-gegevens/verzoek/{row.id}/intrekken/").status_code == 404
    row.refresh_from_db()
    assert row.status == "vastgesteld"


def test_it_slows_down_who_signs_in_on_and_on(broker) -> None:
    client = Client()
    for _ in range(20):
        client.get("/mijn-gegevens/aanmelden/")
    assert client.get("/mijn-gegevens/aanmelden/").status_code == 429


def test_without_a_broker_it_says_how_to_ask_at_the_counter(settings) -> None:
    settings.DEMO = False
    page = text_of(Client().get("/mijn-gegevens/"))
    assert "Ga naar de balie" in page
    assert "Aanmelden met DigiD kan hier nog niet" in page
    assert Client().get("/mijn-gegevens/demo/").status_code == 404
    assert Client().post("/mijn-gegevens/demo/", {"bsn": BSN}).status_code == 404


def test_the_stand_in_is_there_in_the_demo_only_and_says_what_it_is(broker, settings) -> None:
    assert Client().get("/mijn-gegevens/demo/").status_code == 404, "a real broker is there"
    settings.MELDPUNT_DIGID_ISSUER = ""
    client = Client()
    assert "dit is geen DigiD" in text_of(client.get("/mijn-gegevens/demo/"))
    assert client.post("/mijn-gegevens/demo/", {"bsn": "123456789"}).status_code == 422
    assert client.post("/mijn-gegevens/demo/", {"bsn": BSN})["Location"] == "/mijn-gegevens/"


def test_an_employee_who_is_signed_in_sees_nothing_of_a_resident(broker) -> None:
    make_wereld()
    give_bsn("K1")
    client = Client()
    client.force_login(make_gebruiker())
    assert client.get("/mijn-gegevens/gemeente/0392/").status_code == 302
