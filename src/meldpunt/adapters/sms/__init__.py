"""The SMS port: one message out, or an exception; `MELDPUNT_SMS` names the function that carries it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Smsbericht:
    """A plain text to one mobile number, written as +316…."""

    aan: str
    tekst: str


class Smsfout(RuntimeError):
    """The message did not go out; the text says why, without the number or the message."""


def is_ingericht() -> bool:
    """Say whether there is anything that carries an SMS."""
    return bool(settings.MELDPUNT_SMS)


def send_sms(bericht: Smsbericht) -> None:
    """Send one message. Raises Smsfout, also when nothing carries an SMS here."""
    if not is_ingericht():
        raise Smsfout("no carrier in MELDPUNT_SMS")
    import_string(settings.MELDPUNT_SMS)(bericht)
