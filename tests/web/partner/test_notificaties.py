"""The screens of webhooks, for a partner and for beheer."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import make_gebruiker, make_partner
from tests.slices.notificaties.wereld import allow_all, ask_for, make_notificatie
from tests.web.partner.wereld import make_pwn, sign_in

from meldpunt.notificaties.models import Abonnement, Notificatie, Notificatiepoging, Ontvangsthost
from meldpunt.partijen.models import Signaalpartner

pytestmark = pytest.mark.django_db
ADRES = "https://haak.pwn.example/meldpunt"
LIJST = "partner:notificaties"


@pytest.fixture
def pwn() -> Signaalpartner:
    return make_pwn()


def begin(pwn: Signaalpartner, *, status: str = "actief") -> Abonnement:
    now = timezone.now()
    key = ask_for(pwn, ADRES, now=now).id
    allow_all(now=now)
    Abonnement.objects.filter(id=key).update(status=status, bevestigd_op=now, aangekondigd_tot=now)
    return Abonnement.objects.get(id=key)


def text_of(client: Client, naam: str, *args: object, **vraag: str) -> str:
    answer = client.get(reverse(naam, args=args), vraag)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def act(client: Client, row: Abonnement, handeling: str) -> str:
    answer = client.post(reverse("partner:abonnement_handeling", args=[row.id, handeling]), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_what_to_do_while_there_is_none_and_shows_the_secret_of_a_new_one_once(
    pwn: Signaalpartner,
) -> None:
    client = sign_in()
    assert "Nog geen webhook" in text_of(client, LIJST)
    asked = {"naam": "Debiteuren", "adres": ADRES, "soorten": ["navraag_gesteld"]}
    answer = client.post(reverse(LIJST), asked)
    (geheim,) = re.findall(r"whsec_[\w+/=]+", answer.content.decode())
    assert answer["Cache-Control"] == "no-store"
    row = Abonnement.objects.get()
    assert (row.naam, row.soorten, row.status) == ("Debiteuren", ["navraag_gesteld"], "bevestigen")
    for page in (text_of(client, LIJST), text_of(client, "partner:abonnement", row.id)):
        assert geheim not in page
        assert "Wacht op" in page


def test_it_keeps_what_was_filled_in_and_says_what_is_wrong(pwn: Signaalpartner) -> None:
    answer = sign_in().post(
        reverse(LIJST), {"naam": "x", "adres": "http://haak.pwn.example", "soorten": ["navraag_gesteld"]}
    )
    page = answer.content.decode()
    assert "[uitgaand_https]" in page
    assert 'value="http://haak.pwn.example"' in page
    assert not Abonnement.objects.exists()


def test_it_shows_what_was_lost_with_its_reason_and_sends_it_again(pwn: Signaalpartner) -> None:
    client, row = sign_in(), begin(pwn)
    lost = make_notificatie(
        row.id, pwn, status="mislukt", afgerond_op=timezone.now(), laatste_code="certificaat", pogingen=9
    )
    page = text_of(client, "partner:abonnement", row.id, stand="mislukt")
    assert "Het certificaat van uw server klopt niet" in page
    assert str(lost.bron) not in page
    again = reverse("partner:notificaties_herhalen", args=[row.id])
    assert "[niets_gekozen]" in client.post(again, follow=True).content.decode()
    said = client.post(again, {"kies": [str(lost.id)], "actie": "keuze"}, follow=True).content.decode()
    assert "bericht gaat binnen een minuut opnieuw uit." in said
    assert Notificatie.objects.get().status == "wacht"


def test_it_shows_every_try_of_a_message(pwn: Signaalpartner) -> None:
    client, row = sign_in(), begin(pwn)
    message = make_notificatie(row.id, pwn)
    for ago, (status, code) in enumerate([(204, ""), (503, "serverfout"), (None, "geweigerd")]):
        moment = timezone.now() - timedelta(hours=ago)
        Notificatiepoging.objects.create(
            notificatie=message, partner=pwn, tijd=moment, http_status=status, code=code, trace="a" * 32
        )
    page = text_of(client, "partner:notificatie", message.id)
    assert ("Aangenomen" in page, "[serverfout]" in page, "[geweigerd]" in page) == (True, True, True)


def test_it_acts_on_a_subscription_as_its_state_allows(pwn: Signaalpartner) -> None:
    client, row = sign_in(), begin(pwn)
    assert "proefbericht gaat binnen een minuut uit" in act(client, row, "proef")
    assert "Het abonnement pauzeert" in act(client, row, "pauzeren")
    assert "[abonnement_status]" in act(client, row, "proef")
    assert "weer actief" in act(client, row, "hervatten")
    assert "whsec_" in act(client, row, "geheim")
    assert "is beëindigd" in act(client, row, "beeindigen")
    wrong = client.post(reverse("partner:abonnement_handeling", args=[row.id, "iets"]))
    assert wrong.status_code == 404


def test_it_knows_no_subscription_that_is_not_there_or_of_another(pwn: Signaalpartner) -> None:
    row = begin(pwn)
    make_partner(sleutel="eneco", naam="Eneco")
    other = sign_in(partij="eneco")
    for key in (row.id, uuid4()):
        assert other.get(reverse("partner:abonnement", args=[key])).status_code == 404
        assert other.post(reverse("partner:abonnement_handeling", args=[key, "geheim"])).status_code == 404
        assert (
            other.post(reverse("partner:notificaties_herhalen", args=[key]), {"actie": "alle"}).status_code
            == 404
        )


def test_beheer_allows_a_server_and_withdraws_it_with_a_reason(pwn: Signaalpartner) -> None:
    ask_for(pwn, ADRES, now=timezone.now())
    host = Ontvangsthost.objects.get()
    client = Client()
    client.force_login(make_gebruiker(rol="beheer", partijsoort="meldpunt", partij="meldpunt"))
    assert "haak.pwn.example" in text_of(client, "beheer:ontvangers")
    decide = reverse("beheer:ontvanger", args=[host.id])
    client.post(decide, {"besluit": "toelaten"})
    assert Ontvangsthost.objects.get().toegestaan_op is not None
    assert "[reden_ontbreekt]" in client.post(decide, {"besluit": "weigeren"}, follow=True).content.decode()
    client.post(decide, {"besluit": "weigeren", "reden": "Server van een ander"})
    assert Ontvangsthost.objects.get().toegestaan_op is None
    assert "Server van een ander" in text_of(
        sign_in(), LIJST.replace("notificaties", "abonnement"), Abonnement.objects.get().id
    )
