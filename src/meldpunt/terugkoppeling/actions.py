"""Tell each partner what became of its own signalen, by the disclosure table and nothing beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import name_betrokkene
from meldpunt.opvolging.trajectbeeld import Betaalstand, list_betaalstanden
from meldpunt.partijen.noodstop import list_gestopt
from meldpunt.partijen.register import get_openbaarmaking
from meldpunt.rules.openbaarmaking import (
    Mededeling,
    Openbaarmakingstabel,
    disclose,
    is_betaling,
    list_waarden,
)
from meldpunt.rules.resultaat import find_selectie
from meldpunt.sleutels import new_id
from meldpunt.terugkoppeling.models import Terugkoppeling
from meldpunt.terugkoppeling.opschortingen import Verteld, follow_messages
from meldpunt.toegang.actor import Actor

ZAKEN_A_TURN = 500
CLAIM = """
UPDATE meldpunt_zaak z SET terugkoppelen = FALSE
FROM (SELECT id, gemeente FROM meldpunt_zaak WHERE terugkoppelen AND NOT convenant = ANY(%s)
      ORDER BY gemeente, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED) d
WHERE z.id = d.id AND z.gemeente = d.gemeente
RETURNING z.id, z.gemeente
"""
# A signaal that its partner took back has had its answer; what becomes of the zaak is no longer its business.
TO_TELL = """
SELECT k.signaal_id, k.gemeente, k.zaak_id, s.partner_id, s.convenant, s.versie, z.status, z.selectie,
       coalesce(nullif(k.eindresultaat, ''), z.eindresultaat),
       (SELECT t.code FROM meldpunt_terugkoppeling t
        WHERE t.gemeente = k.gemeente AND t.signaal_id = k.signaal_id AND NOT starts_with(t.code, 'betaling_')
        ORDER BY t.id DESC LIMIT 1),
       (SELECT t.code FROM meldpunt_terugkoppeling t
        WHERE t.gemeente = k.gemeente AND t.signaal_id = k.signaal_id AND starts_with(t.code, 'betaling_')
        ORDER BY t.id DESC LIMIT 1)
FROM meldpunt_zaak z
JOIN meldpunt_zaaksignaal k ON k.zaak_id = z.id AND k.gemeente = z.gemeente AND k.afgemeld_op IS NULL
JOIN meldpunt_signaal s ON s.id = k.signaal_id AND s.gemeente = k.gemeente
JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id AND a.status <> 'ingetrokken'
-- A copy for the municipality somebody moved to is never told of: it would say where that is.
WHERE z.id = ANY(%s) AND s.overgenomen_van IS NULL
-- Nor is anything told while its resident asked to leave it alone; afterwards what then holds is told.
  AND NOT EXISTS (SELECT FROM meldpunt_verwerkingsbeperking b
                  WHERE b.gemeente = k.gemeente AND b.signaal_id = k.signaal_id AND b.geeindigd_op IS NULL)
ORDER BY k.signaal_id
"""


@dataclass(frozen=True, slots=True)
class TeMelden:
    """What the table needs to know of one signaal to say what its partner may hear."""

    signaal: UUID
    gemeente: str
    zaak: UUID
    partner: UUID
    convenant: str
    versie: date
    status: str
    selectie: str
    eindresultaat: str
    vorige: str | None
    vorige_betaling: str | None


@transaction.atomic
def tell_partners(*, door: Actor, now: datetime) -> int:
    """Tell the partners of the next zaken that changed; return how many zaken, 0 when nothing is due.

    A stay that the message speaks of begins, or ends, in this same transaction. What a stopped covenant would tell
    waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [sorted(list_gestopt(on=timezone.localdate(now))), ZAKEN_A_TURN])
        claimed = cursor.fetchall()
        if not claimed:
            return 0
        zaken = [zaak for zaak, _ in claimed]
        cursor.execute(TO_TELL, [zaken])
        rows = [TeMelden(*row) for row in cursor.fetchall()]
    told = list(_messages(rows, now=now))
    tell(told, now=now)
    berichten = Counter(bericht.gemeente for bericht in told)
    # A line per municipality: its privacy officer reads no other.
    for gemeente, aantal in sorted(Counter(gemeente for _, gemeente in claimed).items()):
        record(
            "terugkoppeling_gemeld",
            objectsoort="zaak",
            object="-",
            gemeente=gemeente,
            door=door,
            now=now,
            waarden={"zaken": aantal, "berichten": berichten[gemeente]},
            betrokkenen=[name_betrokkene("zaak", zaak) for zaak, whose in claimed if whose == gemeente],
        )
    return len(zaken)


def tell(told: list[Verteld], *, now: datetime) -> None:
    """Write messages, and let the stays follow what they say; inside the caller's transaction."""
    Terugkoppeling.objects.bulk_create(
        [
            Terugkoppeling(
                id=new_id(),
                gemeente_id=one.gemeente,
                signaal_id=one.signaal,
                partner_id=one.partner,
                code=one.mededeling.code,
                tabelversie=one.tabel.vanaf,
                gemeld_op=now,
            )
            for one in told
        ],
        batch_size=2000,
    )
    follow_messages(told, now=now)


def _messages(rows: Iterable[TeMelden], *, now: datetime) -> Iterable[Verteld]:
    """Yield a message per signaal whose code is another than the last one its partner got on that subject."""
    openbaarmaking = get_openbaarmaking()
    found = list(rows)
    payments = list_betaalstanden(list({(row.gemeente, row.zaak) for row in found}))
    for row in found:
        tabel = openbaarmaking.table_on(timezone.localdate(now), convenant=row.convenant)
        mededeling = disclose_zaak(
            tabel, zaakstatus=row.status, selectie=row.selectie, eindresultaat=row.eindresultaat
        )
        taken_up = _taken_up(tabel, row, mededeling)
        # A zaak that closes in the same turn still tells of the payments; its end is the last word.
        for told in [*taken_up, *_paid(tabel, payments.get(row.signaal)), mededeling]:
            if told.code != (row.vorige_betaling if is_betaling(told.code) else row.vorige):
                yield Verteld(row.signaal, row.gemeente, row.partner, row.convenant, row.versie, tabel, told)


def _paid(tabel: Openbaarmakingstabel, stand: Betaalstand | None) -> list[Mededeling]:
    """Give what is told about the payments of a claim, where the covenant agrees that it is told."""
    if stand is None or not list_waarden(tabel, "betalingen"):
        return []
    return [disclose(tabel, soort="betalingen", waarde=stand.code)]


def _taken_up(tabel: Openbaarmakingstabel, row: TeMelden, mededeling: Mededeling) -> list[Mededeling]:
    """Give what must be told first where the stay begins with taking up and somebody went on in one go."""
    taken_up = disclose(tabel, soort="selecties", waarde="opgepakt")
    working = tabel.selecties["in_behandeling"].mededeling
    before = find_selectie(tabel, row.vorige or "")
    skipped = mededeling.code == working and before in {"wacht", "niet_opgepakt"}
    return [taken_up] if skipped and taken_up.start_opschorting else []


def disclose_zaak(
    tabel: Openbaarmakingstabel, *, zaakstatus: str, selectie: str, eindresultaat: str
) -> Mededeling:
    """Return what a partner hears about a signaal of a zaak in this state: the end result, else the progress."""
    if eindresultaat:
        return disclose(tabel, soort="eindresultaten", waarde=eindresultaat)
    if zaakstatus == "niet_opgepakt":
        # The reason is never told: one word for every reason.
        return disclose(tabel, soort="selecties", waarde="capaciteit")
    return disclose(
        tabel,
        soort="selecties",
        waarde={"nieuw": selectie, "vervallen": "vervallen"}.get(zaakstatus, "in_behandeling"),
    )
