"""Reminders before a term ends and escalation after it: each set once on the row, by whoever comes first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from meldpunt.rules.termijnen import BIJNA

ROWS_A_TURN: Final = 5000
DAG_ERVOOR: Final = timedelta(days=1)
CLAIM: Final = """
UPDATE meldpunt_zaaktermijn t SET {veld} = %(now)s
FROM (SELECT id, gemeente FROM meldpunt_zaaktermijn
      WHERE toestand = 'loopt' AND {veld} IS NULL AND eind BETWEEN %(van)s AND %(tot)s
      ORDER BY gemeente, id LIMIT %(size)s FOR NO KEY UPDATE SKIP LOCKED) d
WHERE t.id = d.id AND t.gemeente = d.gemeente AND t.{veld} IS NULL
"""


def remind_week(*, now: datetime) -> int:
    """Mark the terms that end within seven days; return how many that were not marked before."""
    today = timezone.localdate(now)
    return _claim("herinnerd_op", today, today + BIJNA, now=now)


def remind_day(*, now: datetime) -> int:
    """Mark the terms that end today or tomorrow; return how many that were not marked before."""
    today = timezone.localdate(now)
    return _claim("nogmaals_herinnerd_op", today, today + DAG_ERVOOR, now=now)


def escalate(*, now: datetime) -> int:
    """Mark the terms that are late, for who coordinates; return how many that were not marked before."""
    today = timezone.localdate(now)
    return _claim("geescaleerd_op", date.min, today - timedelta(days=1), now=now)


def _claim(veld: str, van: date, tot: date, *, now: datetime) -> int:
    done = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            values: dict[str, Any] = {"now": now, "van": van, "tot": tot, "size": ROWS_A_TURN}
            cursor.execute(CLAIM.format(veld=veld), values)
            claimed = int(cursor.rowcount)
        done += claimed
        if claimed < ROWS_A_TURN:
            return done
