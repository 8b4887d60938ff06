"""Make a message of everything that happened and was not announced yet: read from the rows, per kind one query.

Every turn looks back to where the last one ended, and an hour further: a row may have been written a while before its
transaction was there to see. The night looks back a month, for what the minutes missed. What was announced already
stops at its unique key.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from meldpunt.notificaties.models import Abonnement, Notificatie
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor

TERUG: Final = timedelta(hours=1)
MAAND: Final = timedelta(days=35)
PER_KEER: Final = 2000
HOORT: Final = ("actief", "gepauzeerd")
# What happened since a moment, by kind. Days are compared as days: what has no time of day is looked at a day longer.
BRONNEN: Final[dict[str, str]] = {
    "aanlevering_verwerkt": """
SELECT r.id FROM meldpunt_aanlevering r
WHERE r.partner_id = %(partner)s AND r.status IN ('verwerkt', 'afgekeurd', 'mislukt') AND r.verwerkt_op >= %(sinds)s
""",
    "terugkoppeling_gegeven": """
SELECT r.id FROM meldpunt_terugkoppeling r
WHERE r.partner_id = %(partner)s AND r.gemeld_op >= %(sinds)s
""",
    "opschorting_begonnen": """
SELECT r.id FROM meldpunt_opschorting r
WHERE r.partner_id = %(partner)s AND r.begin >= %(dag)s
""",
    "opschorting_beeindigd": """
SELECT r.id FROM meldpunt_opschorting r
WHERE r.partner_id = %(partner)s AND r.geeindigd_op >= %(dag)s
""",
    "navraag_gesteld": """
SELECT r.id FROM meldpunt_navraag r
WHERE r.partner_id = %(partner)s AND r.beantwoord_op IS NULL AND r.gesteld_op >= %(sinds)s
""",
    "mededeling_gedaan": """
SELECT r.id FROM meldpunt_partnermededeling r
WHERE r.partner_id = %(partner)s AND r.bevestigd_op IS NULL AND r.gemeld_op >= %(sinds)s
""",
}
NIEUW: Final = """
  AND NOT EXISTS (
    SELECT FROM meldpunt_notificatie n
    WHERE n.abonnement_id = %(abonnement)s AND n.soort = %(soort)s AND n.bron = r.id
  )
ORDER BY r.id LIMIT %(aantal)s
"""


def announce(*, door: Actor, now: datetime) -> int:
    """Make the messages that are due, for every subscription; return how many."""
    return sum(_announce_for(key, terug=TERUG, now=now) for key in _list_hearing())


def announce_missed(*, door: Actor, now: datetime) -> int:
    """Look a month back for what the minutes missed: a day that was written late, a night of standing still."""
    return sum(_announce_for(key, terug=MAAND, now=now) for key in _list_hearing())


def _list_hearing() -> list[UUID]:
    return list(Abonnement.objects.filter(status__in=HOORT).order_by("id").values_list("id", flat=True))


@transaction.atomic
def _announce_for(key: UUID, *, terug: timedelta, now: datetime) -> int:
    """Make the messages of one subscription while its row is held: a second worker waits and finds nothing new."""
    row = Abonnement.objects.select_for_update().filter(id=key, status__in=HOORT).first()
    if row is None or row.bevestigd_op is None:
        return 0
    # Never what happened before the receiver said that it wants to hear.
    sinds = max((row.aangekondigd_tot or now) - terug, row.bevestigd_op)
    found = [(soort, bron) for soort in row.soorten for bron in _list_bronnen(row, soort, sinds=sinds)]
    Notificatie.objects.bulk_create(
        [
            Notificatie(
                id=new_id(),
                abonnement_id=row.id,
                partner_id=row.partner_id,
                soort=soort,
                bron=bron,
                tijd=now,
                volgende_poging_op=now,
            )
            for soort, bron in found
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    # A full page leaves more behind: the next turn begins where this one did.
    if len(found) < PER_KEER:
        Abonnement.objects.filter(id=row.id).update(aangekondigd_tot=now)
    return len(found)


def _list_bronnen(row: Abonnement, soort: str, *, sinds: datetime) -> list[UUID]:
    values: dict[str, Any] = {
        "abonnement": row.id,
        "partner": row.partner_id,
        "soort": soort,
        "sinds": sinds,
        "dag": timezone.localdate(sinds),
        "aantal": PER_KEER,
    }
    with connection.cursor() as cursor:
        cursor.execute(BRONNEN[soort] + NIEUW, values)
        return [key for (key,) in cursor.fetchall()]
