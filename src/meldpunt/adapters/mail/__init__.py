"""The port for mail: one message to one address. Which server carries it is a matter of settings."""

from __future__ import annotations

from dataclasses import dataclass
from smtplib import SMTPException
from typing import Final

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


def can_mail() -> bool:
    """Say whether this installation has a mail server."""
    return str(settings.EMAIL_BACKEND) != GEEN_SERVER


def send_mail(bericht: Mailbericht) -> None:
    """Hand a message over to the mail server. Raises Mailfout when it does not take it."""
    if not can_mail():
        raise Mailfout("Er is geen mailserver ingesteld: vul MELDPUNT_MAIL_HOST in. [mail_niet_ingesteld]")
    message = EmailMessage(
        subject=bericht.onderwerp,
        body=bericht.tekst,
        to=[bericht.aan],
        # An absent colleague's automatic reply has nobody to read it.
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as problem:
        raise Mailfout(f"De mailserver nam het bericht niet aan: {problem} [mail_mislukt]") from problem
