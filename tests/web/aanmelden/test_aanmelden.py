"""Signing in: address, password, second factor; and that nothing else opens without."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.factories import WACHTWOORD, make_gebruiker, make_gemeente

from meldpunt.audit.models import Logregel
from meldpunt.toegang.aanmelden.binnenkomst import tell_opvallend
from meldpunt.toegang.aanmelden.uitnodigen import send_links
from meldpunt.toegang.models import Aanmelding, Gebruiker, Sessie

pytestmark = pytest.mark.django_db
GEHEIM = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def mfa(settings) -> None:
    settings.MELDPUNT_MFA = True


@pytest.fixture
def noor() -> Gebruiker:
    make_gemeente(code="0392", naam="Haarlem")
    return make_gebruiker()


def code_now(skew: int = 0) -> str:
    return format_hotp_value(hotp_value(GEHEIM, int(timezone.now().timestamp()) // 30 + skew))


def with_app(gebruiker: Gebruiker) -> Gebruiker:
    TOTP.activate(gebruiker, GEHEIM)
    return gebruiker


def give_password(client, gebruiker, *, wachtwoord=WACHTWOORD, **meer):
    headers = meer.pop("headers", {"User-Agent": FIREFOX})
    return client.post(
        reverse("aanmelden"),
        {"username": gebruiker.email, "password": wachtwoord, **meer},
        headers=headers,
    )


def sign_in(client, gebruiker):
    give_password(client, gebruiker)
    return client.post(reverse("tweede_stap"), {"code": code_now()}, headers={"User-Agent": FIREFOX})


def test_it_asks_the_address_first_and_then_a_password(client, noor) -> None:
    first = client.get(reverse("aanmelden"))
    assert 'name="password"' not in first.content.decode()
    second = client.post(reverse("aanmelden"), {"username": noor.email})
    assert 'name="password"' in second.content.decode()
    assert f'value="{noor.email}"' in second.content.decode()


def test_it_asks_a_password_for_an_unknown_address_too(client, noor) -> None:
    known = client.post(reverse("aanmelden"), {"username": noor.email}).content.decode()
    unknown = client.post(reverse("aanmelden"), {"username": "niemand@haarlem.example"}).content.decode()
    assert strip(known).replace(noor.email, "x") == strip(unknown).replace("niemand@haarlem.example", "x")


def strip(html: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", html)


def test_it_lets_a_password_alone_do_nothing_but_set_up_a_second_factor(client, noor) -> None:
    assert give_password(client, noor).status_code == 302
    for page in ("gemeente:dag", "start", "account"):
        assert client.get(reverse(page)).headers["Location"] == reverse("tweede_stap_instellen"), page
    assert client.get(reverse("tweede_stap_instellen")).status_code == 200


def test_it_tells_htmx_to_leave_the_page(client, noor) -> None:
    give_password(client, noor)
    answer = client.get(reverse("gemeente:dag"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == reverse("tweede_stap_instellen")


def test_it_sets_up_an_app_and_shows_recovery_codes_once(client, noor) -> None:
    give_password(client, noor)
    page = client.get(reverse("tweede_stap_app")).content.decode()
    geheim = re.search(r"data-geheim>([^<]+)<", page)[1].replace(" ", "")
    step = int(timezone.now().timestamp()) // 30
    key_before = client.session.session_key
    done = client.post(
        reverse("tweede_stap_app"), {"code": format_hotp_value(hotp_value(geheim, step))}, follow=True
    )
    codes = re.findall(r"<li><code>(\d{8})</code>", done.content.decode())
    assert len(codes) == 10
    assert client.session.session_key != key_before
    assert client.post(reverse("herstelcodes"), follow=True).status_code == 200
    assert client.get(reverse("herstelcodes")).headers["Location"] == reverse("account")
    stored = Authenticator.objects.get(user=noor, type="totp").data["secret"]
    assert geheim not in stored, "the secret is sealed"


def test_it_refuses_a_wrong_first_code(client, noor) -> None:
    give_password(client, noor)
    client.get(reverse("tweede_stap_app"))
    answer = client.post(reverse("tweede_stap_app"), {"code": "000000"})
    assert "[code_onjuist]" in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_it_asks_the_app_of_who_has_one_and_lets_them_in(client, noor) -> None:
    with_app(noor)
    assert give_password(client, noor).headers["Location"] == reverse("tweede_stap")
    assert "_auth_user_id" not in client.session, "nobody is signed in by half"
    assert client.get(reverse("gemeente:dag")).status_code == 302
    answer = client.post(reverse("tweede_stap"), {"code": code_now()})
    assert answer.headers["Location"] == "/"
    assert client.get(reverse("account")).status_code == 200
    assert Aanmelding.objects.get().factor == "app"


def test_it_takes_a_code_once(client, noor) -> None:
    with_app(noor)
    code = code_now()
    give_password(client, noor)
    client.post(reverse("tweede_stap"), {"code": code})
    client.post(reverse("afmelden"))
    give_password(client, noor)
    assert "[code_onjuist]" in client.post(reverse("tweede_stap"), {"code": code}).content.decode()


def test_a_stolen_password_sets_up_no_factor_of_its_own(client, noor) -> None:
    give_password(client, noor)  # a session from before there was a second factor
    with_app(noor)
    for page in ("tweede_stap_instellen", "tweede_stap_app", "tweede_stap_passkey"):
        assert client.get(reverse(page)).headers["Location"] == reverse("tweede_stap"), page
    assert client.post(reverse("nieuwe_herstelcodes")).headers["Location"] == reverse("tweede_stap")


def test_a_session_that_shows_its_factor_later_goes_on_as_one(client, noor) -> None:
    give_password(client, noor)
    with_app(noor)
    assert client.post(reverse("tweede_stap"), {"code": code_now()}).headers["Location"] == "/"
    assert client.get(reverse("account")).status_code == 200
    assert Sessie.objects.filter(beeindigd_op=None).count() == 1


def test_it_goes_on_where_somebody_was_going_and_nowhere_else(client, noor) -> None:
    with_app(noor)
    give_password(client, noor, next=reverse("gemeente:postvak"))
    answer = client.post(reverse("tweede_stap"), {"code": code_now()})
    assert answer.headers["Location"] == reverse("gemeente:postvak")
    client.post(reverse("afmelden"))
    give_password(client, noor, next="https://elders.example/")
    answer = client.post(reverse("tweede_stap"), {"code": code_now(1)})
    assert answer.headers["Location"] == "/"


def test_it_says_the_same_to_a_wrong_password_an_unknown_address_and_an_ended_account(client, noor) -> None:
    ended = make_gebruiker(email="weg@haarlem.example", naam="Weg Gegaan")
    Gebruiker.objects.filter(id=ended.id).update(is_active=False)
    unknown = Gebruiker(email="niemand@haarlem.example")
    pages = [
        strip(give_password(client, who, wachtwoord=word).content.decode()).replace(who.email, "x")
        for who, word in ((noor, "verkeerd-wachtwoord"), (ended, WACHTWOORD), (unknown, WACHTWOORD))
    ]
    assert pages[0] == pages[1] == pages[2]
    assert "[aanmelden_mislukt]" in pages[0]


def test_it_does_as_much_for_an_unknown_address(client, noor, django_assert_num_queries) -> None:
    """A hash, and the same number of queries: the time tells nothing either."""
    give_password(client, noor, wachtwoord="warm")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for who in (noor, Gebruiker(email="niemand@haarlem.example")):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            give_password(client, who, wachtwoord="verkeerd-wachtwoord")
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("known", [True, False])
def test_it_locks_an_address_after_five_tries_known_or_not(client, noor, known) -> None:
    who = noor if known else Gebruiker(email="niemand@haarlem.example")
    for _ in range(5):
        assert give_password(client, who, wachtwoord="verkeerd").status_code == 200
    answer = give_password(client, who)
    assert answer.status_code == 429
    assert "[te_vaak]" in answer.content.decode()
    assert Logregel.objects.filter(handeling="account_geblokkeerd").count() == 1
    give_password(client, who)
    assert Logregel.objects.filter(handeling="account_geblokkeerd").count() == 1, "once per stretch of time"


def test_it_counts_a_right_password_not_against_the_account(client, noor) -> None:
    for _ in range(4):
        give_password(client, noor, wachtwoord="verkeerd")
    give_password(client, noor)
    client.post(reverse("afmelden"))
    for _ in range(4):
        assert give_password(client, noor, wachtwoord="verkeerd").status_code == 200


def test_it_locks_the_second_step_after_five_codes(client, noor) -> None:
    with_app(noor)
    give_password(client, noor)
    for _ in range(5):
        client.post(reverse("tweede_stap"), {"code": "000000"})
    answer = client.post(reverse("tweede_stap"), {"code": code_now()})
    assert answer.status_code == 429


def test_it_forgets_who_is_halfway_in_after_ten_minutes(client, noor) -> None:
    with_app(noor)
    give_password(client, noor)
    session = client.session
    session["aanmelding"] = {**session["aanmelding"], "tijd": 0}
    session.save()
    answer = client.post(reverse("tweede_stap"), {"code": code_now()})
    assert answer.headers["Location"] == reverse("aanmelden")


def test_it_lets_a_recovery_code_in_once_and_tells_the_person(client, noor) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    with_app(noor)
    code = RecoveryCodes.activate(noor).generate_codes()[0]
    give_password(client, noor)
    assert client.post(reverse("tweede_stap"), {"code": code}).status_code == 302
    assert "herstelcode" in Aanmelding.objects.get().opvallend
    assert tell_opvallend(adres="https://meldpunt.example/account/", now=timezone.now()) == 1
    assert "met een herstelcode" in mail.outbox[0].body
    assert tell_opvallend(adres="", now=timezone.now()) == 0, "once"
    client.post(reverse("afmelden"))
    give_password(client, noor)
    assert "[code_onjuist]" in client.post(reverse("tweede_stap"), {"code": code}).content.decode()


def test_it_sees_a_new_device_and_a_sign_in_elsewhere(client, noor) -> None:
    with_app(noor)
    sign_in(client, noor)
    assert "nieuw_apparaat" not in Aanmelding.objects.get().opvallend, "the first time nothing is odd"
    other = client.__class__()
    give_password(other, noor, headers={"User-Agent": "Safari iPhone", "X-Forwarded-For": "198.51.100.7"})
    answer = other.post(
        reverse("tweede_stap"), {"code": code_now(1)}, headers={"User-Agent": "Safari iPhone"}, follow=True
    )
    assert {"nieuw_apparaat", "tegelijk"} <= set(Aanmelding.objects.order_by("-id")[0].opvallend)
    assert "[tegelijk_aangemeld]" in answer.content.decode()


def test_it_lists_and_ends_ones_own_sessions(client, noor) -> None:
    with_app(noor)
    other = client.__class__()
    sign_in(other, noor)
    give_password(client, noor)
    client.post(reverse("tweede_stap"), {"code": code_now(1)})
    page = client.get(reverse("account")).content.decode()
    assert "Firefox op Linux" in page
    elsewhere = Sessie.objects.get(sleutel=other.session.session_key)
    client.post(reverse("beeindig_sessie", args=[elsewhere.id]))
    assert other.get(reverse("account")).status_code == 302, "the other one is out at once"
    assert client.get(reverse("account")).status_code == 200


def test_it_ends_no_session_of_somebody_else(client, noor) -> None:
    with_app(noor)
    sign_in(client, noor)
    own = Sessie.objects.get()
    client.force_login(make_gebruiker(rol="coordinator"))
    session = client.session
    session["tweede_stap"] = "app"
    session.save()
    client.post(reverse("beeindig_sessie", args=[own.id]))
    own.refresh_from_db()
    assert own.beeindigd_op is None


def test_it_keeps_the_last_second_factor(client, noor) -> None:
    with_app(noor)
    sign_in(client, noor)
    factor = Authenticator.objects.get(type="totp")
    answer = client.post(reverse("verwijder_factor", args=[factor.id]), follow=True)
    assert "[factor_laatste]" in answer.content.decode()
    assert Authenticator.objects.filter(id=factor.id).exists()


def test_it_gives_a_new_key_to_the_session_with_another_role(client, noor) -> None:
    from tests.factories import BEGIN

    from meldpunt.toegang.models import Aanstelling

    role = Aanstelling.objects.create(
        gebruiker=noor, rol="coordinator", partijsoort="gemeente", partij="0392", vanaf=BEGIN
    )
    with_app(noor)
    sign_in(client, noor)
    before = client.session.session_key
    client.post(reverse("kies_rol", args=[role.id]))
    assert client.session.session_key != before
    assert Sessie.objects.get().sleutel == client.session.session_key


def test_it_mails_a_link_to_who_forgot_and_says_the_same_to_everybody(client, noor) -> None:
    known = client.post(reverse("wachtwoord_vergeten"), {"email": noor.email})
    unknown = client.post(reverse("wachtwoord_vergeten"), {"email": "niemand@haarlem.example"})
    assert strip(known.content.decode()) == strip(unknown.content.decode())
    assert mail.outbox == [], "nothing is sent while somebody waits for the answer"
    sent = send_links(
        adres_of=lambda who, token: f"https://x.example{reverse('wachtwoord_link', args=[who, token])}",
        aanmelden="https://x.example/aanmelden/",
        now=timezone.now(),
    )
    assert sent == 1
    assert mail.outbox[0].to == [noor.email]
    link = re.search(r"https://x.example(\S+)", mail.outbox[0].body)[1]
    page = client.get(link)
    assert page.headers["Location"] == reverse("wachtwoord_nieuw")
    new = "een-heel-nieuw-wachtwoord-nu"
    weak = client.post(reverse("wachtwoord_nieuw"), {"wachtwoord": "kort", "nogmaals": "kort"})
    assert "[wachtwoord_zwak]" in weak.content.decode()
    client.post(reverse("wachtwoord_nieuw"), {"wachtwoord": new, "nogmaals": new})
    noor.refresh_from_db()
    assert noor.check_password(new)
    assert client.get(link, follow=True).status_code == 410, "a link works once"


def test_a_link_lapses(client, noor, settings) -> None:
    from meldpunt.toegang.aanmelden.uitnodigen import Linkmaker, find_account_of_link

    token = Linkmaker().make_token(noor)
    assert find_account_of_link(gebruiker=noor.id, token=token) == noor
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert find_account_of_link(gebruiker=noor.id, token=token) is None


def test_a_new_password_ends_the_sessions_elsewhere(client, noor) -> None:
    from meldpunt.toegang.aanmelden.wachtwoord import set_wachtwoord

    with_app(noor)
    sign_in(client, noor)
    set_wachtwoord(gebruiker=noor, wachtwoord="een-heel-nieuw-wachtwoord", now=timezone.now())
    assert client.get(reverse("account")).headers["Location"].startswith(reverse("aanmelden"))


def test_it_signs_in_a_demo_account_with_one_click_and_only_in_the_demo(client, settings) -> None:
    from meldpunt.demo import ACCOUNTS

    settings.MELDPUNT_MFA = False
    account = ACCOUNTS[0]
    Gebruiker.objects.create_user(account.email, account.wachtwoord, naam=account.naam)
    settings.DEMO = False
    client.post(reverse("aanmelden"), {"proefaccount": account.email})
    assert "_auth_user_id" not in client.session
    settings.DEMO = True
    client.post(reverse("aanmelden"), {"proefaccount": account.email})
    assert "_auth_user_id" in client.session


def test_it_marks_a_sign_in_at_night(client, noor, monkeypatch) -> None:
    from meldpunt.toegang.aanmelden.binnenkomst import enter
    from meldpunt.toegang.aanmelden.plek import Plek

    night = timezone.localtime(timezone.now()).replace(hour=3) - timedelta(days=1)
    plek = Plek("192.0.2.1", FIREFOX)
    found = enter(gebruiker=noor, sleutel="s1", wijze="wachtwoord", factor="app", plek=plek, now=night)
    assert found.opvallend == ("nacht",)
