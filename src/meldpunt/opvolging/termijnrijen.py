"""The terms of a zaak or delivery as rows: worked out from its events, as often as one likes, with one outcome.

One zaak is a frame of one row: what an act does and what a run does for a hundred thousand is the same code.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import polars as pl
import structlog
from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from meldpunt.opvolging.gebeurtenissen import list_of_zaak
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.termijnrijen import make_rijen
from meldpunt.sleutels import new_ids
from meldpunt.tabelkopie import create_keys, drop_keys

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
# A small number goes as one value; a temporary table costs more than an act itself.
WEINIG: Final = 200
TABEL: Final = "termijnen_nieuw"
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
    write_rijen(list_of_zaak(zaak=zaak, gemeente=gemeente), ding="zaak_id", now=now)


def write_rijen(dingen: pl.DataFrame, *, ding: str, now: datetime) -> int:
    """Write the terms of these zaken (`zaak_id`) or deliveries (`aanlevering_id`); return how many terms.

    A term that no event sets running any more stops today. The caller holds the rows of the zaken.
    """
    rijen = make_rijen(dingen, versie_of=find_versie)
    rijen = rijen.with_columns(new_ids(rijen.height, now=now))
    keys = dingen.select("gemeente", pl.col("sleutel").alias("ding"))
    few = max(rijen.height, keys.height) <= WEINIG
    if not few:
        create_keys(TABEL, rijen, KOLOMMEN)
        create_keys(f"{TABEL}_van", keys, {"gemeente": "varchar", "ding": "uuid"})
    _write(rijen if few else None, keys if few else None, ding=ding, today=timezone.localdate(now))
    if not few:
        drop_keys(TABEL)
        drop_keys(f"{TABEL}_van")
    return rijen.height


def _write(rijen: pl.DataFrame | None, keys: pl.DataFrame | None, *, ding: str, today: date) -> None:
    """Put the rows in and stop the rest, from values or, without them, from the temporary tables."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in KOLOMMEN.items())
    bron = TABEL if rijen is None else f"jsonb_to_recordset(%(rijen)s) AS x({columns})"
    dingen = (
        f"SELECT gemeente, ding FROM {TABEL}_van"  # noqa: S608 - names of our own
        if keys is None
        else "SELECT * FROM jsonb_to_recordset(%(keys)s) AS k(gemeente varchar, ding uuid)"
    )
    values: dict[str, Any] = {
        "today": today,
        "rijen": None if rijen is None else _as_json(rijen),
        "keys": None if keys is None else Jsonb(keys.to_dicts()),
    }
    once = (
        {"een_keer": "naam, begin", "waar": ""}
        if ding == "zaak_id"
        else {"een_keer": "naam", "waar": "WHERE aanlevering_id IS NOT NULL"}
    )
    with connection.cursor() as cursor:
        cursor.execute(UPSERT.format(ding=ding, bron=bron, **once), values)
        cursor.execute(STOP_REST.format(ding=ding, bron=bron, dingen=dingen), values)


def _as_json(rijen: pl.DataFrame) -> Jsonb:
    return Jsonb(rijen.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d")).to_dicts())


def find_versie(sleutel: str, vanaf: date) -> ConvenantVersie | None:
    """Return the covenant version that judged a zaak; none, and a line in the log, when it is no longer here."""
    try:
        return get_convenant(sleutel).version_on(vanaf)
    except (KeyError, ValueError):
        logger.warning("convenant_onbekend", convenant=sleutel, versie=vanaf.isoformat())
        return None
