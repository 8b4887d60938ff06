"""A fresh confirmation before what changes a way in or gives a right, and the way back."""

from __future__ import annotations

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import WACHTWOORD, make_gebruiker, make_gemeente

from meldpunt.audit.models import Logregel
from meldpunt.toegang.models import Aanstelling, Accountbericht, Gebruiker, Rechtaanvraag
from meldpunt.toegang.oidc import asked_just_now

pytestmark = pytest.mark.django_db
GEHEIM = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NIEUW = "een-heel-nieuw-wachtwoord-nu"


@pytest.fixture
def noor() -> Gebruiker:
    make_gemeente(code="0392", naam="Haarlem")
    return make_gebruiker()


@pytest.fixture
def signed_in(client, noor) -> Client:
    """Give a session that came in with a password and an app, as it is after a quarter of an hour."""
    TOTP.activate(noor, GEHEIM)
    client.post(reverse("aanmelden"), {"username": noor.email, "password": WACHTWOORD})
    client.post(reverse("tweede_stap"), {"code": code_now(-1)})
    age(client, 11)
    return client


def code_now(skew: int = 0) -> str:
    return format_hotp_value(hotp_value(GEHEIM, int(timezone.now().timestamp()) // 30 + skew))


def age(client: Client, minutes: int) -> None:
    session = client.session
    session["bevestigd"] = time.time() - minutes * 60
    session.save()


def is_asked(answer, back: str) -> bool:
    place = urlsplit(answer.headers.get("Location", ""))
    return place.path == reverse("bevestigen") and parse_qs(place.query).get("next") == [back]


@pytest.mark.parametrize(
    ("way", "naam", "back"),
    [
        ("get", "tweede_stap_app", "tweede_stap_app"),
        ("post", "tweede_stap_app", "tweede_stap_app"),
        ("get", "tweede_stap_passkey", "tweede_stap_passkey"),
        ("post", "tweede_stap_passkey", "tweede_stap_passkey"),
        ("post", "nieuwe_herstelcodes", "account"),
        ("get", "wachtwoord_wijzigen", "wachtwoord_wijzigen"),
        ("post", "wachtwoord_wijzigen", "wachtwoord_wijzigen"),
    ],
)
def test_it_asks_again_after_ten_minutes(signed_in, way, naam, back) -> None:
    assert is_asked(getattr(signed_in, way)(reverse(naam)), reverse(back))
    age(signed_in, 9)
    assert not is_asked(getattr(signed_in, way)(reverse(naam)), reverse(back))


def test_a_session_from_before_is_not_fresh(signed_in) -> None:
    for value in (None, "nu", time.time() + 3600):
        session = signed_in.session
        session["bevestigd"] = value
        session.save()
        assert is_asked(signed_in.post(reverse("nieuwe_herstelcodes")), reverse("account"))


def test_it_changes_nothing_while_it_asks(signed_in, noor) -> None:
    codes = RecoveryCodes.activate(noor)
    before = codes.generate_codes()
    factor = Authenticator.objects.get(user=noor, type="totp")
    signed_in.post(reverse("verwijder_factor", args=[factor.id]))
    signed_in.post(reverse("nieuwe_herstelcodes"))
    signed_in.post(reverse("wachtwoord_wijzigen"), {"wachtwoord": NIEUW, "nogmaals": NIEUW})
    noor.refresh_from_db()
    assert noor.check_password(WACHTWOORD)
    assert Authenticator.objects.filter(id=factor.id).exists()
    row = Authenticator.objects.get(user=noor, type="recovery_codes")
    assert row.wrap().get_unused_codes() == before


@pytest.mark.parametrize("given", ["code", "password"])
def test_a_code_or_the_password_confirms_and_comes_back(signed_in, given) -> None:
    value = code_now() if given == "code" else WACHTWOORD
    back = reverse("tweede_stap_passkey")
    page = signed_in.get(reverse("bevestigen"), {"next": back}).content.decode()
    assert f'name="next" value="{back}"' in page
    answer = signed_in.post(reverse("bevestigen"), {given: value, "next": back})
    assert answer.headers["Location"] == back
    assert signed_in.get(back).status_code == 200
    line = Logregel.objects.get(handeling="opnieuw_bevestigd")
    assert line.waarden == {"factor": "app" if given == "code" else "wachtwoord"}


@pytest.mark.parametrize("body", [{"code": "000000"}, {"password": "verkeerd"}, {"credential": "{}"}, {}])
def test_what_is_wrong_confirms_nothing(signed_in, body) -> None:
    answer = signed_in.post(reverse("bevestigen"), {**body, "next": reverse("account")})
    assert answer.status_code == 200
    assert "mp-foutenoverzicht" in answer.content.decode() or "[" in answer.content.decode()
    assert is_asked(signed_in.post(reverse("nieuwe_herstelcodes")), reverse("account"))


def test_it_counts_the_tries(signed_in) -> None:
    answers = [signed_in.post(reverse("bevestigen"), {"password": "verkeerd"}) for _ in range(6)]
    assert answers[-1].status_code == 429


@pytest.mark.parametrize("elsewhere", ["https://elders.example/", "//elders.example/", "javascript:alert(1)"])
def test_it_goes_back_to_this_site_only(signed_in, elsewhere) -> None:
    answer = signed_in.post(reverse("bevestigen"), {"password": WACHTWOORD, "next": elsewhere})
    assert answer.headers["Location"] == reverse("account")


def test_a_recovery_code_confirms_and_is_told(signed_in, noor) -> None:
    code = RecoveryCodes.activate(noor).generate_codes()[0]
    assert signed_in.post(reverse("bevestigen"), {"code": code}).status_code == 302
    assert Accountbericht.objects.get().soort == "herstelcode_gebruikt"


def test_the_password_of_somebody_else_confirms_nothing(signed_in) -> None:
    make_gebruiker(email="ander@haarlem.example", naam="Ander Persoon", rol="coordinator")
    signed_in.post(reverse("bevestigen"), {"username": "ander@haarlem.example", "password": "x" + WACHTWOORD})
    assert is_asked(signed_in.post(reverse("nieuwe_herstelcodes")), reverse("account"))


def test_somebody_changes_the_password_and_is_out(signed_in, noor) -> None:
    age(signed_in, 1)
    answer = signed_in.post(reverse("wachtwoord_wijzigen"), {"wachtwoord": NIEUW, "nogmaals": NIEUW})
    assert answer.headers["Location"] == reverse("aanmelden")
    noor.refresh_from_db()
    assert noor.check_password(NIEUW)
    assert signed_in.get(reverse("account")).status_code == 302
    assert Accountbericht.objects.get().soort == "wachtwoord_gezet"


def test_a_special_right_is_decided_after_a_confirmation(noor) -> None:
    wim = make_gebruiker(
        email="wim@x.example", naam="Wim Scholten", rol="beheer", partijsoort="meldpunt", partij="meldpunt"
    )
    row = Rechtaanvraag.objects.create(
        gebruiker=noor,
        rol="coordinator",
        partijsoort="gemeente",
        partij="0392",
        reden="Vervanging",
        aangevraagd_door=wim.id,
        aangevraagd_op=timezone.now(),
        verloopt_op=timezone.now() + timedelta(days=7),
    )
    petra = make_gebruiker(email="petra@x.example", naam="Petra Lammers", rol="privacy")
    client = Client()
    client.force_login(petra)
    url = reverse("privacy:recht_beslissen", args=[row.id])
    assert is_asked(client.post(url, {"akkoord": "1"}), reverse("privacy:rechten"))
    row.refresh_from_db()
    assert row.stand == "open"
    client.post(reverse("bevestigen"), {"password": WACHTWOORD, "next": reverse("privacy:rechten")})
    client.post(url, {"akkoord": "1"})
    assert Aanstelling.objects.filter(gebruiker=noor, rol="coordinator").exists()


@pytest.mark.parametrize(
    ("claims", "fresh"),
    [({}, False), ({"auth_time": 990}, True), ({"auth_time": 100}, False), ({"auth_time": 2000}, False)]
    + [({"auth_time": wrong}, False) for wrong in ("990", True, None)],
)
def test_a_provider_counts_when_it_says_that_it_asked_just_now(claims, fresh) -> None:
    assert asked_just_now(claims, now=1000.0) is fresh
