"""The terms of a zaak or delivery as rows: worked out from its events, as often as one likes, with one outcome.

A run does it for a hundred thousand zaken in frames, an act for its one zaak without: the same events, the same rule.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import polars as pl
import structlog
from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from meldpunt.opvolging.gebeurtenissen import get_of_zaak
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.termijnrijen import list_rijen, make_rijen
from meldpunt.sleutels import new_id, new_ids
from meldpunt.tabelkopie import create_keys, drop_keys
from meldpunt.toegang.rijcontext import acting_beyond

logger = structlog.get_logger()
KOLOMMEN: Final = {
    "id": "uuid",
    "gemeente": "varchar",
    "sleutel": "uuid",
    "naam": "varchar",
    "begin": "date",
    "reden": "varchar",
    "eind": "date",
    "lengte": "varchar",
    "grondslag": "text",
    "wie": "varchar",
    "convenant": "varchar",
    "versie": "date",
    "toestand": "varchar",
    "afgelopen_op": "date",
}
TABEL, VAN = "termijnen_nieuw", "termijnen_van"
# Who was reminded of a day that has moved is reminded again.
UPSERT: Final = """
INSERT INTO meldpunt_zaaktermijn AS t (id, gemeente, {ding}, naam, begin, reden, eind, lengte, grondslag, wie,
                                       convenant, versie, toestand, afgelopen_op)
SELECT id, gemeente, sleutel, naam, "begin", reden, eind, lengte, grondslag, wie, convenant, versie, toestand,
       afgelopen_op
FROM {bron}
ON CONFLICT (gemeente, {ding}, {een_keer}) {waar} DO UPDATE SET
  begin = excluded.begin, reden = excluded.reden, eind = excluded.eind, lengte = excluded.lengte,
  grondslag = excluded.grondslag, wie = excluded.wie, convenant = excluded.convenant, versie = excluded.versie,
  toestand = excluded.toestand, afgelopen_op = excluded.afgelopen_op,
  herinnerd_op = CASE WHEN t.eind = excluded.eind THEN t.herinnerd_op END,
  nogmaals_herinnerd_op = CASE WHEN t.eind = excluded.eind THEN t.nogmaals_herinnerd_op END,
  geescaleerd_op = CASE WHEN t.eind = excluded.eind THEN t.geescaleerd_op END
WHERE (t.begin, t.eind, t.grondslag, t.wie, t.versie, t.toestand, t.afgelopen_op)
  IS DISTINCT FROM (excluded.begin, excluded.eind, excluded.grondslag, excluded.wie, excluded.versie,
                    excluded.toestand, excluded.afgelopen_op)
"""
# What no event sets running any more: a signaal recalled, bedreigend withdrawn.
STOP_REST: Final = """
UPDATE meldpunt_zaaktermijn t SET toestand = 'gestopt', afgelopen_op = %(today)s
FROM ({dingen}) w
WHERE t.gemeente = w.gemeente AND t.{ding} = w.ding AND t.toestand = 'loopt'
  AND NOT EXISTS (SELECT FROM (SELECT * FROM {bron}) n
                  WHERE n.gemeente = t.gemeente AND n.sleutel = t.{ding} AND n.naam = t.naam AND n.begin = t.begin)
"""


def refresh_termijnen(*, zaak: UUID, gemeente: str, now: datetime) -> None:
    """Work out the terms of one zaak anew, inside the transaction of the act that holds its row."""
    with acting_beyond(gemeente):
        _refresh(zaak, gemeente, now=now)


def _refresh(zaak: UUID, gemeente: str, *, now: datetime) -> None:
    rijen = list_rijen(get_of_zaak(zaak=zaak, gemeente=gemeente), versie_of=find_versie)
    columns = ", ".join(f'"{name}" {kind}' for name, kind in KOLOMMEN.items())
    values = {
        "rijen": Jsonb([{**row, "id": new_id()} for row in rijen], dumps=_dump),
        "zaak": zaak,
        "gemeente": gemeente,
        "today": timezone.localdate(now),
    }
    one = "SELECT %(gemeente)s::varchar AS gemeente, %(zaak)s::uuid AS ding"
    _write(f"jsonb_to_recordset(%(rijen)s) AS x({columns})", one, values, ding="zaak_id")


def write_rijen(dingen: pl.DataFrame, *, ding: str, now: datetime) -> int:
    """Write the terms of these zaken (`zaak_id`) or deliveries (`aanlevering_id`); return how many terms.

    A term that no event sets running any more stops today. The caller holds the rows of the zaken.
    """
    rijen = make_rijen(dingen, versie_of=find_versie)
    create_keys(TABEL, rijen.with_columns(new_ids(rijen.height, now=now)), KOLOMMEN)
    keys = dingen.select("gemeente", pl.col("sleutel").alias("ding"))
    create_keys(VAN, keys, {"gemeente": "varchar", "ding": "uuid"})
    every = f"SELECT gemeente, ding FROM {VAN}"  # noqa: S608 - a table of our own
    _write(TABEL, every, {"today": timezone.localdate(now)}, ding=ding)
    drop_keys(TABEL)
    drop_keys(VAN)
    return rijen.height


def _write(bron: str, dingen: str, values: dict[str, Any], *, ding: str) -> None:
    """Put the rows in, and stop what runs of the same zaken or deliveries and is not among them."""
    once = (
        {"een_keer": "naam, begin", "waar": ""}
        if ding == "zaak_id"
        else {"een_keer": "naam", "waar": "WHERE aanlevering_id IS NOT NULL"}
    )
    with connection.cursor() as cursor:
        cursor.execute(UPSERT.format(ding=ding, bron=bron, **once), values)
        cursor.execute(STOP_REST.format(ding=ding, bron=bron, dingen=dingen), values)


def _dump(rijen: list[dict[str, Any]]) -> str:
    return json.dumps(rijen, default=str)


def find_versie(sleutel: str, vanaf: date) -> ConvenantVersie | None:
    """Return the covenant version that judged a zaak; none, and a line in the log, when it is no longer here."""
    try:
        return get_convenant(sleutel).version_on(vanaf)
    except (KeyError, ValueError):
        logger.warning("convenant_onbekend", convenant=sleutel, versie=vanaf.isoformat())
        return None
