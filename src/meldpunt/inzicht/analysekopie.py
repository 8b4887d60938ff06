"""A copy of the facts for analysts: no person in it, and nothing to join it back with.

Which columns go along follows from the declaration of personal data. Keys are hashed with a key that is thrown away
when the copy is made: they join tables of one copy, and no two copies, nor a copy and the source. Moments become
days, amounts whole euros, birth dates years, postcodes their four digits; rows stand in a random order. A count under
ten may still point at somebody: what is published from it suppresses those.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Field
from psycopg import sql

from meldpunt.audit.actions import record
from meldpunt.rules.persoonsgegevens import TABELLEN, Gegeven, Tabel
from meldpunt.rules.proefinwoners import PROEFGEMEENTE
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_supervise_privacy
from meldpunt.toegang.weigering import Weigering

# About no resident, and needed to read the rest.
OMGEVING: Final = frozenset(
    {"Gemeente", "Signaalpartner", "Aanlevering", "Matchrun", "GemeenteDeelname", "PartnerDeelname"}
)
# Facts that tell a row by themselves: by these somebody with both in hand could join them.
HERKENBAAR: Final = frozenset(
    {
        "regel",
        "inhoud_sha256",
        "controlegetal",
        "grootte",
        "invoersleutel",
        "volgorde",
        "rang",
        "reden_zonder_grondslag",
    }
)
FEITEN: Final = frozenset({"schuld", "besluit", "gedrag"})
SCHEMA: Final = "analyse"


class Bestemming(Protocol):
    """Where a copy goes: it takes the rows of one table as CSV with a header."""

    def take(self, tabel: str, columns: dict[str, str]) -> Any:
        """Open one table and give a writer of blocks."""


@dataclass(frozen=True, slots=True)
class Map:
    """A folder that gets a CSV file per table."""

    path: Path

    @contextmanager
    def take(self, tabel: str, columns: dict[str, str]) -> Iterator[Any]:
        """Write the file of one table, readable to the owner alone."""
        file = self.path / f"{tabel}.csv"
        file.touch(0o600)
        with file.open("wb") as stream:
            yield stream.write


@dataclass(frozen=True, slots=True)
class Database:
    """Another database: the tables come new in schema `analyse`."""

    verbinding: psycopg.Connection[Any]

    @contextmanager
    def take(self, tabel: str, columns: dict[str, str]) -> Iterator[Any]:
        """Make one table anew and fill it."""
        name = sql.Identifier(SCHEMA, tabel)
        kinds = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind)) for column, kind in columns.items()
        )
        with self.verbinding.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(SCHEMA)))
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(name))
            cursor.execute(sql.SQL("CREATE TABLE {} ({})").format(name, kinds))
            with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER)").format(name)) as copy:
                yield copy.write


def open_bestemming(naar: str) -> Map | Database:
    """Return the folder or database that somebody named. Raises Weigering when it cannot take a copy."""
    if "://" not in naar and "=" not in naar:
        path = Path(naar)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise Weigering(f"Map {path} is niet leeg. Kies een lege map voor de kopie. [map_niet_leeg]")
        return Map(path)
    other = psycopg.connect(naar)
    connection.ensure_connection()
    here, there = connection.connection.info, other.info
    if (here.host, here.port, here.dbname) == (there.host, there.port, there.dbname):
        other.close()
        raise Weigering(
            "Dit is de database van het meldpunt zelf. Kies een andere voor de kopie. [zelfde_database]"
        )
    return Database(other)


@transaction.atomic
def make_analysekopie(*, naar: Map | Database, door: Actor, now: datetime) -> list[str]:
    """Write the facts of every table that is about residents, and return the names of the tables."""
    check_supervise_privacy(door)
    zout = secrets.token_hex(32)
    made = []
    for naam, tabel in TABELLEN.items():
        columns = _list_columns(naam, tabel)
        if columns:
            _copy(naam, columns, naar, zout)
            made.append(naam)
    if isinstance(naar, Database):
        naar.verbinding.commit()
    record(
        "analysekopie_gemaakt",
        objectsoort="analysekopie",
        object="-",
        door=door,
        now=now,
        doel="Statistiek zonder personen",
        waarden={"tabellen": len(made)},
    )
    return made


def _copy(naam: str, columns: dict[str, tuple[str, str]], naar: Map | Database, zout: str) -> None:
    table = apps.get_model("meldpunt", naam)._meta.db_table
    # `ctid` is the place of the row; hashed with the throw-away key it is an order that says nothing.
    shown = ", ".join(f"{expression} AS {column}" for column, (expression, _) in columns.items())
    real = _keep_real(naam)
    query = f"SELECT {shown} FROM {table} t WHERE {real} ORDER BY md5(%(zout)s || t.ctid::text)"  # noqa: S608 - names of our own
    kinds = {column: kind for column, (_, kind) in columns.items()}
    with connection.cursor() as cursor, naar.take(table.removeprefix("meldpunt_"), kinds) as write:
        text = cursor.mogrify(query, {"zout": zout})
        with cursor.copy(f"COPY ({text}) TO STDOUT (FORMAT csv, HEADER)") as copy:
            for block in copy:
                write(bytes(block))


def _keep_real(naam: str) -> str:
    """Give the condition that leaves out what software was tried with: nobody's, and no figure."""
    columns = {field.column for field in apps.get_model("meldpunt", naam)._meta.local_concrete_fields}
    if gemeente := columns & {"gemeente", "gemeente_id"}:
        return f"t.{gemeente.pop()} IS DISTINCT FROM '{PROEFGEMEENTE}'"
    if naam == "Aanlevering":
        return "NOT EXISTS (SELECT FROM meldpunt_signaalpartner p WHERE p.id = t.partner_id AND p.proef)"
    return {"Gemeente": f"t.code <> '{PROEFGEMEENTE}'", "Signaalpartner": "NOT t.proef"}.get(naam, "TRUE")


def _list_columns(naam: str, tabel: Tabel) -> dict[str, tuple[str, str]]:
    """Return per column of the copy how it is made and of which type it is; none for a table that stays out."""
    about = tabel.koppeling is not None and tabel.koppeling.langs != "adres"
    if not about and naam not in OMGEVING:
        return {}
    fields = {field.column: field for field in apps.get_model("meldpunt", naam)._meta.local_concrete_fields}
    made = ((kolom, _express(kolom, gegeven, fields[kolom])) for kolom, gegeven in tabel.velden.items())
    return {kolom: made for kolom, made in made if made is not None}


def _express(kolom: str, gegeven: Gegeven | None, field: Field[Any, Any]) -> tuple[str, str] | None:
    if gegeven is not None and gegeven.soort == "geboortedatum":
        return f"extract(year FROM {kolom})::int", "int"
    if gegeven is not None and gegeven.soort == "adres" and kolom == "postcode":
        return f"left({kolom}, 4)", "text"
    is_fact = gegeven is None or (
        gegeven.van == "inwoner" and gegeven.weg == "blijft" and gegeven.soort in FEITEN
    )
    return _coarsen(kolom, field) if is_fact and kolom not in HERKENBAAR else None


def _coarsen(kolom: str, field: Field[Any, Any]) -> tuple[str, str] | None:
    """Return a fact in the form that cannot be joined back; a column that may hold anything stays out."""
    kind = field.db_type(connection) or ""
    if kind == "uuid":
        return _rekey(kolom), "uuid"
    if kind == "uuid[]":
        rekeyed = _rekey("x")
        return f"ARRAY(SELECT {rekeyed} FROM unnest({kolom}) x ORDER BY 1)", "uuid[]"  # noqa: S608 - a column of ours
    if kind == "timestamp with time zone":
        return f"({kolom} AT TIME ZONE 'Europe/Amsterdam')::date", "date"
    if kolom.endswith("_cent"):
        return f"(round({kolom} / 100.0) * 100)::bigint", "bigint"
    return None if kind in {"jsonb", "bytea"} else (kolom, kind.replace("serial", "int"))


def _rekey(name: str) -> str:
    hashed = f"sha256(convert_to(%(zout)s || {name}::text, 'UTF8'))"
    return f"CASE WHEN {name} IS NULL THEN NULL ELSE encode(substring({hashed}, 1, 16), 'hex')::uuid END"
