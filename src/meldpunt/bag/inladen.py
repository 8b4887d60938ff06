"""An extract into the temporary table `bag_laden`, and from there over what stood in the table of addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.db import connection

from meldpunt.bag.bronnen import Bronsoort, iter_adressen, iter_landelijk
from meldpunt.bag.bronnen.landelijk import KOLOMMEN as DEELKOLOMMEN
from meldpunt.tabelkopie import copy_in

LADEN: Final[Mapping[str, str]] = {
    "nummeraanduiding": "text",
    "object": "text",
    "postcode": "text",
    "huisnummer": "int",
    "huisletter": "text",
    "toevoeging": "text",
    "suffix": "text",
    "straat": "text",
    "korte_naam": "text",
    "woonplaats": "text",
    "gemeentecode": "text",
    "hoofdadres": "boolean",
}
# What is no address of today falls out by itself: a number without an object, a street that was taken back.
JOIN_DELEN: Final = """
INSERT INTO bag_laden
SELECT n.nummer, o.object, n.postcode, n.huisnummer::int, n.huisletter, n.toevoeging, n.suffix, s.naam,
  CASE WHEN s.korte_naam <> '' THEN left(s.korte_naam, 24) WHEN length(s.naam) <= 24 THEN s.naam ELSE '' END,
  p.naam, coalesce(g.gemeentecode, ''), o.hoofdadres = 't'
FROM bag_object o
JOIN bag_nummer n ON n.nummer = o.nummer
JOIN bag_straat s ON s.straat = n.straat
JOIN bag_plaats p ON p.plaats = coalesce(nullif(n.plaats, ''), s.plaats)
LEFT JOIN bag_gemeente g ON g.plaats = p.plaats
WHERE n.huisnummer ~ '^[1-9][0-9]{0,4}$' AND length(n.huisletter) <= 1 AND length(n.toevoeging) <= 4
  AND n.nummer ~ '^[0-9]{4}20[0-9]{10}$' AND o.object ~ '^[0-9]{4}0[123][0-9]{10}$'
"""
# A number can stand in a file twice, as the main address of one row and beside it in another: the main one counts.
UPSERT: Final = """
INSERT INTO meldpunt_bagadres AS b (nummeraanduiding, object, postcode, huisnummer, huisletter, toevoeging, suffix,
  straat, korte_naam, woonplaats, gemeentecode, hoofdadres, deelt)
SELECT nummeraanduiding, object, postcode, huisnummer, huisletter, toevoeging, suffix, straat, korte_naam, woonplaats,
  gemeentecode, hoofdadres, count(*) OVER (PARTITION BY object) > 1
FROM (SELECT DISTINCT ON (nummeraanduiding) * FROM bag_laden
      ORDER BY nummeraanduiding, hoofdadres DESC, object) n
ON CONFLICT (nummeraanduiding) DO UPDATE SET
  object = excluded.object, postcode = excluded.postcode, huisnummer = excluded.huisnummer,
  huisletter = excluded.huisletter, toevoeging = excluded.toevoeging, suffix = excluded.suffix,
  straat = excluded.straat, korte_naam = excluded.korte_naam, woonplaats = excluded.woonplaats,
  gemeentecode = excluded.gemeentecode, hoofdadres = excluded.hoofdadres, deelt = excluded.deelt,
  opgevraagd_op = NULL
WHERE (b.object, b.postcode, b.huisnummer, b.huisletter, b.toevoeging, b.suffix, b.straat, b.korte_naam, b.woonplaats,
    b.gemeentecode, b.hoofdadres, b.deelt, b.opgevraagd_op)
  IS DISTINCT FROM (excluded.object, excluded.postcode, excluded.huisnummer, excluded.huisletter,
    excluded.toevoeging, excluded.suffix, excluded.straat, excluded.korte_naam, excluded.woonplaats,
    excluded.gemeentecode, excluded.hoofdadres, excluded.deelt, NULL)
"""
DELETE_VERDWENEN: Final = """
DELETE FROM meldpunt_bagadres b
WHERE (%(gebied)s = '' OR b.gemeentecode = %(gebied)s)
  AND NOT EXISTS (SELECT FROM bag_laden n WHERE n.nummeraanduiding = b.nummeraanduiding)
"""


@dataclass(frozen=True, slots=True)
class Klaargezet:
    """How many addresses stand ready, how many rows were none, and how many of the area there are now."""

    aantal: int
    overgeslagen: int
    bestaand: int


def stage_bestand(pad: Path, soort: Bronsoort, *, gebied: str) -> Klaargezet:
    """Read an extract into `bag_laden`; inside the transaction that loads it. Raises Bronfout."""
    _create("bag_laden", LADEN)
    skipped = _stage_delen(pad) if soort == "uittreksel" else _stage_rijen(pad, soort, gebied)
    count = _keep_gebied(gebied) if gebied else 0
    _execute("CREATE INDEX ON bag_laden (nummeraanduiding)")
    _execute("ANALYZE bag_laden")
    ready = _number("SELECT count(DISTINCT nummeraanduiding) FROM bag_laden")
    here = _number(
        "SELECT count(*) FROM meldpunt_bagadres WHERE %(g)s = '' OR gemeentecode = %(g)s", {"g": gebied}
    )
    return Klaargezet(ready, skipped + count, here)


def write_klaargezet(*, gebied: str) -> tuple[int, int]:
    """Let what stands ready replace the addresses of the area; return how many changed and how many went."""
    return _execute(UPSERT), _execute(DELETE_VERDWENEN, {"gebied": gebied})


def _stage_rijen(pad: Path, soort: Bronsoort, gebied: str) -> int:
    skipped = 0
    for blok in iter_adressen(pad, soort, gemeente=gebied):
        copy_in("bag_laden", blok.adressen)
        skipped += blok.overgeslagen
    return skipped


def _stage_delen(pad: Path) -> int:
    """Read the parts of the national extract each into a table, and join them; return the numbers that fell out."""
    for deel, kolommen in DEELKOLOMMEN.items():
        _create(f"bag_{deel}", dict.fromkeys((*kolommen, *(("suffix",) if deel == "nummer" else ())), "text"))
    for deel, frame in iter_landelijk(pad):
        copy_in(f"bag_{deel}", frame.with_columns(pl.all().fill_null("")))
    for deel in DEELKOLOMMEN:
        _execute(f"ANALYZE bag_{deel}")
    joined = _execute(JOIN_DELEN)
    return max(0, _number("SELECT count(*) FROM bag_nummer") - joined)


def _keep_gebied(gebied: str) -> int:
    """Leave out what lies elsewhere, and return how many that were; what does not say where, lies here."""
    _execute("UPDATE bag_laden SET gemeentecode = %s WHERE gemeentecode = ''", [gebied])
    return _execute("DELETE FROM bag_laden WHERE gemeentecode <> %s", [gebied])


def _create(naam: str, kolommen: Mapping[str, str]) -> None:
    parts = ", ".join(f"{kolom} {soort}" for kolom, soort in kolommen.items())
    # A transaction may load a second extract.
    _execute(f"DROP TABLE IF EXISTS pg_temp.{naam}")
    _execute(f"CREATE TEMPORARY TABLE {naam} ({parts}) ON COMMIT DROP")


def _execute(statement: str, values: Any = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _number(query: str, values: Any = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.fetchone()[0])
