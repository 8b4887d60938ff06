"""Which signalen of a delivery are handled and which are not, where a covenant makes a list of the month.

Those in a zaak are told by their zaak. Those that no zaak took in are told here, once the list is confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.audit.actions import record
from meldpunt.matching.frames import lock_gemeenten
from meldpunt.matching.vorming import has_maandlijst
from meldpunt.partijen.noodstop import list_gestopt
from meldpunt.partijen.register import get_convenant, get_openbaarmaking, list_convenanten
from meldpunt.rules.openbaarmaking import disclose
from meldpunt.rules.resultaat import find_selectie
from meldpunt.rules.termijnen import due_day, find_regel, write_artikel
from meldpunt.terugkoppeling.actions import tell
from meldpunt.terugkoppeling.opschortingen import Verteld
from meldpunt.terugkoppeling.queries import Filter, Signaalregel, list_signalen
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import get_own_partner

CLAIM = """
UPDATE meldpunt_matchrun r SET bericht_op = %s
FROM (SELECT id, gemeente FROM meldpunt_matchrun WHERE soort = 'lijst' AND bericht_op IS NULL
      AND NOT convenant = ANY(%s) ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) d
WHERE r.id = d.id AND r.gemeente = d.gemeente
RETURNING r.id, r.gemeente, r.convenant, r.maand, r.peildatum
"""
LEFT_OUT = """
SELECT s.id, s.partner_id, s.versie FROM meldpunt_signaal s
JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id AND a.status <> 'ingetrokken'
WHERE s.gemeente = %(gemeente)s AND s.convenant = %(convenant)s
  AND s.aanleverdatum BETWEEN %(maand)s AND %(peildatum)s AND s.overgenomen_van IS NULL
  AND NOT EXISTS (SELECT FROM meldpunt_zaaksignaal k WHERE k.signaal_id = s.id AND k.gemeente = s.gemeente)
  AND NOT EXISTS (SELECT FROM meldpunt_partnerbericht b WHERE b.signaal_id = s.id AND b.gemeente = s.gemeente)
  AND %(code)s IS DISTINCT FROM (
    SELECT t.code FROM meldpunt_terugkoppeling t
    WHERE t.gemeente = s.gemeente AND t.signaal_id = s.id AND NOT starts_with(t.code, 'betaling_')
    ORDER BY t.id DESC LIMIT 1)
ORDER BY s.id
"""
UITKOMSTEN: Final = ("opgepakt", "niet_opgepakt", "wacht", "afgemeld")


@transaction.atomic
def tell_left_out(*, door: Actor, now: datetime) -> bool:
    """Tell the partners of what the next confirmed list left out; False when no list is due."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now, sorted(list_gestopt(on=timezone.localdate(now)))])
        run = cursor.fetchone()
        if run is None:
            return False
        key, gemeente, convenant, maand, peildatum = run
        # A partner that takes a signaal back at this moment has the last word.
        lock_gemeenten([gemeente])
        tabel = get_openbaarmaking().table_on(timezone.localdate(now), convenant=convenant)
        mededeling = disclose(tabel, soort="selecties", waarde="geen_zaak")
        values = {
            "gemeente": gemeente,
            "convenant": convenant,
            "maand": maand,
            "peildatum": peildatum,
            "code": mededeling.code,
        }
        cursor.execute(LEFT_OUT, values)
        told = [
            Verteld(signaal, gemeente, partner, convenant, versie, tabel, mededeling)
            for signaal, partner, versie in cursor.fetchall()
        ]
    tell(told, now=now)
    record(
        "selectie_gemeld",
        objectsoort="matchrun",
        object=key,
        gemeente=gemeente,
        door=door,
        now=now,
        waarden={"berichten": len(told)},
    )
    return True


@dataclass(frozen=True, slots=True)
class Selectiebericht:
    """The notice of one delivery: how many are handled, are not, wait or were taken back, and by when it is due."""

    aanlevering: UUID
    bestandsnaam: str
    convenant: str
    aanleverdatum: date
    uiterlijk: date | None
    artikel: str
    telling: dict[str, int]


COUNTED = """
SELECT s.aanlevering_id, coalesce(t.code, ''), min(t.gemeld_op), count(*)
FROM meldpunt_signaal s
LEFT JOIN LATERAL (
  SELECT code, gemeld_op FROM meldpunt_terugkoppeling t
  WHERE t.gemeente = s.gemeente AND t.signaal_id = s.id AND NOT starts_with(t.code, 'betaling_')
    ORDER BY t.id DESC LIMIT 1) t ON TRUE
WHERE s.aanlevering_id = ANY(%s) AND s.partner_id = %s AND s.overgenomen_van IS NULL
GROUP BY s.aanlevering_id, coalesce(t.code, '')
"""


def has_selectie(convenant: str, *, on: date) -> bool:
    """Say whether the covenant chooses from the signalen of a month, so that a partner waits for a notice."""
    return has_maandlijst(get_convenant(convenant).version_on(on))


def list_selectieberichten(
    *, door: Actor, before: UUID | None = None, size: int = 25
) -> list[Selectiebericht]:
    """Return a page of the notices of a partner's own deliveries, newest first."""
    partner = get_own_partner(door)
    rows = Aanlevering.objects.filter(
        partner=partner, status="verwerkt", convenant__in=list(_convenanten_with_lijst())
    )
    if before is not None:
        rows = rows.filter(id__lt=before)
    return _count(list(rows.order_by("-id")[:size]), partner)


def get_selectiebericht(*, aanlevering: UUID, door: Actor) -> Selectiebericht:
    """Return the notice of one delivery. Raises Aanlevering.DoesNotExist for another's, or one without a list."""
    partner = get_own_partner(door)
    row = Aanlevering.objects.get(
        id=aanlevering, partner=partner, status="verwerkt", convenant__in=list(_convenanten_with_lijst())
    )
    return _count([row], partner)[0]


def _convenanten_with_lijst() -> Iterator[str]:
    for sleutel, convenant in list_convenanten().items():
        if any(has_maandlijst(versie) for versie in convenant.versies):
            yield sleutel


def _count(rows: list[Aanlevering], partner: UUID) -> list[Selectiebericht]:
    register = get_openbaarmaking()
    counts: dict[UUID, dict[str, int]] = {row.id: dict.fromkeys(UITKOMSTEN, 0) for row in rows}
    convenant_of = {row.id: row.convenant for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [list(counts), partner])
        for aanlevering, code, moment, aantal in cursor.fetchall():
            day = timezone.localdate(moment) if moment else date.min
            tabel = register.table_on(day, convenant=convenant_of[aanlevering])
            counts[aanlevering][find_selectie(tabel, code)] += aantal
    return [_notice(row, counts[row.id]) for row in rows]


def _notice(row: Aanlevering, telling: dict[str, int]) -> Selectiebericht:
    versie = get_convenant(row.convenant).version_on(row.datum)
    regel = find_regel("bericht_selectie", versie=versie, op=row.datum)
    return Selectiebericht(
        row.id,
        row.bestandsnaam,
        row.convenant,
        row.datum,
        due_day(regel, row.datum) if regel else None,
        write_artikel(regel.waarde.artikel) if regel else "",
        telling,
    )


def list_selectieregels(
    *, aanlevering: UUID, door: Actor, before: UUID | None = None, size: int
) -> list[tuple[Signaalregel, str]]:
    """Return a page of the signalen of a delivery, each with whether it is handled."""
    register = get_openbaarmaking()
    regels = list_signalen(door=door, keuze=Filter(aanlevering=aanlevering), before=before, size=size)
    return [(r, find_selectie(register.table_on(_day(r), convenant=r.convenant), r.code)) for r in regels]


def _day(regel: Signaalregel) -> date:
    return timezone.localdate(regel.gemeld_op) if regel.gemeld_op else regel.aanleverdatum
