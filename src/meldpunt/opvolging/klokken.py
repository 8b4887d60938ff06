"""The step after matching: the zaken of a run, of a confirmed list and of a recall get their terms as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from meldpunt.audit.actions import record
from meldpunt.matching.frames import lock_gemeenten
from meldpunt.opvolging.gebeurtenissen import list_of_leveringen, list_of_zaken
from meldpunt.opvolging.termijnrijen import write_rijen
from meldpunt.tabelkopie import drop_keys
from meldpunt.toegang.actor import Actor

# Runs of as many municipalities are taken together: one delivery has a run in each.
RUNS_A_TURN: Final = 25
TABEL: Final = "te_klokken"
CLAIM: Final = """
UPDATE {tabel} r SET geklokt_op = %(now)s
FROM (SELECT id, gemeente FROM {tabel} WHERE geklokt_op IS NULL ORDER BY id
      LIMIT %(size)s FOR NO KEY UPDATE SKIP LOCKED) d
WHERE r.id = d.id AND r.gemeente = d.gemeente
RETURNING r.id, r.gemeente
"""
ZAKEN_OF_RUNS: Final = """
CREATE TEMPORARY TABLE te_klokken ON COMMIT DROP AS
SELECT k.gemeente, k.zaak_id AS zaak
FROM meldpunt_matchrun r
JOIN meldpunt_signaal s ON s.aanlevering_id = r.aanlevering_id AND s.gemeente = r.gemeente
JOIN meldpunt_zaaksignaal k ON k.signaal_id = s.id AND k.gemeente = s.gemeente
WHERE r.id = ANY(%(keys)s)
UNION
SELECT l.gemeente, l.zaak FROM meldpunt_lijstregel l
JOIN meldpunt_matchrun r ON r.id = l.run_id AND r.gemeente = l.gemeente
WHERE r.id = ANY(%(keys)s)
"""
ZAKEN_OF_RECALLS: Final = """
CREATE TEMPORARY TABLE te_klokken ON COMMIT DROP AS
SELECT DISTINCT g.gemeente, z.zaak FROM meldpunt_intrekkingsgevolg g
CROSS JOIN LATERAL unnest(g.zaken_vervallen || g.zaken_aangepast || g.zaken_gesloten) AS z(zaak)
WHERE g.id = ANY(%(keys)s)
"""
# An act on a zaak waits until its terms stand, and this waits for the act: neither overwrites the other.
LOCK_ZAKEN: Final = """
SELECT count(*) FROM (
  SELECT FROM meldpunt_zaak z JOIN te_klokken w ON w.zaak = z.id AND w.gemeente = z.gemeente
  ORDER BY z.gemeente, z.id FOR NO KEY UPDATE OF z) z
"""


@transaction.atomic
def clock_runs(*, door: Actor, now: datetime) -> int:
    """Give the zaken and deliveries of the next runs their terms; return how many runs, 0 when none is due."""
    runs = _claim("meldpunt_matchrun", now=now)
    if not runs:
        return 0
    terms = _clock(ZAKEN_OF_RUNS, runs, now=now)
    terms += write_rijen(list_of_leveringen(runs=runs), ding="aanlevering_id", now=now)
    _log("matchrun", runs, terms, door=door, now=now)
    return len(runs)


@transaction.atomic
def clock_intrekkingen(*, door: Actor, now: datetime) -> int:
    """Put right the terms of what the next recalls touched; return how many recalls, 0 when none is due."""
    gevolgen = _claim("meldpunt_intrekkingsgevolg", now=now)
    if not gevolgen:
        return 0
    terms = _clock(ZAKEN_OF_RECALLS, gevolgen, now=now)
    terms += write_rijen(list_of_leveringen(gevolgen=gevolgen), ding="aanlevering_id", now=now)
    _log("intrekking", gevolgen, terms, door=door, now=now)
    return len(gevolgen)


def _claim(tabel: str, *, now: datetime) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM.format(tabel=tabel), {"now": now, "size": RUNS_A_TURN})
        rows = cursor.fetchall()
    lock_gemeenten(sorted({gemeente for _, gemeente in rows}))
    return [key for key, _ in rows]


def _clock(zaken: str, keys: Sequence[UUID], *, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(zaken, {"keys": list(keys)})
        cursor.execute(f"ANALYZE {TABEL}")
        cursor.execute(LOCK_ZAKEN)
    terms = write_rijen(list_of_zaken(TABEL), ding="zaak_id", now=now)
    drop_keys(TABEL)
    return terms


def _log(objectsoort: str, keys: Sequence[UUID], terms: int, *, door: Actor, now: datetime) -> None:
    record(
        "termijnen_gezet",
        objectsoort=objectsoort,
        object=keys[0],
        door=door,
        now=now,
        waarden={"aantal": len(keys), "termijnen": terms},
    )
