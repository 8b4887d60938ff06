"""A hold with a day on which the zaak comes back by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

WACHTDAGEN: Final = (7, 14, 30)
# What somebody waits for is mostly an answer to a letter.
GEWONE_WACHT: Final = 14
HOOGSTENS_DAGEN: Final = 90
REDENLENGTE: Final = 200


def find_wachtfout(tot: date, *, today: date) -> str:
    """Return the Dutch sentence why a zaak cannot be held until this day; empty when it can."""
    last = today + timedelta(days=HOOGSTENS_DAGEN)
    if today < tot <= last:
        return ""
    return (
        f"De datum {tot:%d-%m-%Y} kan niet: kies een dag na vandaag, tot en met {last:%d-%m-%Y}. Een zaak wacht "
        f"hoogstens {HOOGSTENS_DAGEN} dagen. [wacht_datum]"
    )
