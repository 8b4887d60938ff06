"""For the privacy officer: what one partner reads now about a sample of its own signalen, without persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from meldpunt.partijen.models import PartnerDeelname
from meldpunt.terugkoppeling.queries import WACHT_ZIN, sentence_of
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_supervise_privacy

MONSTER = 10
SAMPLE = """
SELECT s.type_vordering, s.bedrag_cent, s.aanleverdatum, s.convenant, coalesce(t.code, ''), t.gemeld_op, o.eind,
       o.geeindigd_op
FROM meldpunt_signaal s
JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id AND a.status <> 'ingetrokken'
LEFT JOIN LATERAL (
  SELECT code, gemeld_op FROM meldpunt_terugkoppeling t
  WHERE t.gemeente = s.gemeente AND t.signaal_id = s.id AND NOT starts_with(t.code, 'betaling_')
  ORDER BY t.id DESC LIMIT 1) t ON TRUE
LEFT JOIN LATERAL (
  SELECT eind, geeindigd_op FROM meldpunt_opschorting o
  WHERE o.gemeente = s.gemeente AND o.signaal_id = s.id ORDER BY o.id DESC LIMIT 1) o ON TRUE
WHERE s.partner_id = %(partner)s AND s.gemeente = ANY(%(gemeenten)s) AND s.convenant = %(convenant)s
  AND s.overgenomen_van IS NULL
ORDER BY s.id DESC LIMIT %(size)s
"""


@dataclass(frozen=True, slots=True)
class Monsterregel:
    """One signaal of the sample: its facts, what the partner reads now, and its stay. No person, no number."""

    type_vordering: str
    bedrag_cent: int
    aanleverdatum: date
    convenant: str
    code: str
    gemeld_op: datetime | None
    opschorting_tot: date | None
    opschorting_voorbij: date | None
    zin: str


@dataclass(frozen=True, slots=True)
class Partnerkeuze:
    """A partner that takes part in a covenant in one of these municipalities."""

    id: UUID
    naam: str
    type: str


def list_partnerkeuzes(*, convenant: str, door: Actor) -> list[Partnerkeuze]:
    """Return the partners of a covenant in the actor's own municipalities, by name."""
    check_supervise_privacy(door)
    rows = (
        PartnerDeelname.objects.filter(convenant=convenant, gemeente__in=door.gemeenten)
        .order_by("partner__naam", "partner__id")
        .values_list("partner__id", "partner__naam", "partner__type")
        .distinct()
    )
    return [Partnerkeuze(*row) for row in rows]


def list_monster(*, partner: UUID, convenant: str, door: Actor) -> list[Monsterregel]:
    """Return the newest signalen of a partner in the actor's own municipalities as that partner reads them."""
    check_supervise_privacy(door)
    values: dict[str, Any] = {
        "partner": partner,
        "gemeenten": list(door.gemeenten),
        "convenant": convenant,
        "size": MONSTER,
    }
    with connection.cursor() as cursor:
        cursor.execute(SAMPLE, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [Monsterregel(*(*row, _sentence(*row[3:6]))) for row in rows]


def _sentence(convenant: str, code: str, gemeld_op: datetime | None) -> str:
    if gemeld_op is None:
        return WACHT_ZIN
    return sentence_of(code, on=gemeld_op.date(), convenant=convenant)
