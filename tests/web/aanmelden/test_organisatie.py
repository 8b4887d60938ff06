"""Signing in at the provider of the own organisation, through a real one over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import make_gebruiker, make_gemeente
from tests.oidc.aanbieder import Testaanbieder, run_aanbieder

from meldpunt.toegang.aanmelden.bronnen import Nieuwebron, create_bron, set_actief
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.models import Aanmeldbron, Aanmelding, Aanmeldnaam, Aanstelling, Gebruiker

pytestmark = pytest.mark.django_db
DOOR = system_actor(herkomst="test")


@pytest.fixture(autouse=True)
def mfa(settings) -> None:
    settings.MELDPUNT_MFA = True
    settings.MELDPUNT_ADRES = "http://testserver"
    make_gemeente(code="0392", naam="Haarlem")


@pytest.fixture
def provider() -> Iterator[Testaanbieder]:
    with run_aanbieder() as running:
        yield running


def claims_of(**meer: object) -> dict[str, object]:
    return {
        "sub": "h-1",
        "email": "noor@haarlem.nl",
        "email_verified": True,
        "name": "Noor de Wit",
        "amr": ["pwd", "mfa"],
        **meer,
    }


def make_bron(provider: Testaanbieder, **meer: object) -> Aanmeldbron:
    given = {
        "naam": "Gemeente Haarlem",
        "partijsoort": "gemeente",
        "partij": "0392",
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "geheim": provider.geheim,
        "domeinen": ("haarlem.nl",),
        "rolclaim": "groups",
        "rollen": {"meldpunt-behandelaars": "behandelaar"},
        "acr": (),
        "amr": ("mfa",),
        **meer,
    }
    key = create_bron(bron=Nieuwebron(**given), door=DOOR, now=timezone.now())
    return Aanmeldbron.objects.get(id=key)


def go(client: Client, bron: Aanmeldbron, **vraag: str):
    """Go to the provider as a browser does, and come back with its answer."""
    away = client.get(reverse("organisatie", args=[bron.id]), vraag)
    back = requests.get(away.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    place = urlsplit(back)
    return client.get(f"{place.path}?{place.query}")


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_it_sends_an_address_of_the_domain_to_its_provider(client, provider) -> None:
    bron = make_bron(provider)
    page = client.post(reverse("aanmelden"), {"username": "Iemand@Haarlem.nl"}).content.decode()
    assert reverse("organisatie", args=[bron.id]) in page
    assert 'name="password"' not in page


def test_it_takes_no_password_for_such_an_address(client, provider) -> None:
    make_bron(provider)
    gebruiker = make_gebruiker(email="noor@haarlem.nl")
    gebruiker.set_password("een-lang-wachtwoord-voor-hier")
    gebruiker.save()
    client.post(
        reverse("aanmelden"), {"username": gebruiker.email, "password": "een-lang-wachtwoord-voor-hier"}
    )
    assert not is_in(client)


def test_it_lets_an_appointed_person_in_and_counts_the_factor_of_the_provider(client, provider) -> None:
    noor = make_gebruiker(email="noor@haarlem.nl")
    provider.claims = claims_of()
    answer = go(client, make_bron(provider))
    assert answer.headers["Location"] == "/"
    assert client.get(reverse("account")).status_code == 200
    assert Aanmelding.objects.get().factor == "organisatie"
    assert Aanmeldnaam.objects.get().gebruiker == noor


def test_it_asks_our_own_factor_when_the_provider_names_none(client, provider) -> None:
    noor = make_gebruiker(email="noor@haarlem.nl")
    provider.claims = claims_of(amr=["pwd"])
    bron = make_bron(provider)
    go(client, bron)
    assert client.get(reverse("gemeente:dag")).headers["Location"] == reverse("tweede_stap_instellen")
    # Nothing to confirm with yet: asking for it would shut them out for good.
    assert client.get(reverse("tweede_stap_app")).status_code == 200
    client.post(reverse("afmelden"))
    TOTP.activate(noor, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert go(client, bron).headers["Location"] == reverse("tweede_stap")
    assert not is_in(client)


def test_it_takes_a_fresh_sign_in_there_as_confirmation(client, provider) -> None:
    noor = make_gebruiker(email="noor@haarlem.nl")
    provider.claims = claims_of()
    bron = make_bron(provider)
    go(client, bron)
    back = reverse("tweede_stap_app")
    asked = client.get(back).headers["Location"]
    assert asked.startswith(reverse("bevestigen")), "an old sign-in there is no confirmation"
    page = client.get(asked).content.decode()
    assert 'name="password"' not in page
    assert f"{reverse('organisatie', args=[bron.id])}?next={back.replace('/', '%2F')}&amp;opnieuw=1" in page
    go(client, bron, next=back, opnieuw="1")
    assert provider.verzoeken[-1]["prompt"] == "login"
    assert "[organisatie_niet_opnieuw]" in client.get(asked).content.decode(), "it did not say when it asked"
    assert client.get(back).status_code == 302
    provider.claims = claims_of(auth_time=int(time.time()))
    answer = go(client, bron, next=back, opnieuw="1")
    assert answer.headers["Location"] == back
    assert client.get(back).status_code == 200
    assert Aanmeldnaam.objects.get().gebruiker == noor


def test_it_counts_a_level_as_agreed_only(client, provider) -> None:
    make_gebruiker(email="noor@haarlem.nl")
    provider.claims = claims_of(amr=[], acr="hoog")
    go(client, make_bron(provider, acr=("hoog",), amr=()))
    assert Aanmelding.objects.get().factor == "organisatie"
    assert provider.verzoeken[-1]["acr_values"] == "hoog"


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": "noor@elders.nl"},
        {"email": "noor@sub.haarlem.nl"},
        {"email": ""},
    ],
)
def test_it_links_no_account_by_an_address_that_is_not_confirmed_or_not_theirs(
    client, provider, claims
) -> None:
    make_gebruiker(email=str(claims.get("email") or "noor@haarlem.nl"))
    provider.claims = claims_of(**claims)
    answer = go(client, make_bron(provider))
    assert answer.status_code == 403
    assert "[adres_niet_bevestigd]" in answer.content.decode()
    assert not is_in(client)
    assert not Aanmeldnaam.objects.exists()


def test_it_lets_nobody_in_whom_nobody_appointed(client, provider) -> None:
    provider.claims = claims_of()
    answer = go(client, make_bron(provider))
    assert "[niet_aangesteld]" in answer.content.decode()
    assert not Gebruiker.objects.exists()


def test_it_lets_nobody_in_who_is_appointed_elsewhere_only(client, provider) -> None:
    make_gemeente(code="0363", naam="Amsterdam")
    make_gebruiker(email="noor@haarlem.nl", partij="0363")
    provider.claims = claims_of()
    assert "[niet_aangesteld]" in go(client, make_bron(provider)).content.decode()
    assert not is_in(client)


def test_it_gives_the_role_of_a_claim_and_takes_it_back(client, provider) -> None:
    bron = make_bron(provider)
    provider.claims = claims_of(groups=["meldpunt-behandelaars", "kantine"])
    go(client, bron)
    made = Aanstelling.objects.get()
    assert (made.rol, made.partij, made.tot, made.bron) == ("behandelaar", "0392", None, bron.id)
    client.post(reverse("afmelden"))
    provider.claims = claims_of(groups=["kantine"])
    assert "[niet_aangesteld]" in go(client, bron).content.decode()
    made.refresh_from_db()
    assert made.tot < timezone.localdate()


def test_it_knows_a_person_by_the_name_of_the_provider_from_then_on(client, provider) -> None:
    noor = make_gebruiker(email="noor@haarlem.nl")
    bron = make_bron(provider)
    provider.claims = claims_of()
    go(client, bron)
    client.post(reverse("afmelden"))
    provider.claims = claims_of(email="noor.jansen@haarlem.nl", email_verified=False)
    go(client, bron)
    assert client.session["_auth_user_id"] == str(noor.id)


def test_the_next_owner_of_an_address_does_not_get_the_account(client, provider) -> None:
    make_gebruiker(email="noor@haarlem.nl")
    bron = make_bron(provider)
    provider.claims = claims_of()
    go(client, bron)
    client.post(reverse("afmelden"))
    provider.claims = claims_of(sub="h-2")
    assert "[aanmeldnaam_anders]" in go(client, bron).content.decode()
    assert not is_in(client)


def test_it_takes_no_answer_that_was_not_asked_for(client, provider) -> None:
    bron = make_bron(provider)
    make_gebruiker(email="noor@haarlem.nl")
    provider.claims = claims_of()
    away = client.get(reverse("organisatie", args=[bron.id]))
    back = requests.get(away.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    place = urlsplit(back)
    stranger = Client()
    stranger.get(f"{place.path}?{place.query}")
    assert not is_in(stranger), "the answer belongs to the browser that asked"
    assert client.get(f"{place.path}?{place.query}x&state=anders").status_code == 401


@pytest.mark.parametrize("knoei", ["handtekening", "nonce", "aud", "issuer", "verlopen", "alg_none"])
def test_it_refuses_what_the_provider_did_not_sign_for_us(client, provider, knoei) -> None:
    make_gebruiker(email="noor@haarlem.nl")
    provider.claims = claims_of()
    provider.knoei.add(knoei)
    assert go(client, make_bron(provider)).status_code == 401
    assert not is_in(client)


def test_switching_a_provider_off_ends_its_sessions_and_closes_the_way_in(client, provider) -> None:
    make_gebruiker(email="noor@haarlem.nl")
    bron = make_bron(provider)
    provider.claims = claims_of()
    go(client, bron)
    set_actief(bron=bron.id, actief=False, door=DOOR, now=timezone.now())
    assert client.get(reverse("account")).status_code == 302
    assert client.get(reverse("organisatie", args=[bron.id])).status_code == 404


def test_it_keeps_the_secret_sealed(provider) -> None:
    bron = make_bron(provider)
    assert provider.geheim.encode() not in bytes(bron.geheim)


def test_a_passkey_is_no_way_around_the_provider(client, provider, monkeypatch) -> None:
    noor = make_gebruiker(email="noor@haarlem.nl")
    make_bron(provider)
    monkeypatch.setattr("meldpunt.web.aanmelden.ingang.check_passkey", lambda **_: noor)
    page = client.post(reverse("aanmelden"), {"credential": "{}"}).content.decode()
    assert "[via_organisatie]" in page
    assert not is_in(client)
