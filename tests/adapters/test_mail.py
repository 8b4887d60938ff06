"""The port for mail."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core import mail

from meldpunt.adapters.mail import Mailbericht, Mailfout, can_mail, send_mail

BERICHT = Mailbericht(aan="noor@haarlem.example", onderwerp="Uw termijnen", tekst="Drie.\n")


def test_it_hands_over_plain_text_that_asks_for_no_answer() -> None:
    send_mail(BERICHT)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["noor@haarlem.example"], "Uw termijnen", "Drie.\n")
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_it_says_that_there_is_no_server(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # type: ignore[attr-defined]
    assert not can_mail()
    with pytest.raises(Mailfout, match="mail_niet_ingesteld"):
        send_mail(BERICHT)


def test_it_says_that_the_server_did_not_take_it(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    with pytest.raises(Mailfout, match="mail_mislukt"):
        send_mail(BERICHT)


def test_a_line_break_in_a_subject_adds_no_header() -> None:
    with pytest.raises(Mailfout, match="mail_mislukt"):
        send_mail(Mailbericht(aan="noor@haarlem.example", onderwerp="Uw\nBcc: x@x.example", tekst=""))


def read_settings(module: str, **env: str) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MELDPUNT_")}
    code = (
        f"import meldpunt.settings.{module} as s;"
        "print(s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL,"
        " s.MELDPUNT_ADRES)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={**kept, **env}, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_the_environment_names_the_server_and_the_site() -> None:
    secret = {
        "MELDPUNT_SECRET_KEY": "veertien-paarse-fietsen-rijden-langs-de-Zaan-7",
        "MELDPUNT_SLEUTEL": "acht-groene-boten-varen-over-het-IJ-naar-Hoorn-9",
        "MELDPUNT_SECURITY_CONTACT": "mailto:veilig@meldpunt.example",
        "MELDPUNT_SECURITY_EXPIRES": "2099-01-01",
        "MELDPUNT_HOSTS": "meldpunt.example,ander.example",
    }
    assert read_settings("productie", **secret) == "dummy  587 True False https://meldpunt.example"
    named = {"MELDPUNT_MAIL_HOST": "post.example", "MELDPUNT_MAIL_TLS": "tls", "MELDPUNT_MAIL_PORT": "465"}
    assert read_settings("productie", **secret, **named, MELDPUNT_ADRES="https://schulden.example/") == (
        "smtp post.example 465 False True https://schulden.example"
    )
    assert "mail_tls" in read_settings("productie", **secret, MELDPUNT_MAIL_TLS="ja")


def test_the_demo_prints_mail_on_the_screen(tmp_path: object) -> None:
    shown = read_settings("demo", MELDPUNT_DATA=str(tmp_path), MELDPUNT_PORT="8123")
    assert shown == "console  587 True False http://127.0.0.1:8123"
