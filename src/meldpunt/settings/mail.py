"""Which mail server carries what goes out, from the environment."""

from __future__ import annotations

import os
from typing import Any, Final

SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"
SCHERM: Final = "django.core.mail.backends.console.EmailBackend"
GEEN: Final = "django.core.mail.backends.dummy.EmailBackend"


def mail_settings(*, without_server: str) -> dict[str, Any]:
    """Return Django's settings for mail; `without_server` says what happens when none is named."""
    host, safety = os.environ.get("MELDPUNT_MAIL_HOST", ""), os.environ.get("MELDPUNT_MAIL_TLS", "starttls")
    if safety not in {"starttls", "tls", "geen"}:
        raise ValueError(f"MELDPUNT_MAIL_TLS is '{safety}': kies starttls, tls of geen. [mail_tls]")
    return {
        "EMAIL_BACKEND": SMTP if host else without_server,
        "EMAIL_HOST": host,
        "EMAIL_PORT": int(os.environ.get("MELDPUNT_MAIL_PORT") or 587),
        "EMAIL_HOST_USER": os.environ.get("MELDPUNT_MAIL_USER", ""),
        "EMAIL_HOST_PASSWORD": os.environ.get("MELDPUNT_MAIL_PASSWORD", ""),
        "EMAIL_USE_TLS": safety == "starttls",
        "EMAIL_USE_SSL": safety == "tls",
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": os.environ.get("MELDPUNT_MAIL_FROM") or "meldpunt@localhost",
    }
