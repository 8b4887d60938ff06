"""What an account is told about itself: every change of how it opens, by mail and in the log."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.db import transaction
from django.utils import timezone
from tests.factories import make_gebruiker, make_gemeente

from meldpunt.audit.models import Logregel
from meldpunt.toegang.aanmelden import berichten, factoren
from meldpunt.toegang.aanmelden.berichten import BEWAREN, POGINGEN, send_berichten, sweep_berichten
from meldpunt.toegang.aanmelden.factoren import add_app, check_code, make_herstelcodes, remove_factor
from meldpunt.toegang.aanmelden.wachtwoord import set_wachtwoord
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.models import Accountbericht, Gebruiker
from meldpunt.toegang.rechten.aanstellingen import grant
from meldpunt.toegang.rechten.functies import Functie
from meldpunt.toegang.rechten.herstel import remove_factoren

pytestmark = pytest.mark.django_db
GEHEIM = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADRES = "https://meldpunt.example/account/"
NIEUW = "een-heel-nieuw-wachtwoord-nu"


@pytest.fixture
def noor() -> Gebruiker:
    make_gemeente(code="0392", naam="Haarlem")
    return make_gebruiker()


@pytest.fixture
def beheer() -> Actor:
    who = make_gebruiker(email="wim@meldpunt.example", naam="Wim Scholten", rol="beheer")
    return Actor(who.id, who.naam, "beheer", "meldpunt", "meldpunt", "web")


def code_at(now) -> str:
    return format_hotp_value(hotp_value(GEHEIM, int(now.timestamp()) // 30))


def told(now=None) -> list[str]:
    """Send what waits and return the text of each mail."""
    mail.outbox.clear()
    send_berichten(adres=ADRES, now=now or timezone.now())
    return [message.body for message in mail.outbox]


def logged(handeling: str) -> bool:
    return Logregel.objects.filter(handeling=handeling).exists()


def test_it_tells_of_a_new_app_and_its_recovery_codes_without_a_secret(noor) -> None:
    now = timezone.now()
    codes = add_app(gebruiker=noor, geheim=GEHEIM, code=code_at(now), now=now)
    (app, fresh) = told()
    assert "een app met codes toegevoegd" in app
    assert "nieuwe herstelcodes gemaakt" in fresh
    assert mail.outbox[0].to == [noor.email]
    for text in (app, fresh):
        assert ADRES in text
        assert not any(secret in text for secret in (GEHEIM, *codes))
        assert not re.search(r"\b\d{6}\b", text)
    assert logged("factor_toegevoegd")
    assert logged("herstelcodes_gemaakt")
    assert told() == [], "once"


def test_it_tells_of_a_new_passkey(noor, monkeypatch) -> None:
    class Sleutel:
        @staticmethod
        def add(gebruiker, naam, antwoord):
            Authenticator.objects.create(user=gebruiker, type="webauthn", data={"name": naam})

    monkeypatch.setattr(factoren.webauthn, "parse_registration_response", lambda antwoord: antwoord)
    monkeypatch.setattr(factoren.webauthn, "complete_registration", lambda antwoord: antwoord)
    monkeypatch.setattr(factoren.webauthn, "WebAuthn", Sleutel)
    factoren.add_passkey(gebruiker=noor, naam="laptop", antwoord={}, now=timezone.now())
    assert "een passkey toegevoegd" in told()[0]


def test_it_tells_of_a_factor_that_was_removed(noor, settings) -> None:
    settings.MELDPUNT_MFA = False
    TOTP.activate(noor, GEHEIM)
    factor = Authenticator.objects.get(user=noor, type="totp")
    remove_factor(gebruiker=noor, factor=factor.id, now=timezone.now())
    assert ["een app met codes verwijderd" in text for text in told()] == [True]
    assert logged("factor_verwijderd")


def test_it_tells_of_factors_that_beheer_took_away(noor, beheer) -> None:
    TOTP.activate(noor, GEHEIM)
    remove_factoren(gebruiker=noor.id, door=beheer, now=timezone.now())
    assert ["een beheerder" in text for text in told()] == [True]
    assert logged("factoren_weggehaald")


def test_it_tells_of_a_password_that_was_set(noor) -> None:
    set_wachtwoord(gebruiker=noor, wachtwoord=NIEUW, now=timezone.now())
    (text,) = told()
    assert "een nieuw wachtwoord gezet" in text
    assert NIEUW not in text
    assert logged("wachtwoord_gezet")


def test_it_tells_of_recovery_codes_made_and_of_one_used(noor) -> None:
    now = timezone.now()
    codes = make_herstelcodes(gebruiker=noor, now=now)
    assert check_code(gebruiker=noor, code=codes[0], now=now) == "herstelcode"
    made, used = told()
    assert "nieuwe herstelcodes gemaakt" in made
    assert "een herstelcode gebruikt" in used
    assert codes[0] not in made + used
    assert logged("herstelcode_gebruikt")


def test_a_code_that_does_not_fit_tells_nobody(noor) -> None:
    RecoveryCodes.activate(noor).generate_codes()
    with pytest.raises(factoren.Weigering):
        check_code(gebruiker=noor, code="onzin", now=timezone.now())
    assert told() == []
    assert not logged("herstelcode_gebruikt")


@pytest.mark.parametrize(("rol", "mails"), [("coordinator", 1), ("behandelaar", 0)])
def test_it_tells_of_a_special_right_only(noor, rol, mails) -> None:
    functie = Functie(rol, "gemeente", "0392")
    who = make_gebruiker(email="anne@haarlem.example", naam="Anne Bos", rol="partner")
    grant(gebruiker=who.id, functie=functie, tot=None, door=system_actor(herkomst="test"), now=timezone.now())
    texts = told()
    assert len(texts) == mails
    assert all("bijzonder recht" in text for text in texts)


def test_it_says_nothing_of_what_was_undone(noor) -> None:
    with transaction.atomic():
        set_wachtwoord(gebruiker=noor, wachtwoord=NIEUW, now=timezone.now())
        transaction.set_rollback(True)
    assert told() == []


def test_it_tries_again_when_the_mail_server_refuses_and_gives_up(noor, monkeypatch) -> None:
    set_wachtwoord(gebruiker=noor, wachtwoord=NIEUW, now=timezone.now())

    def refuse(_bericht):
        raise berichten.Mailfout("vol")

    with monkeypatch.context() as broken:
        broken.setattr(berichten, "send_mail", refuse)
        assert send_berichten(adres=ADRES, now=timezone.now()) == 0
    assert len(told()) == 1
    Accountbericht.objects.update(verzonden_op=None, pogingen=POGINGEN)
    assert told() == []


def test_it_forgets_what_is_old(noor) -> None:
    now = timezone.now()
    set_wachtwoord(gebruiker=noor, wachtwoord=NIEUW, now=now)
    assert told(now + BEWAREN + timedelta(days=1)) == [], "a mail that comes weeks later helps nobody"
    assert sweep_berichten(now=now + BEWAREN - timedelta(days=1)) == 0
    assert sweep_berichten(now=now + BEWAREN + timedelta(days=1)) == 1
