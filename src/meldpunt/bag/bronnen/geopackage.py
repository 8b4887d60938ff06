"""A GeoPackage of addresses: the open one of the whole country, or that of a municipality."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from meldpunt.bag.bronnen.kolommen import Blok, Bronfout, make_blok, map_kolommen, missing_kolommen
from meldpunt.bag.bronnen.tabel import RIJEN_PER_BLOK, to_cellen

MAGIE: Final = b"SQLite format 3\0"
# In these the identification of a row is that of the object itself.
OBJECTTABELLEN: Final = frozenset({"verblijfsobject", "ligplaats", "standplaats"})


def iter_geopackage(pad: Path, *, gemeente: str) -> Iterator[Blok]:
    """Yield the addresses of every table that has them. Raises Bronfout when none has."""
    try:
        with closing(sqlite3.connect(f"{pad.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            tables = [tabel for tabel in _list_tables(db) if not missing_kolommen(_map(db, tabel))]
            if not tables:
                raise Bronfout(
                    "In dit GeoPackage staat geen tabel met per adres de nummeraanduiding en het adresseerbaar "
                    "object. [bag_kolommen]"
                )
            for tabel in tables:
                yield from _iter_table(db, tabel, gemeente=gemeente)
    except sqlite3.Error as problem:
        raise Bronfout("Dit GeoPackage is beschadigd of niet te lezen. [bag_onleesbaar]") from problem


def _list_tables(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes')")
    return sorted(row[0] for row in rows)


def _map(db: sqlite3.Connection, tabel: str) -> dict[str, int]:
    kop = [row[1] for row in db.execute(f"PRAGMA table_info({_quoted(tabel)})")]
    extra = {"identificatie": "object"} if tabel.lower() in OBJECTTABELLEN else {}
    return map_kolommen(kop, extra=extra)


def _iter_table(db: sqlite3.Connection, tabel: str, *, gemeente: str) -> Iterator[Blok]:
    kolommen = _map(db, tabel)
    kop = [row[1] for row in db.execute(f"PRAGMA table_info({_quoted(tabel)})")]
    named = ", ".join(f"CAST({_quoted(kop[place])} AS TEXT)" for place in kolommen.values())
    # Without the geometry, which is most of the file.
    rows = db.execute(f"SELECT {named} FROM {_quoted(tabel)}")  # noqa: S608 - names of the file itself, quoted
    places = {own: place for place, own in enumerate(kolommen)}
    while rijen := rows.fetchmany(RIJEN_PER_BLOK):
        yield make_blok(to_cellen(rijen, places), gemeente=gemeente)


def _quoted(naam: str) -> str:
    return '"' + naam.replace('"', '""') + '"'
