"""The screens of teams, providers, odd sign-ins and rights."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import make_gebruiker, make_gemeente, make_partner

from meldpunt.toegang.aanmelden.binnenkomst import enter
from meldpunt.toegang.aanmelden.plek import Plek
from meldpunt.toegang.models import (
    Aanmeldbron,
    Aanmelding,
    Aanstelling,
    Gebruiker,
    Rechtaanvraag,
    Rechtencontrole,
    Wachtwoordlink,
)
from meldpunt.toegang.rechten.rapport import vorig_kwartaal

pytestmark = pytest.mark.django_db
TEAM = "/beheer/partijen/gemeente/0392/team/"


@pytest.fixture
def noor() -> Gebruiker:
    make_gemeente(code="0392", naam="Haarlem")
    return make_gebruiker(email="noor@haarlem.example", naam="Noor de Wit")


def client_of(rol: str, naam: str, partijsoort: str = "gemeente", partij: str = "0392") -> Client:
    client = Client()
    email = f"{naam.split()[0].lower()}@{rol}.example"
    client.force_login(
        make_gebruiker(rol=rol, partijsoort=partijsoort, partij=partij, email=email, naam=naam)
    )
    return client


@pytest.fixture
def beheer(noor) -> Client:
    return client_of("beheer", "Wim Scholten", "meldpunt", "meldpunt")


def read(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_beheer_reaches_every_team_from_the_parties(beheer) -> None:
    assert TEAM in read(beheer.get("/beheer/partijen/?soort=gemeenten"))
    page = read(beheer.get(TEAM))
    assert "Team van Gemeente Haarlem" in page
    assert "Noor de Wit" in page


def test_beheer_invites_and_a_special_right_waits(beheer) -> None:
    person = {"naam": "Anne Bos", "email": "anne@haarlem.example", "rol": "behandelaar"}
    assert "De rol is gegeven" in read(beheer.post(TEAM, person, follow=True))
    assert Wachtwoordlink.objects.count() == 1
    asked = {**person, "rol": "coordinator"}
    assert "[reden_ontbreekt]" in read(beheer.post(TEAM, asked))
    page = read(beheer.post(TEAM, {**asked, "reden": "Vervangt Marit"}, follow=True))
    assert "Wacht op een tweede persoon" in page


def test_it_says_why_a_group_gets_no_account(beheer) -> None:
    page = read(beheer.post(TEAM, {"naam": "Team West", "email": "info@haarlem.nl", "rol": "behandelaar"}))
    assert "[groepsaccount]" in page
    assert "vaststaat wie wat deed" in page


@pytest.mark.parametrize(
    ("handeling", "said"),
    [
        ("ontgrendel", "kan weer proberen"),
        ("sessies", "Alle sessies"),
        ("link", "mail uit"),
        ("factoren", "De tweede stap is weggehaald"),
        ("account", "Het account is beëindigd"),
    ],
)
def test_beheer_helps_and_ends_accounts(beheer, noor, handeling, said) -> None:
    assert said in read(beheer.post(TEAM, {"handeling": handeling, "sleutel": str(noor.id)}, follow=True))


def test_ending_a_role_puts_the_person_out_at_once(beheer, noor) -> None:
    other = Client()
    other.force_login(noor)
    assert other.get(reverse("account")).status_code == 200
    row = Aanstelling.objects.get(gebruiker=noor)
    beheer.post(TEAM, {"handeling": "beeindig", "sleutel": str(row.id)})
    assert other.get(reverse("account")).status_code == 302


@pytest.mark.parametrize(
    "body", [{"handeling": "zomaar", "sleutel": "x"}, {"handeling": "beeindig", "sleutel": "x"}]
)
def test_it_knows_no_other_acts(beheer, body) -> None:
    assert beheer.post(TEAM, body).status_code == 404


def test_a_coordinator_regulates_the_own_team_and_no_account(noor) -> None:
    marit = client_of("coordinator", "Marit Veenstra")
    assert "Noor de Wit" in read(marit.get("/team/"))
    assert marit.get(TEAM).status_code == 403
    stranger = make_gebruiker(partij="0363", email="amina@amsterdam.example", naam="Amina Pinas")
    row = Aanstelling.objects.get(gebruiker=stranger)
    assert marit.post("/team/", {"handeling": "beeindig", "sleutel": str(row.id)}).status_code == 404
    assert marit.post("/team/", {"handeling": "account", "sleutel": str(noor.id)}).status_code == 403
    noor.refresh_from_db()
    assert noor.is_active


def test_only_the_appointed_person_of_a_partner_sees_its_team() -> None:
    make_partner(sleutel="pwn")
    sanne = client_of("partner", "Sanne Kuiper", "partner", "pwn")
    assert sanne.get("/team/").status_code == 403
    Aanstelling.objects.filter(gebruiker__naam="Sanne Kuiper").update(beheert_team=True)
    assert "Sanne Kuiper" in read(sanne.get("/team/"))


def test_a_behandelaar_has_no_team(noor, client) -> None:
    client.force_login(noor)
    assert client.get("/team/").status_code == 403


def test_a_second_person_decides_on_the_screen(beheer, noor) -> None:
    beheer.post(
        TEAM, {"naam": "Noor de Wit", "email": noor.email, "rol": "coordinator", "reden": "Vervangt Marit"}
    )
    url = reverse("privacy:recht_beslissen", args=[Rechtaanvraag.objects.get().id])
    assert "Een ander beslist" in read(beheer.get("/privacy/rechten/"))
    assert beheer.post(url, {"akkoord": "1"}).status_code == 403
    petra = client_of("privacy", "Petra Lammers")
    assert "Keur goed" in read(petra.get("/privacy/rechten/"))
    assert "Het recht is gegeven" in read(petra.post(url, {"akkoord": "1"}, follow=True))
    assert Aanstelling.objects.filter(gebruiker=noor, rol="coordinator").exists()


def test_the_report_is_read_downloaded_and_confirmed(beheer, noor) -> None:
    last = vorig_kwartaal(timezone.localdate())
    page = read(beheer.get(f"/privacy/rechten/?kwartaal={last}"))
    assert "Dit kwartaal is nog niet bevestigd" in page
    mark = page.split('name="vingerafdruk" value="')[1].split('"')[0]
    done = beheer.post(
        reverse("privacy:rechten_bevestigen", args=[last]), {"vingerafdruk": mark}, follow=True
    )
    assert "Bevestigd door Wim Scholten" in read(done)
    assert Rechtencontrole.objects.get().bevestigd_op is not None
    file = beheer.get("/privacy/rechten/rapport.csv")
    assert "Noor de Wit" in file.content.decode("utf-8-sig")


@pytest.mark.parametrize("rol", ["behandelaar", "coordinator"])
def test_others_see_no_rights(noor, rol) -> None:
    assert client_of(rol, "Sem Aydin").get("/privacy/rechten/").status_code == 403


def test_odd_sign_ins_stand_on_a_list_until_somebody_looked(beheer, noor) -> None:
    night = timezone.localtime().replace(hour=3) - timedelta(days=1)
    enter(
        gebruiker=noor, sleutel="s", wijze="wachtwoord", factor="app", plek=Plek("192.0.2.1", ""), now=night
    )
    page = read(beheer.get("/beheer/aanmeldingen/"))
    assert "Noor de Wit" in page
    assert "&#x27;s Nachts" in page
    key = Aanmelding.objects.get().id
    after = read(beheer.post("/beheer/aanmeldingen/", {"aanmelding": [str(key), "x"]}, follow=True))
    assert "1 van de lijst gehaald" in after
    assert "Niets opvallends" in after


BRON = {
    "naam": "Haarlem",
    "partij": "gemeente:0392",
    "issuer": "https://idp.haarlem.nl",
    "client_id": "meldpunt",
    "geheim": "heel-geheim",
    "domeinen": "haarlem.nl",
    "rolclaim": "groups",
    "rollen": "behandelaars = behandelaar",
    "amr": "mfa",
}


def test_beheer_adds_a_provider_and_switches_it_off(beheer) -> None:
    page = read(beheer.post("/beheer/aanmeldbronnen/", BRON, follow=True))
    assert "idp.haarlem.nl" in page
    assert "heel-geheim" not in page
    bron = Aanmeldbron.objects.get()
    assert bron.rollen == {"behandelaars": "behandelaar"}
    off = beheer.post(reverse("beheer:aanmeldbron_zetten", args=[bron.id]), {"aan": "0"}, follow=True)
    assert "De aanmeldbron staat uit" in read(off)


def test_it_shows_a_secret_not_again_after_a_mistake(beheer) -> None:
    page = read(beheer.post("/beheer/aanmeldbronnen/", {**BRON, "domeinen": "gmail.com"}))
    assert "[domein_ongeldig]" in page
    assert "heel-geheim" not in page


@pytest.mark.parametrize("page", ["/beheer/aanmeldingen/", "/beheer/aanmeldbronnen/", TEAM])
def test_only_beheer_opens_these(noor, page) -> None:
    assert client_of("privacy", "Petra Lammers").get(page).status_code == 403
