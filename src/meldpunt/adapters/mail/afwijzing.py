"""Read a refusal of a mail server: is it about this message, and does trying again make sense?"""

from __future__ import annotations

import smtplib
import socket
import ssl
from typing import Final


def is_definitief(failure: BaseException) -> bool:
    """Say whether the server refused for good (a code of 500 or more), as for an address that is not there."""
    cause = failure.__cause__
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in cause.recipients.values())
    return isinstance(cause, smtplib.SMTPResponseException) and cause.smtp_code >= 500


# The first that fits. What the server says of a recipient or a text is no trouble of the connection.
_STORINGEN: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (smtplib.SMTPAuthenticationError, "toegang"),
    (smtplib.SMTPSenderRefused, "toegang"),
    (smtplib.SMTPNotSupportedError, "toegang"),
    (smtplib.SMTPConnectError, "serverfout"),
    (smtplib.SMTPHeloError, "serverfout"),
    (smtplib.SMTPServerDisconnected, "verbroken"),
    (ssl.SSLError, "certificaat"),
    (TimeoutError, "te_traag"),
    (ConnectionResetError, "verbroken"),
    (BrokenPipeError, "verbroken"),
    (socket.gaierror, "geweigerd"),
)


def find_storing(failure: BaseException) -> str | None:
    """Return what is wrong with the server or the way to it, as a code of a connection; None for a message alone."""
    cause = failure.__cause__
    if isinstance(cause, smtplib.SMTPResponseException) and cause.smtp_code < 100:
        # No number in front: whatever answers there does not speak SMTP.
        return "onleesbaar"
    if isinstance(cause, smtplib.SMTPServerDisconnected) and isinstance(cause.__context__, TimeoutError):
        return "te_traag"
    for kind, code in _STORINGEN:
        if isinstance(cause, kind):
            return code
    if isinstance(cause, smtplib.SMTPException):
        return None
    return "geweigerd" if isinstance(cause, OSError) else None
