"""Frames of what is stored, for the rules to compute with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection, transaction

from meldpunt.aanlevering.bsn import settle_index
from meldpunt.matching.adressen import on_hoofdadres, with_nevenadressen
from meldpunt.tabelkopie import copy_out, create_keys, drop_keys

SIGNAAL_SCHEMA: dict[str, Any] = {
    "signaal": pl.String,
    "gemeente": pl.String,
    "postcode": pl.String,
    "huisnummer": pl.Int32,
    "suffix": pl.String,
    "partner": pl.String,
    "klantnummer": pl.String,
    "type_vordering": pl.String,
    "bedrag_cent": pl.Int64,
    "achterstand_sinds": pl.Date,
    "aanleverdatum": pl.Date,
    "bsn": pl.String,
    "geboortedatum": pl.Date,
    "voorletters": pl.String,
    "tussenvoegsel": pl.String,
    "achternaam": pl.String,
}
ZAAK_SCHEMA: dict[str, Any] = {
    "zaak": pl.String,
    "zaakstatus": pl.String,
    "zaak_ontstaan": pl.String,
    "persoon": pl.String,
    "trap": pl.String,
    # 1 when its partner took it back: it stands in the zaak and no longer counts.
    "afgemeld": pl.Int8,
}
SIGNAAL_COLUMNS = """
s.id, s.gemeente, p.postcode, p.huisnummer, p.suffix, s.partner_id, p.klantnummer, s.type_vordering,
s.bedrag_cent, s.achterstand_sinds, s.aanleverdatum, p.bsn_index, p.geboortedatum, p.voorletters, p.tussenvoegsel,
p.achternaam
"""
SIGNAAL_TABLES = """
meldpunt_signaal s JOIN meldpunt_signaalpersoon p ON p.id = s.id AND p.gemeente = s.gemeente
"""
ZAAK_COLUMNS = "z.id, z.status, z.ontstaan_op::text, k.persoon, k.trap, (k.afgemeld_op IS NOT NULL)::int"
ZAAK_TABLES = """
meldpunt_zaaksignaal k
JOIN meldpunt_zaak z ON z.id = k.zaak_id AND z.gemeente = k.gemeente
"""
# Stored but not matched yet is not on a list: its matching would find its signalen in a zaak already, unmarked.
MATCHED_AND_NOT_RECALLED = """
EXISTS (SELECT FROM meldpunt_aanlevering a
        WHERE a.id = s.aanlevering_id AND a.status <> 'ingetrokken' AND a.gematcht_op IS NOT NULL)
"""
NOT_TAKEN_BACK = """
NOT EXISTS (SELECT FROM meldpunt_partnerbericht b WHERE b.gemeente = s.gemeente AND b.signaal_id = s.id)
"""


# The last correction of each fact; there are few, so they are laid over the frame and not joined per row.
CORRECTIES = """
SELECT DISTINCT ON (r.signaal_id, r.veld) r.signaal_id, r.veld, r.bedrag_cent, r.achterstand_sinds
FROM meldpunt_rectificatie r
WHERE r.gemeente = ANY(%(gemeenten)s) AND r.veld IN ('bedrag_cent', 'achterstand_sinds')
ORDER BY r.signaal_id, r.veld, r.id DESC
"""


def with_rectificaties(frame: pl.DataFrame) -> pl.DataFrame:
    """Let what was corrected at the request of a resident count in place of what was delivered."""
    if frame.is_empty():
        return frame
    rows = copy_out(
        CORRECTIES,
        {"gemeenten": frame["gemeente"].unique().to_list()},
        {"signaal": pl.String, "veld": pl.String, "bedrag_cent": pl.Int64, "achterstand_sinds": pl.Date},
    )
    for veld in ("bedrag_cent", "achterstand_sinds"):
        corrected = rows.filter(pl.col("veld") == veld).select("signaal", veld)
        if not corrected.is_empty():
            frame = frame.update(corrected, on="signaal", how="left")
    return frame


def _read_signalen(query: str, values: Mapping[str, Any], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Read signalen; `bsn` is the keyed hash of the number, under one key, and what was corrected counts.

    Each stands at the main address of its object, where the register of addresses knows the object.
    """
    return on_hoofdadres(with_rectificaties(settle_index(copy_out(query, values, schema))))


def list_signalen_of_aanlevering(aanlevering: UUID) -> pl.DataFrame:
    """Return the signalen of one delivery with their persons."""
    return _read_signalen(
        f"SELECT {SIGNAAL_COLUMNS} FROM {SIGNAAL_TABLES} WHERE s.aanlevering_id = %(aanlevering)s ORDER BY s.id",
        {"aanlevering": aanlevering},
        SIGNAAL_SCHEMA,
    )


def list_these_signalen(signalen: Sequence[UUID]) -> pl.DataFrame:
    """Return these signalen with their persons."""
    return _read_signalen(
        f"SELECT {SIGNAAL_COLUMNS} FROM {SIGNAAL_TABLES} WHERE s.id = ANY(%(signalen)s) ORDER BY s.id",
        {"signalen": [str(signaal) for signaal in signalen]},
        SIGNAAL_SCHEMA,
    )


def list_signalen_in_months(gemeente: str, convenant: str, *, first: Any, last: Any) -> pl.DataFrame:
    """Return the matched signalen of a municipality that still stand, delivered from `first` up to `last`."""
    return _read_signalen(
        f"SELECT {SIGNAAL_COLUMNS} FROM {SIGNAAL_TABLES} "
        f"WHERE s.gemeente = %(gemeente)s AND s.convenant = %(convenant)s "
        f"AND s.aanleverdatum BETWEEN %(first)s AND %(last)s "
        f"AND {MATCHED_AND_NOT_RECALLED} AND {NOT_TAKEN_BACK} ORDER BY s.id",
        {"gemeente": gemeente, "convenant": convenant, "first": first, "last": last},
        SIGNAAL_SCHEMA,
    )


@transaction.atomic
def list_in_zaken_at(adressen: pl.DataFrame, *, convenant: str) -> pl.DataFrame:
    """Return the signalen that are in a zaak of this covenant on one of these addresses, or another of its object.

    In a transaction, for the addresses stand in a temporary table as long as it lasts.
    """
    schema = {**SIGNAAL_SCHEMA, **ZAAK_SCHEMA}
    gemeenten = _list_gemeenten_with_zaken(adressen["gemeente"].unique().to_list())
    keys = with_nevenadressen(adressen.filter(pl.col("gemeente").is_in(gemeenten)))
    if keys.is_empty():
        return pl.DataFrame(schema=schema)
    create_keys(
        "adressen_matching",
        keys,
        {"gemeente": "varchar", "postcode": "varchar", "huisnummer": "int", "suffix": "text"},
    )
    frame = _read_signalen(
        f"SELECT {SIGNAAL_COLUMNS}, {ZAAK_COLUMNS} FROM adressen_matching a "
        "JOIN meldpunt_signaalpersoon p ON (p.gemeente, p.postcode, p.huisnummer, p.suffix) "
        "= (a.gemeente, a.postcode, a.huisnummer, a.suffix) "
        "JOIN meldpunt_signaal s ON s.id = p.id AND s.gemeente = p.gemeente "
        "JOIN meldpunt_zaaksignaal k ON k.signaal_id = s.id AND k.gemeente = s.gemeente "
        "JOIN meldpunt_zaak z ON z.id = k.zaak_id AND z.gemeente = k.gemeente "
        "WHERE z.convenant = %(convenant)s AND z.status <> 'vervallen'",
        {"convenant": convenant},
        schema,
    )
    drop_keys("adressen_matching")
    return frame


def list_in_zaken(zaken: Sequence[UUID | str]) -> pl.DataFrame:
    """Return the signalen that count in these zaken and still have their persons."""
    return _read_signalen(
        f"SELECT {SIGNAAL_COLUMNS}, {ZAAK_COLUMNS} FROM {ZAAK_TABLES} "
        "JOIN meldpunt_signaal s ON s.id = k.signaal_id AND s.gemeente = k.gemeente "
        "JOIN meldpunt_signaalpersoon p ON p.id = s.id AND p.gemeente = s.gemeente "
        "WHERE z.id = ANY(%(zaken)s) AND k.afgemeld_op IS NULL",
        {"zaken": [str(zaak) for zaak in zaken]},
        {**SIGNAAL_SCHEMA, **ZAAK_SCHEMA},
    )


def list_bekend(gemeenten: Sequence[str]) -> pl.DataFrame:
    """Return the known addresses with the reason: of files, of answers in open zaken; those of one object are one."""
    found = copy_out(
        "SELECT gemeente, postcode, huisnummer, suffix, reden FROM meldpunt_bekendadres "
        "WHERE gemeente = ANY(%(gemeenten)s) UNION "
        "SELECT p.gemeente, p.postcode, p.huisnummer, p.suffix, b.reden FROM meldpunt_bekendvraag b "
        "JOIN meldpunt_zaak z ON z.id = b.zaak_id AND z.gemeente = b.gemeente AND z.gesloten_op IS NULL "
        "JOIN meldpunt_signaalpersoon p ON p.id = z.adressignaal AND p.gemeente = z.gemeente "
        "WHERE b.gemeente = ANY(%(gemeenten)s) AND b.bekend",
        {"gemeenten": list(gemeenten)},
        {
            "gemeente": pl.String,
            "postcode": pl.String,
            "huisnummer": pl.Int32,
            "suffix": pl.String,
            "reden": pl.String,
        },
    )
    return on_hoofdadres(found)


def list_besluiten(bestaand: pl.DataFrame) -> pl.DataFrame:
    """Return what people decided about persons in the zaken of these rows (zaak, gemeente)."""
    schema = {"signaal_a": pl.String, "signaal_b": pl.String, "zelfde": pl.String}
    return copy_out(
        "SELECT signaal_a, signaal_b, zelfde FROM meldpunt_persoonsvraag "
        # The key begins with the municipality: without it this walks through every question there is.
        "WHERE gemeente = ANY(%(gemeenten)s) AND zaak_id = ANY(%(zaken)s) AND zelfde IS NOT NULL",
        {"gemeenten": bestaand["gemeente"].unique().to_list(), "zaken": bestaand["zaak"].unique().to_list()},
        schema,
    ).with_columns(pl.col("zelfde") == "t")


def _list_gemeenten_with_zaken(gemeenten: Sequence[str]) -> list[str]:
    """Return the municipalities that have a signaal in any zaak: the others need no look at their addresses."""
    with connection.cursor() as cursor:
        # The order is that of the key: one step in it per municipality, and never a walk through all zaken.
        cursor.execute(
            "SELECT g FROM unnest(%s::varchar[]) g CROSS JOIN LATERAL "
            "(SELECT FROM meldpunt_zaaksignaal k WHERE k.gemeente = g ORDER BY k.zaak_id, k.signaal_id LIMIT 1) een",
            [list(gemeenten)],
        )
        return [row[0] for row in cursor.fetchall()]


def lock_gemeenten(gemeenten: Sequence[str]) -> None:
    """Let one transaction at a time match in a municipality; always in one order, so that none waits forever."""
    with connection.cursor() as cursor:
        for gemeente in sorted(gemeenten):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [gemeente])
