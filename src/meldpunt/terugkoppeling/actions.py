"""Tell each partner what became of its own signalen, by the disclosure table and nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from meldpunt.audit.actions import record
from meldpunt.partijen.register import get_openbaarmaking
from meldpunt.rules.openbaarmaking import Mededeling, Openbaarmakingstabel, disclose
from meldpunt.sleutels import new_id
from meldpunt.terugkoppeling.models import Terugkoppeling
from meldpunt.toegang.actor import Actor

ZAKEN_A_TURN = 500
CLAIM = """
UPDATE meldpunt_zaak z SET terugkoppelen = FALSE
FROM (SELECT id, gemeente FROM meldpunt_zaak WHERE terugkoppelen ORDER BY gemeente, id
      LIMIT %s FOR NO KEY UPDATE SKIP LOCKED) d
WHERE z.id = d.id AND z.gemeente = d.gemeente
RETURNING z.id
"""
TO_TELL = """
SELECT k.signaal_id, k.gemeente, s.partner_id, s.convenant, z.status, z.selectie,
       coalesce(nullif(k.eindresultaat, ''), z.eindresultaat),
       (SELECT t.code FROM meldpunt_terugkoppeling t
        WHERE t.gemeente = k.gemeente AND t.signaal_id = k.signaal_id ORDER BY t.id DESC LIMIT 1)
FROM meldpunt_zaak z
JOIN meldpunt_zaaksignaal k ON k.zaak_id = z.id AND k.gemeente = z.gemeente
JOIN meldpunt_signaal s ON s.id = k.signaal_id AND s.gemeente = k.gemeente
JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id AND a.status <> 'ingetrokken'
-- A copy for the municipality somebody moved to is never told of: it would say where that is.
WHERE z.id = ANY(%s) AND s.overgenomen_van IS NULL
ORDER BY k.signaal_id
"""


@dataclass(frozen=True, slots=True)
class TeMelden:
    """What the table needs to know of one signaal to say what its partner may hear."""

    signaal: UUID
    gemeente: str
    partner: UUID
    convenant: str
    status: str
    selectie: str
    eindresultaat: str
    vorige: str | None


@transaction.atomic
def tell_partners(*, door: Actor, now: datetime) -> int:
    """Tell the partners of the next zaken that changed; return how many zaken, 0 when nothing is due."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [ZAKEN_A_TURN])
        zaken = [row[0] for row in cursor.fetchall()]
        if not zaken:
            return 0
        cursor.execute(TO_TELL, [zaken])
        rows = [TeMelden(*row) for row in cursor.fetchall()]
    told = list(_messages(rows, now=now))
    Terugkoppeling.objects.bulk_create(told, batch_size=2000)
    record(
        "terugkoppeling_gemeld",
        objectsoort="zaak",
        object="-",
        door=door,
        now=now,
        waarden={"zaken": len(zaken), "berichten": len(told)},
    )
    return len(zaken)


def _messages(rows: Iterable[TeMelden], *, now: datetime) -> Iterable[Terugkoppeling]:
    """Yield a message per signaal whose code is another than the last one its partner got."""
    openbaarmaking = get_openbaarmaking()
    for row in rows:
        tabel = openbaarmaking.table_on(now.date(), convenant=row.convenant)
        mededeling = disclose_zaak(
            tabel, zaakstatus=row.status, selectie=row.selectie, eindresultaat=row.eindresultaat
        )
        if mededeling.code == row.vorige:
            continue
        yield Terugkoppeling(
            id=new_id(),
            gemeente_id=row.gemeente,
            signaal_id=row.signaal,
            partner_id=row.partner,
            code=mededeling.code,
            tabelversie=tabel.vanaf,
            gemeld_op=now,
        )


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
