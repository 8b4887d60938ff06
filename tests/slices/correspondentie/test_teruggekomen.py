"""Mail that comes back: from a real SMTP server to the row that says it did not arrive."""

from __future__ import annotations

import io
import mailbox
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from django.core.management import CommandError, call_command
from tests.factories import NU
from tests.slices.correspondentie.post import Kantoor, give_contact, make_kantoor

from meldpunt.adapters.mail.terugbericht import GROOTST, Terugbericht, read_terugbericht
from meldpunt.audit.models import Logregel
from meldpunt.correspondentie.models import Verzending
from meldpunt.correspondentie.teruggekomen import record_teruggekomen
from meldpunt.correspondentie.wachtrij import send_due
from meldpunt.opvolging.models import Contactpoging
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

WERKER = system_actor(herkomst="werker")
SLEUTEL = UUID("0199c8f0-0000-7000-8000-000000000001")
TERUG = "terug@meldpunt.example"


def write_report(
    kop: bytes, *, action: str = "failed", status: str = "5.1.1", kind: str = "text/rfc822-headers"
) -> bytes:
    """Write what a mail server sends back about a message with these headers (RFC 3464)."""
    return (
        b"From: MAILER-DAEMON@mail.example\r\nTo: " + TERUG.encode() + b"\r\nSubject: Undelivered Mail\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=GRENS\r\nMIME-Version: 1.0\r\n\r\n"
        b"--GRENS\r\nContent-Type: text/plain\r\n\r\nI am sorry.\r\n"
        b"--GRENS\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
        + f"Final-Recipient: rfc822; j@jansen.example\r\nAction: {action}\r\nStatus: {status}\r\n".encode()
        + f"Diagnostic-Code: smtp; 550 no such user\r\n\r\n--GRENS\r\nContent-Type: {kind}\r\n\r\n".encode()
        + kop
        + b"\r\n--GRENS--\r\n"
    )


@dataclass
class Server:
    """An SMTP server that takes everything and keeps it."""

    enveloppen: list[Any] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a message."""
        self.enveloppen.append(envelope)
        return "250 bewaard"


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    kept = Server()
    # It knocks at its own port to see whether it runs, and so must know it beforehand.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.MELDPUNT_MAIL_TERUG, settings.DEFAULT_FROM_EMAIL = TERUG, "Meldpunt <post@meldpunt.example>"
        yield kept
    finally:
        controller.stop()


@pytest.fixture
def kantoor(transactional_db: None) -> Kantoor:
    made = make_kantoor()
    give_contact("Jansen", telefoon="0612345678", email="j@jansen.example")
    return made


def send() -> int:
    return send_due(door=WERKER, clock=lambda: NU)


def test_it_marks_a_mail_that_came_back_and_warns_before_the_next(
    kantoor: Kantoor, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = kantoor.make("Jansen", "mail")
    assert send() == 1
    (envelope,) = server.enveloppen
    sent = message_from_bytes(envelope.content, policy=default)
    assert (envelope.mail_from, envelope.rcpt_tos) == (TERUG, ["j@jansen.example"])
    assert sent["From"] == "Meldpunt <post@meldpunt.example>"
    assert sent["Message-ID"].startswith(f"<{made.id}@")

    box = mailbox.Maildir(tmp_path / "postbus")
    box.add(write_report(f"Message-ID: {sent['Message-ID']}\r\n".encode()))
    box.add(b"From: iemand@x.example\r\nSubject: afwezig\r\n\r\nIk ben op vakantie.\r\n")
    call_command("bounces", str(tmp_path / "postbus"))
    assert "2 berichten gelezen, 1 verzendingen op mislukt gezet." in capsys.readouterr().out
    assert len(mailbox.Maildir(tmp_path / "postbus")) == 0

    made.refresh_from_db()
    assert (made.status, made.fout, made.verzonden_op) == ("mislukt", "teruggekomen", None)
    line = Logregel.objects.get(handeling="bericht_mislukt")
    assert (line.waarden["code"], line.waarden["reden"]) == ("5.1.1", "teruggekomen")
    assert "jansen" not in str(line.waarden).lower()
    assert Contactpoging.objects.count() == 1
    with pytest.raises(Weigering, match="adres_teruggekomen"):
        kantoor.make("Jansen", "mail")


def test_it_reads_one_report_from_a_pipe(
    kantoor: Kantoor, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = kantoor.make("Jansen", "mail")
    send()
    whole = server.enveloppen[0].content
    report = write_report(whole, kind="message/rfc822", status="5.7.1")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report)))
    call_command("bounces")
    assert "1 berichten gelezen, 1 verzendingen" in capsys.readouterr().out
    made.refresh_from_db()
    assert made.fout == "teruggekomen"


def test_it_keeps_a_mailbox_that_is_to_be_kept_and_refuses_one_that_is_not_there(
    kantoor: Kantoor, tmp_path: Path
) -> None:
    box = mailbox.mbox(tmp_path / "post.mbox")
    box.add(write_report(f"Message-ID: <{SLEUTEL}@x.example>\r\n".encode()))
    box.flush()
    call_command("bounces", str(tmp_path / "post.mbox"), "--bewaar")
    assert len(mailbox.mbox(tmp_path / "post.mbox")) == 1
    with pytest.raises(CommandError, match="postbus_ontbreekt"):
        call_command("bounces", str(tmp_path / "geen"))


def test_it_changes_a_mail_once_and_only_for_good_and_only_by_the_system(
    kantoor: Kantoor, server: Server
) -> None:
    made = kantoor.make("Jansen", "mail")
    send()
    passing = Terugbericht(made.id, "4.2.1", definitief=False)
    final = Terugbericht(made.id, "5.1.1", definitief=True)
    with pytest.raises(GeenToegang):
        record_teruggekomen(bericht=final, door=kantoor.noor, now=NU)
    assert not record_teruggekomen(bericht=passing, door=WERKER, now=NU)
    assert record_teruggekomen(bericht=final, door=WERKER, now=NU + timedelta(hours=1))
    assert not record_teruggekomen(bericht=final, door=WERKER, now=NU + timedelta(hours=2))
    assert not record_teruggekomen(
        bericht=Terugbericht(SLEUTEL, "5.1.1", definitief=True), door=WERKER, now=NU
    )
    assert Verzending.objects.get().status == "mislukt"


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ({}, ("5.1.1", True)),
        ({"status": "5.2.2"}, ("5.2.2", False)),
        ({"status": "4.4.7"}, ("4.4.7", False)),
        ({"status": "5.0.0 (permanent)"}, ("5.0.0", True)),
        ({"kind": "message/rfc822"}, ("5.1.1", True)),
        ({"action": "delayed"}, None),
        ({"action": "relayed"}, None),
        ({"action": "delivered", "status": "2.0.0"}, None),
        ({"status": "zomaar"}, None),
    ],
)
def test_it_reads_the_fields_that_machines_write(
    report: dict[str, str], expected: tuple[str, bool] | None
) -> None:
    found = read_terugbericht(write_report(f"Message-ID: <{SLEUTEL}@x.example>\r\n".encode(), **report))
    assert (found and (found.code, found.definitief)) == expected
    if found:
        assert found.kenmerk == SLEUTEL


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: x\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n",
        write_report(b"Subject: geen kenmerk\r\n"),
        write_report(b"Message-ID: <vreemd@elders.example>\r\n"),
        write_report(b"Message-ID: <" + b"a" * 500 + b"\r\n"),
        b"x" * (GROOTST + 1),
    ],
)
def test_it_makes_nothing_of_what_is_no_report_about_a_mail_of_ours(content: bytes) -> None:
    assert read_terugbericht(content) is None
