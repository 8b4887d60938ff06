"""Put a zaak on hold until a day; on that day it comes back by itself, unread."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import AANBOD
from meldpunt.matching.models import Zaak
from meldpunt.rules.aanhouden import REDENLENGTE, find_wachtfout
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.actions import check_may_move, get_open_for_update, log_zaak

TERUG: Final = "terug_van_wacht"
TURN: Final = 500
# A zaak that was closed meanwhile only loses its day, so that reopened it does not hide.
RETURN: Final = """
UPDATE meldpunt_zaak z SET wacht_tot = NULL,
  gezien_op = CASE WHEN d.open THEN NULL ELSE z.gezien_op END,
  markeringen = CASE WHEN NOT d.open OR 'terug_van_wacht' = ANY(z.markeringen) THEN z.markeringen
                     ELSE z.markeringen || 'terug_van_wacht'::varchar END
FROM (SELECT id, gemeente, status IN ('nieuw', 'in_behandeling') AS open FROM meldpunt_zaak
      WHERE wacht_tot <= %s OR (wacht_tot IS NOT NULL AND status NOT IN ('nieuw', 'in_behandeling'))
      ORDER BY wacht_tot, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED) d
WHERE z.id = d.id AND z.gemeente = d.gemeente
RETURNING z.id, z.gemeente, d.open
"""


@transaction.atomic
def hold_zaak(  # noqa: PLR0913 - an act with its day and reason
    *, zaak: UUID, gemeente: str, tot: date, reden: str, door: Actor, now: datetime
) -> None:
    """Keep a zaak out of the lists of the day until a day at most ninety days away. Raises Weigering."""
    row = get_open_for_update(zaak, gemeente, door)
    check_may_move(row, door)
    if wrong := find_wachtfout(tot, today=timezone.localdate(now)):
        raise Weigering(wrong)
    if not reden.strip():
        raise Weigering("Schrijf op waarop u wacht, bijvoorbeeld: reactie op de brief. [reden_ontbreekt]")
    row.wacht_tot, row.wachtreden = tot, reden.strip()[:REDENLENGTE]
    row.markeringen = [m for m in row.markeringen if m != TERUG]
    row.save(update_fields=["wacht_tot", "wachtreden", "markeringen"])
    log_zaak("zaak_aangehouden", row, door=door, now=now, tot=tot.isoformat())


@transaction.atomic
def resume_zaak(*, zaak: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Take a zaak off hold before its day. Raises Weigering when it is not on hold."""
    row = get_open_for_update(zaak, gemeente, door)
    if row.wacht_tot is None:
        raise Weigering("Deze zaak wacht niet. [zaak_wacht_niet]")
    row.wacht_tot = None
    row.save(update_fields=["wacht_tot"])
    log_zaak("zaak_hervat", row, door=door, now=now)


@transaction.atomic
def return_zaken(*, door: Actor, now: datetime) -> int:
    """Bring back the next zaken whose day has come; return how many, 0 when none is due."""
    with connection.cursor() as cursor:
        cursor.execute(RETURN, [timezone.localdate(now), TURN])
        rows = cursor.fetchall()
    for zaak, gemeente, is_open in rows:
        if is_open:
            record(
                "zaak_terug_van_wacht",
                objectsoort="zaak",
                object=zaak,
                gemeente=gemeente,
                door=door,
                now=now,
                doel=AANBOD,
            )
    return len(rows)


def drop_terug(row: Zaak) -> None:
    """Forget that a zaak came back: somebody went on with it. Inside the transaction of that act."""
    if TERUG in row.markeringen:
        row.markeringen = [m for m in row.markeringen if m != TERUG]
        row.save(update_fields=["markeringen"])
