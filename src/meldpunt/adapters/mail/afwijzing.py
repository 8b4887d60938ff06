"""Read a refusal of a mail server: does trying again make sense?"""

from __future__ import annotations

import smtplib


def is_definitief(failure: BaseException) -> bool:
    """Say whether the server refused for good (a code of 500 or more), as for an address that is not there."""
    cause = failure.__cause__
    if isinstance(cause, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in cause.recipients.values())
    return isinstance(cause, smtplib.SMTPResponseException) and cause.smtp_code >= 500
