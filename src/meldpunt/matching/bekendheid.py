"""Answer the system of the social service: is this resident in an open zaak here, and with which team? Yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction

from meldpunt.aanlevering.bsn import list_index
from meldpunt.audit.actions import record
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_gemeente
from meldpunt.toegang.rijcontext import acting_beyond

# For what the other system may ask this; anything else has no business here.
DOELEN: Final[Mapping[str, str]] = {
    "schuldhulpverlening": "Samenhang met een aanvraag om schuldhulp (Wgs art. 8)",
    "participatiewet": "Samenhang met een uitkering (Wgs art. 8b)",
}
# Whose data rest is passed on to nobody (AVG art. 18).
VRAAG: Final = """
SELECT z.id, z.team, z.postvak
FROM meldpunt_signaalpersoon p
JOIN meldpunt_zaaksignaal k ON k.gemeente = p.gemeente AND k.signaal_id = p.id AND k.afgemeld_op IS NULL
JOIN meldpunt_zaak z ON z.gemeente = k.gemeente AND z.id = k.zaak_id AND z.status = ANY(%(open)s)
WHERE p.gemeente = %(gemeente)s AND {wie}
  AND NOT EXISTS (
    SELECT FROM meldpunt_verwerkingsbeperking v
    WHERE v.gemeente = p.gemeente AND v.signaal_id = p.id AND v.geeindigd_op IS NULL
  )
ORDER BY z.id DESC LIMIT 1
"""
MET_BSN: Final = VRAAG.format(wie="p.bsn_index = ANY(%(index)s)")
# The date of birth too: whoever knows an address only must not learn who lives there.
MET_ADRES: Final = VRAAG.format(
    wie="p.postcode = %(postcode)s AND p.huisnummer = %(huisnummer)s AND p.suffix = %(suffix)s "
    "AND p.geboortedatum = %(geboren)s"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wie:
    """About whom is asked: by number, or by address and date of birth."""

    bsn: str = ""
    adres: tuple[str, int, str] = ("", 0, "")
    geboortedatum: date | None = None


@dataclass(frozen=True, slots=True)
class Bekend:
    """Whether there is an open zaak, and which team has it; no team while nobody was given it."""

    bekend: bool
    team: str = ""


@transaction.atomic
def answer_bekend(*, wie: Wie, gemeente: str, doel: str, door: Actor, now: datetime) -> Bekend:
    """Say whether somebody is in an open zaak of this municipality, with a line in the log, also for a no.

    `doel` is a key of DOELEN. Raises GeenToegang for another municipality, KeyError for another purpose.
    """
    check_see_gemeente(door, gemeente=gemeente)
    zin = DOELEN[doel]
    # The question is the municipality's, whichever of its inboxes the zaak stands in; nothing of it comes along.
    with acting_beyond():
        found = _find(wie, gemeente)
    antwoord = Bekend(bekend=True, team=found[1]) if found else Bekend(bekend=False)
    record(
        "bekendheid_verteld",
        objectsoort="zaak" if found else "gemeente",
        object=found[0] if found else gemeente,
        gemeente=gemeente,
        door=door,
        now=now,
        doel=zin,
        waarden={"bekend": antwoord.bekend, "met": "bsn" if wie.bsn else "adres"},
    )
    return antwoord


def _find(wie: Wie, gemeente: str) -> tuple[str, str] | None:
    values: dict[str, Any] = {"gemeente": gemeente, "open": list(OPEN)}
    if wie.bsn:
        query, values["index"] = MET_BSN, list_index(wie.bsn)
    else:
        query = MET_ADRES
        values |= dict(zip(("postcode", "huisnummer", "suffix"), wie.adres, strict=True))
        values["geboren"] = wie.geboortedatum
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return None if row is None else (str(row[0]), str(row[1] or row[2]))
