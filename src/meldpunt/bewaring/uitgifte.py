"""A file with persons that leaves the meldpunt: who made it, for what, and the day before which it must be gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor

# Our reading: as long as the work for which it is fetched takes; a new one is made in a moment.
DAGEN: Final = {
    "signalen": 31,
    "selectie": 31,
    "terugkoppelingen": 31,
    "geweigerd": 30,
    "brieven": 7,
    "hulpdossier": 7,
}
DOELEN: Final = {
    "signalen": "eigen signalen volgen",
    "selectie": "eigen signalen volgen",
    "terugkoppelingen": "terugkoppeling verwerken",
    "geweigerd": "geweigerde regels verbeteren",
    "brieven": "brieven drukken",
    "hulpdossier": "overdracht aan schuldhulpverlening",
}


@dataclass(frozen=True, slots=True)
class Uitgifte:
    """The mark that a file carries."""

    kenmerk: str
    tekst: str
    vernietigen_voor: date

    @property
    def zin(self) -> str:
        """Write it as one sentence, for a cover list."""
        return f"{self.tekst}. Vernietig dit bestand voor {self.vernietigen_voor:%d-%m-%Y}."


@transaction.atomic
def issue_bestand(*, soort: str, door: Actor, now: datetime, gemeente: str = "") -> Uitgifte:
    """Give a file its mark and write down that it left."""
    key = new_id()
    kenmerk = f"UG-{str(key)[-12:]}"
    moment = timezone.localtime(now)
    before = moment.date() + timedelta(days=DAGEN[soort])
    record(
        "bestand_uitgegeven",
        objectsoort="uitgifte",
        object=kenmerk,
        gemeente=gemeente,
        door=door,
        now=now,
        doel=DOELEN[soort],
        waarden={"soort": soort, "vernietigen_voor": before.isoformat()},
    )
    tekst = f"{kenmerk}, gemaakt door {door.naam} op {moment:%d-%m-%Y %H:%M} voor: {DOELEN[soort]}"
    return Uitgifte(kenmerk, tekst, before)
