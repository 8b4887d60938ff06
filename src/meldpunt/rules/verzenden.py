"""When a message that did not go out is tried again, and what an address to send to looks like."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

# After each failed try this long until the next; after the last one somebody looks at it.
WACHTTIJDEN: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
# The kind of contact (DDAS) that each channel is.
CONTACTSOORT: Final = {"brief": "Brief", "kaartje": "Kaartje", "mail": "Mail", "sms": "SMS/Whatsapp"}
# Whoever claimed a message has this long; when it dies halfway another takes it up.
BEZIG: Final = timedelta(minutes=10)


def find_wachttijd(pogingen: int) -> timedelta | None:
    """Return how long to wait after so many tries, or none: then it has failed."""
    return WACHTTIJDEN[pogingen - 1] if 0 < pogingen <= len(WACHTTIJDEN) else None


def find_mobiel(tekst: str) -> str | None:
    """Return a Dutch mobile number as +316…, or none when an SMS cannot reach it."""
    digits = re.sub(r"[\s\-().]", "", tekst)
    found = re.fullmatch(r"(?:\+31|0031|0)(6\d{8})", digits)
    return f"+31{found[1]}" if found else None
