"""Remove persons from tables, by the declaration of personal data; no list of tables stands here.

For each table the declaration says how rows hang on a resident and what becomes of each column: the row goes,
the column is emptied, or it stays because it counts and cannot be led back once the rest is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

from meldpunt.rules.persoonsgegevens import TABELLEN, Tabel, Via


@dataclass(frozen=True, slots=True)
class Doelwit:
    """Whose data go: signalen, the (zaak, persoon) pairs of which nothing is left, and zaken of which nobody is."""

    gemeente: str
    signalen: tuple[UUID, ...]
    paren: tuple[tuple[UUID, UUID], ...]
    zaken: tuple[UUID, ...]

    @property
    def values(self) -> dict[str, Any]:
        """Return what the statements below name."""
        return {
            "gemeente": self.gemeente,
            "signalen": list(self.signalen),
            "zaken": list(self.zaken),
            "paar_zaken": [zaak for zaak, _ in self.paren],
            "paar_personen": [persoon for _, persoon in self.paren],
        }


# Which (zaak, persoon) and which zaken have nobody left once these signalen lose their person.
ZONDER_PERSOON: Final = """
WITH geraakt AS (
  SELECT DISTINCT zaak_id, persoon FROM meldpunt_zaaksignaal
  WHERE gemeente = %(gemeente)s AND signaal_id = ANY(%(signalen)s)
), leden AS (
  SELECT k.zaak_id, k.persoon, p.id IS NOT NULL AND NOT (p.id = ANY(%(signalen)s)) AS blijft
  FROM meldpunt_zaaksignaal k
  LEFT JOIN meldpunt_signaalpersoon p ON p.id = k.signaal_id AND p.gemeente = k.gemeente
  WHERE k.gemeente = %(gemeente)s AND k.zaak_id IN (SELECT zaak_id FROM geraakt)
)
SELECT zaak_id, persoon,
  NOT EXISTS (SELECT FROM leden l WHERE l.zaak_id = leden.zaak_id AND l.blijft) AS zaak_leeg
FROM leden GROUP BY zaak_id, persoon HAVING NOT bool_or(blijft)
"""


def aim(signalen: Sequence[UUID], *, gemeente: str) -> Doelwit:
    """Work out what goes with the persons behind these signalen."""
    with connection.cursor() as cursor:
        cursor.execute(ZONDER_PERSOON, {"gemeente": gemeente, "signalen": list(signalen)})
        rows = cursor.fetchall()
    empty = tuple(sorted({zaak for zaak, _, whole in rows if whole}))
    return Doelwit(gemeente, tuple(signalen), tuple((zaak, persoon) for zaak, persoon, _ in rows), empty)


def wipe(doelwit: Doelwit) -> dict[str, int]:
    """Remove these persons from every table that is declared; return how many rows per table it changed."""
    counts = {naam: _wipe_table(naam, tabel, doelwit) for naam, tabel in _in_order()}
    return {naam: count for naam, count in counts.items() if count}


def _in_order() -> list[tuple[str, Tabel]]:
    """Put the tables that others are found through last: a code is found by its message, a message by its zaak."""
    linked = [(naam, tabel) for naam, tabel in TABELLEN.items() if tabel.koppeling is not None]
    return sorted(linked, key=lambda one: one[0] in {"Verzending", "SignaalPersoon", "Stapelregel"})


def _wipe_table(naam: str, tabel: Tabel, doelwit: Doelwit) -> int:
    model = apps.get_model("meldpunt", naam)
    where = _where(model, tabel.koppeling)
    ways = {gegeven.weg for gegeven in tabel.gegevens.values()}
    if where is None or not ways & {"rij", "leeg"}:
        return 0
    table = sql.Identifier(model._meta.db_table)
    if "rij" in ways:
        statement = sql.SQL("DELETE FROM {} WHERE {}").format(table, where)
    else:
        emptied = [
            (sql.Identifier(column), _empty(model, column, gegeven.als))
            for column, gegeven in tabel.gegevens.items()
            if gegeven.weg == "leeg"
        ]
        statement = sql.SQL("UPDATE {} SET {} WHERE {} AND ({})").format(
            table,
            sql.SQL(", ").join(sql.SQL("{} = {}").format(column, value) for column, value in emptied),
            where,
            sql.SQL(" OR ").join(
                sql.SQL("{} IS DISTINCT FROM {}").format(column, value) for column, value in emptied
            ),
        )
    with connection.cursor() as cursor:
        cursor.execute(statement, doelwit.values)
        return int(cursor.rowcount)


def _where(model: type[models.Model], koppeling: Via | None) -> sql.Composed | None:
    """Return the condition on the rows; None for a list of addresses of the municipality's own."""
    if koppeling is None or koppeling.langs == "adres":
        return None
    columns = [sql.Identifier(column) for column in koppeling.kolommen]
    found = sql.SQL(_LANGS[koppeling.langs]).format(*columns)
    place = _place_column(model)
    if place is None:
        return sql.SQL("({})").format(found)
    return sql.SQL("{} = %(gemeente)s AND ({})").format(sql.Identifier(place), found)


_LANGS: Final = {
    "signaal": "{} = ANY(%(signalen)s)",
    "zaak": "{} = ANY(%(zaken)s)",
    "zaak_persoon": "{0} = ANY(%(zaken)s) OR ({0}, {1}) IN "
    "(SELECT * FROM unnest(%(paar_zaken)s::uuid[], %(paar_personen)s::uuid[]))",
    "verzending": "{} IN (SELECT id FROM meldpunt_verzending WHERE gemeente = %(gemeente)s AND "
    "(zaak_id, persoon) IN (SELECT * FROM unnest(%(paar_zaken)s::uuid[], %(paar_personen)s::uuid[])))",
    # What was typed for many zaken is done with once the act is.
    "opdracht": "klaar_op IS NOT NULL AND {} IN (SELECT opdracht_id FROM meldpunt_stapelregel "
    "WHERE gemeente = %(gemeente)s AND zaak_id = ANY(%(zaken)s))",
}


def _place_column(model: type[models.Model]) -> str | None:
    """Name the column that holds the municipality of the zaak; an offered zaak is that of who offers it."""
    columns = {field.column for field in model._meta.concrete_fields}
    return next((column for column in ("van_gemeente_id", "gemeente") if column in columns), None)


def _empty(model: type[models.Model], column: str, als: str) -> sql.Composable:
    """Return what an emptied column reads; one that is empty already stays as it is."""
    field = next(one for one in model._meta.concrete_fields if one.column == column)
    if als:
        return sql.SQL("CASE WHEN {0} = '' THEN '' ELSE {1} END").format(
            sql.Identifier(column), sql.Literal(als)
        )
    if isinstance(field, ArrayField):
        return sql.SQL("'{}'")
    if field.null:
        return sql.SQL("NULL")
    if isinstance(field, models.JSONField):
        return sql.Literal(Jsonb(field.get_default()))
    if isinstance(field, models.CharField | models.TextField):
        return sql.SQL("''")
    if isinstance(field, models.BinaryField):
        return sql.SQL("''::bytea")
    raise ValueError(f"{model.__name__}.{column} cannot be emptied: declare what it reads afterwards")
