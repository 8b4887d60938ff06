"""An SMS over a provider, and what an outage of provider or mail server leaves: everything, and in sight."""

from __future__ import annotations

import json
import smtplib
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tests.factories import NU
from tests.koppelingen.buren import FOUTEN, Buur, buur, make_certificaat
from tests.slices.correspondentie.aanbieder import connect, speak_cm
from tests.slices.correspondentie.post import Kantoor, give_contact, make_kantoor
from tests.slices.correspondentie.postbus import open_postbus

from meldpunt.adapters.mail import Mailfout
from meldpunt.adapters.mail.afwijzing import find_storing
from meldpunt.adapters.sms import Smsbericht
from meldpunt.adapters.sms.cm import read_antwoord, write_verzoek
from meldpunt.audit.models import Logregel
from meldpunt.correspondentie.bezorgen import MAILSTAND
from meldpunt.correspondentie.wachtrij import send_due
from meldpunt.koppelingen.models import Koppelingstand
from meldpunt.opvolging.models import Contactpoging
from meldpunt.toegang.actor import system_actor

WERKER = system_actor(herkomst="werker")


@pytest.fixture(scope="module")
def neighbour() -> Iterator[Buur]:
    with buur() as one:
        yield one


@pytest.fixture
def provider(neighbour: Buur) -> Buur:
    neighbour.fout, neighbour.antwoorden, neighbour.antwoord = "", {}, speak_cm
    neighbour.gevraagd.clear()
    return neighbour


@pytest.fixture
def kantoor(transactional_db: None, provider: Buur) -> Kantoor:
    made = make_kantoor()
    give_contact("Jansen", telefoon="0612345678", email="j@jansen.example")
    connect(provider)
    return made


def send(*, na: timedelta = timedelta()) -> int:
    return send_due(door=WERKER, clock=lambda: NU + na)


def test_it_sends_an_sms_as_the_provider_wants_it(kantoor: Kantoor, provider: Buur) -> None:
    made = kantoor.make("Jansen", "sms")
    assert send() == 1
    (asked,) = provider.gevraagd
    assert (asked.methode, asked.pad, asked.koppen["content-type"]) == (
        "POST",
        "/v1.0/message",
        "application/json",
    )
    (message,) = asked.json()["messages"]["msg"]
    assert message["to"] == [{"number": "0031612345678"}]
    assert message["from"] == "Gemeente Ha"
    assert message["allowedChannels"] == ["SMS"]
    assert message["reference"] == str(made.id)
    assert "Beste heer of mevrouw Jansen" in message["body"]["content"]
    made.refresh_from_db()
    assert made.status == "verzonden"
    assert Contactpoging.objects.get().soort == "SMS/Whatsapp"
    assert Koppelingstand.objects.get(sleutel="sms:0392").laatst_gelukt_op == NU


def test_it_gives_up_on_a_number_that_the_provider_cannot_reach(kantoor: Kantoor, provider: Buur) -> None:
    provider.antwoord = lambda gevraagd: (
        400,
        {"errorCode": 201, "messages": [{"status": "Rejected", "messageErrorCode": 303}]},
    )
    made = kantoor.make("Jansen", "sms")
    assert send() == 0
    made.refresh_from_db()
    assert (made.status, made.fout, made.pogingen) == ("mislukt", "nummer_geweigerd", 1)
    assert not Contactpoging.objects.exists()
    assert Logregel.objects.get(handeling="bericht_mislukt").waarden["reden"] == "nummer_geweigerd"


@pytest.mark.parametrize("fout", FOUTEN)
def test_it_keeps_an_sms_due_while_the_provider_is_down(kantoor: Kantoor, provider: Buur, fout: str) -> None:
    made = kantoor.make("Jansen", "sms")
    provider.fout = fout
    for hour in range(8):
        assert send(na=timedelta(hours=hour)) == 0
    made.refresh_from_db()
    assert (made.status, made.fout) == ("wacht", "dienst_uit")
    stand = Koppelingstand.objects.get(sleutel="sms:0392")
    assert stand.laatste_code == FOUTEN[fout]
    provider.fout = ""
    assert send(na=timedelta(days=3)) == 1
    made.refresh_from_db()
    assert made.status == "verzonden"
    stand.refresh_from_db()
    assert stand.mislukt_op_rij == 0


def test_it_keeps_a_mail_due_while_the_server_is_down(kantoor: Kantoor, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    made = kantoor.make("Jansen", "mail")
    for hour in range(0, 48, 4):
        assert send(na=timedelta(hours=hour)) == 0
    made.refresh_from_db()
    assert (made.status, made.fout) == ("wacht", "dienst_uit")
    stand = Koppelingstand.objects.get(sleutel=MAILSTAND)
    assert stand.laatste_code == "geweigerd"
    assert stand.open_tot is not None
    with open_postbus() as bus:
        settings.EMAIL_PORT = bus.port
        assert send(na=timedelta(days=3)) == 1
        assert len(bus.berichten) == 1
    stand.refresh_from_db()
    assert (stand.mislukt_op_rij, stand.open_tot) == (0, None)


@contextmanager
def listen(greet: Callable[[socket.socket], object]) -> Iterator[int]:
    """Answer one after another on a port, each in this way."""

    class Gesprek(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                greet(self.request)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Gesprek) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def greet_over_tls(line: socket.socket) -> None:
    """Show a certificate that nobody trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "server.pem"
        path.write_text("".join(make_certificaat()))
        context.load_cert_chain(path)
    context.wrap_socket(line, server_side=True).recv(1)


@pytest.mark.parametrize(
    ("greet", "tls", "code"),
    [
        (lambda line: line.recv(1), False, "te_traag"),
        (lambda line: line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"), False, "onleesbaar"),
        (lambda line: line.sendall(b"421 te druk\r\n"), False, "serverfout"),
        (lambda line: line.shutdown(socket.SHUT_RDWR), False, "verbroken"),
        (greet_over_tls, True, "certificaat"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_keeps_a_mail_due_whatever_the_server_does(
    kantoor: Kantoor, settings: Any, greet: Callable[[socket.socket], object], tls: bool, code: str
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT, settings.EMAIL_USE_SSL, settings.EMAIL_HOST = 0.5, tls, "127.0.0.1"
    made = kantoor.make("Jansen", "mail")
    with listen(greet) as settings.EMAIL_PORT:
        assert send() == 0
    made.refresh_from_db()
    assert (made.status, made.fout) == ("wacht", "dienst_uit")
    assert Koppelingstand.objects.get(sleutel=MAILSTAND).laatste_code == code


def test_it_counts_no_tries_of_a_message_while_the_server_was_down(kantoor: Kantoor, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    made = kantoor.make("Jansen", "mail")
    for hour in range(0, 36, 4):
        send(na=timedelta(hours=hour))
    with open_postbus() as bus:
        settings.EMAIL_PORT, bus.antwoord = bus.port, 450
        assert send(na=timedelta(days=3)) == 0
    made.refresh_from_db()
    assert (made.status, made.pogingen, made.fout) == ("wacht", 1, "geen_verbinding")


def test_it_does_not_blame_the_server_for_one_address(kantoor: Kantoor, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with open_postbus() as bus:
        settings.EMAIL_HOST, settings.EMAIL_PORT, bus.antwoord = "127.0.0.1", bus.port, 550
        made = kantoor.make("Jansen", "mail")
        assert send() == 0
    made.refresh_from_db()
    assert made.status == "mislukt"
    assert Koppelingstand.objects.get(sleutel=MAILSTAND).mislukt_op_rij == 0


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (ConnectionRefusedError(), "geweigerd"),
        (TimeoutError(), "te_traag"),
        (smtplib.SMTPServerDisconnected("x"), "verbroken"),
        (ConnectionResetError(), "verbroken"),
        (ssl.SSLCertVerificationError(), "certificaat"),
        (smtplib.SMTPAuthenticationError(535, b"nee"), "toegang"),
        (smtplib.SMTPConnectError(421, b"druk"), "serverfout"),
        (smtplib.SMTPConnectError(-1, b"<html>"), "onleesbaar"),
        (smtplib.SMTPRecipientsRefused({"x@x.example": (550, b"nee")}), None),
        (smtplib.SMTPDataError(554, b"spam"), None),
        (ValueError("kop"), None),
    ],
)
def test_it_tells_trouble_with_the_server_from_trouble_with_a_message(
    cause: Exception, code: str | None
) -> None:
    failure = Mailfout("x")
    failure.__cause__ = cause
    assert find_storing(failure) == code


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"{}", b'{"errorCode": "0"}'])
def test_it_reads_no_answer_that_is_none_of_the_provider(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"no answer|Expecting"):
        read_antwoord(content)


def test_it_counts_an_answer_without_messages_as_a_fault() -> None:
    assert read_antwoord(b'{"errorCode": 0, "messages": []}') == 500
    assert read_antwoord(b'{"errorCode": 103, "messages": null}') == 103


def test_it_writes_every_sign_of_a_text() -> None:
    body = json.loads(write_verzoek(Smsbericht("+31612345678", "€ 5 – “ja” 😀"), afzender="X", kenmerk="k"))
    assert body["messages"]["msg"][0]["body"] == {"type": "auto", "content": "€ 5 – “ja” 😀"}
