"""The days of the demo world: two past months and the present one up to now, counted from one given moment."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from meldpunt.rules.datum import add_months

NEDERLAND = ZoneInfo("Europe/Amsterdam")


def make_toeval(*sleutel: object) -> random.Random:
    """Return chance that falls the same way for the same key."""
    return random.Random(" ".join(map(str, sleutel)))  # noqa: S311 - made-up residents, not secrets


def shift_to_werkdag(day: date) -> date:
    """Return the day itself, or the Monday after it when nobody is at work."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


@dataclass(frozen=True, slots=True)
class Kalender:
    """All days are worked out from `nu`; nothing of the world happens after it."""

    nu: datetime

    @property
    def vandaag(self) -> date:
        """The day on which the world is loaded."""
        return self.nu.astimezone(NEDERLAND).date()

    @property
    def maanden(self) -> tuple[date, date, date]:
        """The first days of the three months."""
        eerste = self.vandaag.replace(day=1)
        return add_months(eerste, -2), add_months(eerste, -1), eerste

    def day_of(self, maand: int, dag: int) -> date:
        """Return a day of one of the three months; today for a day that is still to come."""
        return min(self.maanden[maand].replace(day=dag), self.vandaag)

    def moment(self, day: date, uur: int, minuut: int = 0) -> datetime:
        """Return a time of day; now for a time that is still to come."""
        return min(datetime.combine(day, time(uur, minuut), tzinfo=NEDERLAND), self.nu.astimezone(NEDERLAND))
