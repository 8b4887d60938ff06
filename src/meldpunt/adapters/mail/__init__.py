"""The port for mail: one message to one address. Which server carries it is a matter of settings."""

from __future__ import annotations

from dataclasses import dataclass
from smtplib import SMTPException
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

GEEN_SERVER: Final = "django.core.mail.backends.dummy.EmailBackend"


class Mailfout(RuntimeError):
    """A message that could not be handed over; the text is Dutch and says why."""


@dataclass(frozen=True, slots=True)
class Mailbericht:
    """One message: to whom, about what, in plain text."""

    aan: str
    onderwerp: str
    tekst: str
    # By which a message that comes back is known again; a key of ours that says nothing of anybody.
    kenmerk: UUID | None = None


def write_message_id(kenmerk: UUID) -> str:
    """Return the Message-ID of a message of ours."""
    host = settings.MELDPUNT_ADRES.partition("://")[2].partition("/")[0].partition(":")[0]
    return f"<{kenmerk}@{host or 'meldpunt.invalid'}>"


def can_mail() -> bool:
    """Say whether this installation has a mail server."""
    return str(settings.EMAIL_BACKEND) != GEEN_SERVER


def send_mail(bericht: Mailbericht) -> None:
    """Hand a message over to the mail server. Raises Mailfout when it does not take it."""
    if not can_mail():
        raise Mailfout("Er is geen mailserver ingesteld: vul MELDPUNT_MAIL_HOST in. [mail_niet_ingesteld]")
    # An absent colleague's automatic reply has nobody to read it.
    headers = {"Auto-Submitted": "auto-generated"}
    if bericht.kenmerk is not None:
        headers["Message-ID"] = write_message_id(bericht.kenmerk)
    back = settings.MELDPUNT_MAIL_TERUG
    if back:
        # What cannot be delivered comes back to the address on the envelope; who reads it sees the sender.
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    message = EmailMessage(
        subject=bericht.onderwerp,
        body=bericht.tekst,
        from_email=back or None,
        to=[bericht.aan],
        headers=headers,
    )
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as problem:
        raise Mailfout(f"De mailserver nam het bericht niet aan: {problem} [mail_mislukt]") from problem
