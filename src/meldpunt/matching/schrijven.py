"""What a run found into the tables: new zaken by COPY, open ones brought up to date in one statement."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from django.db import connection

from meldpunt.matching.vorming import Vorming
from meldpunt.sleutels import new_ids
from meldpunt.tabelkopie import as_array, copy_in, create_keys, drop_keys

# People on this address were not compared with each other, because so many have one name.
NIET_VERGELEKEN = "personen_niet_vergeleken"
UPDATE_ZAKEN = """
UPDATE meldpunt_zaak z SET
  aantal = n.aantal, aantal_partners = n.aantal_partners, bedrag_cent = n.bedrag_cent,
  oudste_achterstand = n.oudste_achterstand, adressignaal = n.adressignaal, maand = n.maand,
  vragen_open = n.vragen_open, alles_herhaald = n.alles_herhaald,
  bekend = CASE WHEN z.status = 'nieuw' THEN n.bekend ELSE z.bekend END,
  postvak = CASE WHEN z.status = 'nieuw' AND z.team = '' AND NOT z.postvak_vast THEN n.postvak ELSE z.postvak END,
  acties = CASE WHEN z.status = 'nieuw' THEN n.acties ELSE z.acties END,
  markeringen = array_remove(array_remove(z.markeringen, %(te_druk)s), 'geen_signaal_over')
    || CASE WHEN n.markering = '' OR n.markering = ANY(z.markeringen) THEN '{}' ELSE ARRAY[n.markering] END
    || CASE WHEN n.te_druk THEN ARRAY[%(te_druk)s::varchar] ELSE '{}' END,
  -- Something to look at: unread again, and no longer on hold.
  gezien_op = CASE WHEN n.markering = '' THEN z.gezien_op END,
  wacht_tot = CASE WHEN n.markering = '' THEN z.wacht_tot END
FROM zaken_matching n WHERE z.id = n.zaak::uuid AND z.gemeente = n.gemeente AND z.status = ANY(%(statussen)s)
"""
UPDATE_KOPPELINGEN = """
UPDATE meldpunt_zaaksignaal k SET persoon = n.persoon::uuid, trap = n.trap, herhaling_van = n.herhaling_van::uuid
FROM koppelingen_matching n
WHERE k.zaak_id = n.zaak::uuid AND k.signaal_id = n.signaal::uuid AND k.gemeente = n.gemeente
  AND (k.persoon, k.trap, k.herhaling_van) IS DISTINCT FROM (n.persoon::uuid, n.trap, n.herhaling_van::uuid)
"""
DELETE_VRAGEN = """
DELETE FROM meldpunt_persoonsvraag v USING vragen_zaken n
WHERE v.zaak_id = n.zaak::uuid AND v.gemeente = n.gemeente AND v.zelfde IS NULL
  AND NOT EXISTS (SELECT FROM vragen_matching m
    WHERE m.gemeente = v.gemeente AND m.zaak::uuid = v.zaak_id AND m.signaal_a::uuid = v.signaal_a
      AND m.signaal_b::uuid = v.signaal_b)
"""
# Answers that contradict each other are asked again: else the zaak would wait for a question that nobody can see.
INSERT_VRAGEN = """
INSERT INTO meldpunt_persoonsvraag (id, gemeente, zaak_id, signaal_a, signaal_b, trap, toelichting)
SELECT id::uuid, gemeente, zaak::uuid, signaal_a::uuid, signaal_b::uuid, trap, '' FROM vragen_matching
ON CONFLICT (gemeente, zaak_id, signaal_a, signaal_b) DO UPDATE
SET trap = excluded.trap, zelfde = NULL, besloten_op = NULL, besloten_door = NULL
WHERE (meldpunt_persoonsvraag.zelfde IS NULL AND meldpunt_persoonsvraag.trap <> excluded.trap)
   OR excluded.trap = 'tegenstrijdig_besluit'
"""


def insert_zaken(zaken: pl.DataFrame, *, convenant: str, versie: date, now: datetime) -> None:
    """Append new zaken; a frame with the placing (selectie, reden, rang, postvak, acties) and the facts."""
    copy_in(
        "meldpunt_zaak",
        zaken.select(
            pl.col("zaak").alias("id"),
            "gemeente",
            pl.lit(convenant).alias("convenant"),
            pl.lit(versie).alias("versie"),
            "maand",
            pl.lit(now.astimezone(UTC), pl.Datetime("us", "UTC")).alias("ontstaan_op"),
            "adressignaal",
            "aantal",
            "aantal_partners",
            "bedrag_cent",
            "oudste_achterstand",
            "venster_maanden",
            "bekend",
            "opeenvolgend_op",
            "vragen_open",
            "alles_herhaald",
            pl.when("te_druk")
            .then(pl.lit(f"{{{NIET_VERGELEKEN}}}"))
            .otherwise(pl.lit("{}"))
            .alias("markeringen"),
            "rang",
            "selectie",
            pl.col("reden").fill_null(""),
            "postvak",
            as_array("acties"),
            "team",
            pl.when(pl.col("selectie") == "opgepakt")
            .then(pl.lit("nieuw"))
            .otherwise(pl.lit("niet_opgepakt"))
            .alias("status"),
            pl.lit(now.astimezone(UTC), pl.Datetime("us", "UTC")).alias("status_sinds"),
            pl.lit("").alias("eindresultaat"),
            "terugkoppelen",
        ),
    )


def update_zaken(zaken: pl.DataFrame, *, markering: str, statussen: Collection[str]) -> int:
    """Bring zaken in these statuses up to date; one that somebody has taken keeps its place and is only marked.

    Returns how many were: fewer than were given when one left these statuses meanwhile.
    """
    if zaken.is_empty():
        return 0
    create_keys(
        "zaken_matching",
        zaken.with_columns(as_array("acties"), markering=pl.lit(markering)),
        {
            "zaak": "text",
            "gemeente": "varchar",
            "aantal": "int",
            "aantal_partners": "int",
            "bedrag_cent": "bigint",
            "oudste_achterstand": "date",
            "adressignaal": "uuid",
            "maand": "date",
            "vragen_open": "int",
            "alles_herhaald": "boolean",
            "te_druk": "boolean",
            "bekend": "boolean",
            "postvak": "varchar",
            "acties": "varchar[]",
            "markering": "varchar",
        },
    )
    count = _execute(UPDATE_ZAKEN, {"statussen": list(statussen), "te_druk": NIET_VERGELEKEN})
    drop_keys("zaken_matching")
    return count


def write_koppelingen(
    koppelingen: pl.DataFrame, zaken: pl.DataFrame, *, before_end: Callable[[], object] | None = None
) -> None:
    """Link new signalen to their zaken, and correct the person of those that were linked before.

    `koppelingen` has the columns `run` and `adresstap`; `zaken` says which zaken existed before, for the mark on
    what came later.
    `before_end` is called before the references of the links are checked.
    """
    before = zaken.select("zaak", later_toegevoegd=~pl.col("is_nieuw"))
    new = koppelingen.filter("is_nieuw").join(before, on="zaak", maintain_order="left")
    copy_in(
        "meldpunt_zaaksignaal",
        new.select(
            "gemeente",
            pl.col("zaak").alias("zaak_id"),
            pl.col("signaal").alias("signaal_id"),
            "run",
            "persoon",
            "trap",
            "adresstap",
            "herhaling_van",
            pl.lit("").alias("eindresultaat"),
            "later_toegevoegd",
        ),
        before_end=before_end,
    )
    update_koppelingen(koppelingen.filter(~pl.col("is_nieuw")))


def update_koppelingen(koppelingen: pl.DataFrame) -> None:
    """Correct person and reason of links that exist."""
    if koppelingen.is_empty():
        return
    create_keys(
        "koppelingen_matching",
        koppelingen,
        {
            "zaak": "text",
            "signaal": "text",
            "gemeente": "varchar",
            "persoon": "text",
            "trap": "varchar",
            "herhaling_van": "text",
        },
    )
    _execute(UPDATE_KOPPELINGEN)
    drop_keys("koppelingen_matching")


def write_vragen(vorming: Vorming, *, now: datetime) -> None:
    """Bring the open questions of these zaken up to date; one that is still asked, or was answered, stays."""
    asked = vorming.vragen.join(
        vorming.zaken.select("zaak", "gemeente"), left_on="groep", right_on="zaak", how="inner"
    )
    touched = vorming.zaken.filter(~pl.col("is_nieuw"))
    if asked.is_empty() and touched.is_empty():
        return
    rows = asked.with_columns(new_ids(asked.height, now=now), pl.col("groep").alias("zaak"))
    columns = ("id", "gemeente", "zaak", "signaal_a", "signaal_b", "trap")
    create_keys("vragen_matching", rows, dict.fromkeys(columns, "text"))
    if not touched.is_empty():
        create_keys("vragen_zaken", touched, {"zaak": "text", "gemeente": "varchar"})
        _execute(DELETE_VRAGEN)
        drop_keys("vragen_zaken")
    _execute(INSERT_VRAGEN)
    drop_keys("vragen_matching")


def _execute(statement: str, values: dict[str, Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
