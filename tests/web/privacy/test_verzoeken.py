"""The screens of requests: the list, the counter, the four steps, and who may not."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import NU, make_gebruiker, make_partner
from tests.slices.betrokkenen.verzoekwereld import BSN, make_wereld, signaal_named
from tests.web.coordinator.maandwereld import read

from meldpunt.audit.models import Logregel
from meldpunt.betrokkenen.models import Verzoek
from meldpunt.bewaring.models import Bewaarstop
from meldpunt.terugkoppeling.models import Partnermededeling

pytestmark = pytest.mark.django_db
GEGEVEN = {
    "gemeente": "0392",
    "soort": "inzage",
    "kanaal": "balie",
    "voorletters": "J.",
    "achternaam": "Jansen",
    "geboortedatum": "1980-05-01",
    "postcode": "2011 aa",
    "huisnummer": "12",
    "identiteit": "document",
    "wens": "Wat staat er over mij?",
}


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NU)


@pytest.fixture
def officer(client: Client) -> Client:
    make_wereld()
    client.force_login(make_gebruiker(rol="privacy", naam="Petra Lammers"))
    return client


def take_in(client: Client, **anders: str) -> str:
    response = client.post("/privacy/verzoeken/nieuw/", GEGEVEN | anders)
    assert response.status_code == 302, read(response)
    return str(response["Location"])


def candidates_on(response: HttpResponse) -> list[str]:
    return re.findall(r'name="gezien" value="([0-9a-f-]+)"', response.content.decode())


def confirm_all(client: Client, url: str) -> list[str]:
    seen = candidates_on(client.get(url))
    client.post(f"{url}personen/", {"gezien": seen, "signaal": seen})
    return seen


def test_a_request_is_answered_in_four_steps(officer: Client) -> None:
    url = take_in(officer)
    assert "Wat is van deze inwoner?" in read(officer.get(url))
    assert len(confirm_all(officer, url)) == 2
    page = read(officer.get(url))
    assert "Bakker" not in page
    officer.post(f"{url}besluit/", {"grond": "overzicht_verstrekt"})
    assert "Toegewezen" in read(officer.get(url))
    told = officer.post(f"{url}overzicht.json")
    assert {one["partner"] for one in json.loads(told.content)["signalen"]} == {"PWN", "Vitens"}
    printed = officer.post(f"{url}overzicht.pdf")
    assert printed.content.startswith(b"%PDF-")
    assert "Jansen" not in printed["Content-Disposition"]
    assert Logregel.objects.filter(handeling="overzicht_gedownload", objectsoort="verzoek").count() == 2


def test_the_list_says_who_waits_and_till_when(officer: Client) -> None:
    take_in(officer)
    page = read(officer.get("/privacy/verzoeken/"))
    assert "J. Jansen" in page
    assert "26 nov 2026" in page
    assert "Personen vaststellen" in page
    assert Logregel.objects.filter(handeling="verzoeken_ingezien").exists()


def test_the_number_is_taken_and_never_shown_again(officer: Client) -> None:
    url = take_in(officer, bsn=BSN)
    for page in (officer.get(url), officer.get("/privacy/verzoeken/")):
        assert BSN not in page.content.decode()
    assert "bekend, versleuteld bewaard" in read(officer.get(url))


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"bsn": "123456789"}, "bsn_onjuist"),
        ({"postcode": "2011"}, "adres_ongeldig"),
        ({"achternaam": ""}, "verplicht"),
        ({"soort": "vergeten"}, "keuze_ongeldig"),
        ({"gemeente": "0473"}, "keuze_ongeldig"),
        ({"achternaam": "Lammers", "voorletters": "P."}, "eigen_verzoek"),
    ],
)
def test_it_says_what_cannot_be(officer: Client, anders: dict[str, str], code: str) -> None:
    response = officer.post("/privacy/verzoeken/nieuw/", GEGEVEN | anders)
    assert response.status_code == 422
    assert f"[{code}]" in read(response)
    assert not Verzoek.objects.exists()


def test_a_correction_reaches_the_partner_and_comes_back_confirmed(officer: Client) -> None:
    url = take_in(officer, soort="rectificatie")
    confirm_all(officer, url)
    k1 = str(signaal_named("K1").id)
    given = {"grond": "onjuist", "c0-signaal": k1, "c0-veld": "bedrag_cent", "c0-nieuw": "20,50"}
    officer.post(f"{url}besluit/", given)
    assert "Nog niet; uiterlijk" in read(officer.get(url))
    partner = Client()
    partner.force_login(make_gebruiker(rol="partner", partijsoort="partner", partij="pwn"))
    page = read(partner.get("/partner/verzoeken-van-inwoners/"))
    for words in ("K1", "€ 20,50", "Bedrag van de achterstand"):
        assert words in page
    for words in ("Vitens", "Jansen", "zaak", "Onjuist"):
        assert words not in page.split("<main", 1)[-1].split("</main", 1)[0]
    told = Partnermededeling.objects.get()
    partner.post(f"/partner/verzoeken-van-inwoners/{told.id}/")
    assert "Niets te doen" in read(partner.get("/partner/verzoeken-van-inwoners/"))
    assert "26 okt 2026" in read(partner.get("/partner/verzoeken-van-inwoners/?stand=bevestigd"))
    assert "Nog niet; uiterlijk" not in read(officer.get(url))


def test_another_partner_sees_and_confirms_nothing(officer: Client) -> None:
    url = take_in(officer, soort="rectificatie")
    confirm_all(officer, url)
    k1 = str(signaal_named("K1").id)
    officer.post(
        f"{url}besluit/",
        {"grond": "onjuist", "c0-signaal": k1, "c0-veld": "bedrag_cent", "c0-nieuw": "20,50"},
    )
    make_partner(sleutel="vitens")
    other = Client()
    other.force_login(make_gebruiker(rol="partner", partijsoort="partner", partij="vitens"))
    assert "Niets te doen" in read(other.get("/partner/verzoeken-van-inwoners/"))
    told = Partnermededeling.objects.get()
    assert other.post(f"/partner/verzoeken-van-inwoners/{told.id}/").status_code == 404


def test_the_counter_takes_in_and_sees_no_more(officer: Client) -> None:
    noor = Client()
    noor.force_login(make_gebruiker())
    assert noor.post("/privacy/verzoeken/nieuw/", GEGEVEN)["Location"] == "/privacy/verzoeken/nieuw/"
    assert "26 nov 2026" in read(noor.get("/privacy/verzoeken/nieuw/"))
    row = Verzoek.objects.get()
    url = f"/privacy/verzoeken/0392/{row.id}/"
    for path in ("/privacy/verzoeken/", url):
        assert noor.get(path).status_code == 403
    for step in ("personen", "besluit", "overzicht.pdf", "intrekken"):
        assert noor.post(f"{url}{step}{'/' if '.' not in step else ''}").status_code == 403


def test_an_officer_of_another_municipality_reaches_nothing(officer: Client) -> None:
    url = take_in(officer)
    from tests.factories import make_gemeente

    make_gemeente(code="0473", naam="Zandvoort")
    stranger = Client()
    stranger.force_login(make_gebruiker(rol="privacy", partij="0473", naam="Els Visser"))
    assert stranger.get(url).status_code == 403
    assert stranger.post(f"{url}overzicht.json").status_code == 403
    assert "Jansen" not in read(stranger.get("/privacy/verzoeken/"))


def test_it_shows_restriction_to_the_case_worker_and_refuses(officer: Client) -> None:
    url = take_in(officer, soort="beperking")
    confirm_all(officer, url)
    officer.post(f"{url}besluit/", {"grond": "juistheid_betwist"})
    assert "Beperking loopt" in read(officer.get(url))
    officer.post(f"{url}opheffen/", {"reden": "Het klopte."})
    assert "Beperking loopt" not in read(officer.get(url))


def test_the_list_takes_as_many_queries_for_many_as_for_one(officer: Client) -> None:
    take_in(officer)
    with CaptureQueriesContext(connection) as one:
        officer.get("/privacy/verzoeken/")
    for soort in ("bezwaar", "wissing", "beperking"):
        take_in(officer, soort=soort)
    with CaptureQueriesContext(connection) as many:
        officer.get("/privacy/verzoeken/")
    assert len(many) == len(one)


def test_a_complaint_holds_what_is_of_this_resident_without_typing_a_key(officer: Client) -> None:
    url = take_in(officer)
    assert "Bewaarstop zetten" not in read(officer.get(url)), "nobody said yet what is theirs"
    own = confirm_all(officer, url)
    page = officer.get(url).content.decode()
    asked = {
        name: re.search(rf'name="{name}" value="([^"]+)"', page)[1]  # type: ignore[index]
        for name in ("gemeente", "signalen")
    }
    officer.post("/privacy/vernietiging/stop/", {**asked, "reden": "klacht", "tot": "2027-03-01"})
    assert sorted(map(str, Bewaarstop.objects.get().signalen)) == sorted(own)
