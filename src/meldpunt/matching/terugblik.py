"""The look-back after destruction: whether an address or a claim was here before, by a keyed hash that expires.

DDAS calls a zaak *opeenvolgend* when its address had a signaal in the six months before, and a signaal *herhaald*
when its partner reported the same claim in that time. A covenant may destroy the person sooner. What then stays
is a hash of the address and one of the customer, under a key of the month in which the look-back ends. With that
month the key goes, and with it the meaning of every hash of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.matching.adressen import on_hoofdadres, with_nevenadressen
from meldpunt.matching.frames import (
    SIGNAAL_SCHEMA,
    ZAAK_COLUMNS,
    ZAAK_SCHEMA,
    ZAAK_TABLES,
    list_in_zaken_at,
)
from meldpunt.matching.models import Terugblik
from meldpunt.rules.zaakvorming import ADRES, OPEENVOLGEND_MAANDEN
from meldpunt.tabelkopie import copy_in, copy_out, create_keys, drop_keys
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Sleutel
from meldpunt.toegang.sleutelbos import blind_indexes, destroy_keys

DOEL: Final = "terugblik"
KLANT: Final = (*ADRES, "partner", "klantnummer")
# What is known of a signaal whose person is gone: its facts, and by which hashes it can be found.
GEHEUGEN_SCHEMA: Final = {
    "signaal": pl.String,
    "gemeente": pl.String,
    "partner": pl.String,
    "type_vordering": pl.String,
    "bedrag_cent": pl.Int64,
    "achterstand_sinds": pl.Date,
    "aanleverdatum": pl.Date,
    **ZAAK_SCHEMA,
    "maand": pl.String,
    "adres_hash": pl.String,
    "klant_hash": pl.String,
}


def list_earlier_at(rows: pl.DataFrame, *, convenant: str) -> pl.DataFrame:
    """Return the signalen in zaken on these addresses: those with their persons, and those that are only remembered.

    `rows` have ADRES, and partner and klantnummer where a repeat is to be recognised. A remembered signaal has its
    customer number back when one of `rows` has that very one, and no other field of a person.
    """
    present = list_in_zaken_at(rows, convenant=convenant)
    # A signaal that stands there already may repeat a remembered one just as a new one may.
    klanten = [frame.select(KLANT) for frame in (rows, present) if set(KLANT) <= set(frame.columns)]
    remembered = _list_remembered(rows, klanten, convenant=convenant)
    return present if remembered.is_empty() else pl.concat([present, remembered])


@transaction.atomic
def _list_remembered(rows: pl.DataFrame, klanten: list[pl.DataFrame], *, convenant: str) -> pl.DataFrame:
    schema = {**SIGNAAL_SCHEMA, **ZAAK_SCHEMA}
    maanden = _list_maanden(rows["gemeente"].unique().to_list())
    if maanden.is_empty():
        return pl.DataFrame(schema=schema)
    adressen = _hashed(with_nevenadressen(rows).join(maanden, on="gemeente"), ADRES, "adres_hash")
    create_keys(
        "terugblik_adressen",
        adressen.select("gemeente", "maand", "adres_hash"),
        {"gemeente": "varchar", "maand": "varchar", "adres_hash": "varchar"},
    )
    found = copy_out(
        "SELECT s.id, s.gemeente, s.partner_id, s.type_vordering, s.bedrag_cent, s.achterstand_sinds, "
        f"s.aanleverdatum, {ZAAK_COLUMNS}, t.maand, t.adres_hash, t.klant_hash "
        f"FROM terugblik_adressen a JOIN meldpunt_terugblik t USING (gemeente, maand, adres_hash) "
        "JOIN meldpunt_signaal s ON s.id = t.signaal AND s.gemeente = t.gemeente "
        f"JOIN ({ZAAK_TABLES}) ON k.signaal_id = s.id AND k.gemeente = s.gemeente "
        "WHERE z.convenant = %(convenant)s AND z.status <> 'vervallen'",
        {"convenant": convenant},
        GEHEUGEN_SCHEMA,
    )
    drop_keys("terugblik_adressen")
    placed = found.join(adressen, on=["gemeente", "maand", "adres_hash"])
    return on_hoofdadres(_with_klant(placed, klanten)).select(
        *(
            pl.col(name)
            if name in {*GEHEUGEN_SCHEMA, *ADRES, "klantnummer"}
            else pl.lit(None, kind).alias(name)
            for name, kind in schema.items()
        )
    )


def _list_maanden(gemeenten: list[str]) -> pl.DataFrame:
    """Return the months under whose key something is remembered, per municipality; most have none."""
    kept = Terugblik.objects.filter(gemeente__in=gemeenten).order_by("gemeente", "maand").distinct()
    pairs = list(kept.values_list("gemeente_id", "maand"))
    return pl.DataFrame(pairs, schema={"gemeente": pl.String, "maand": pl.String}, orient="row")


def _with_klant(placed: pl.DataFrame, klanten: list[pl.DataFrame]) -> pl.DataFrame:
    """Give a remembered signaal its customer number where one of `klanten` is that very one; else an empty one."""
    if placed.is_empty() or not klanten:
        return placed.with_columns(klantnummer=pl.lit(""))
    # The hash was made of the address as it was written, and `klanten` stand at the main one of the object.
    where = placed.select(*ADRES, "maand").unique()
    main = on_hoofdadres(where).select(pl.col(ADRES).name.prefix("hoofd_"))
    here = {deel: f"hoofd_{deel}" for deel in ADRES}
    near = pl.concat(klanten).unique().rename(here).join(where.hstack(main), on=[*here.values()])
    known = _hashed(near, KLANT, "klant_hash")
    return placed.join(
        known.select("maand", "klant_hash", "klantnummer").unique(["maand", "klant_hash"]),
        on=["maand", "klant_hash"],
        how="left",
    ).with_columns(pl.col("klantnummer").fill_null(""))


def _hashed(rows: pl.DataFrame, columns: Sequence[str], name: str) -> pl.DataFrame:
    """Add the keyed hash of these columns, each row under the key of its `maand`."""
    parts = [
        part.with_columns(
            pl.Series(
                name,
                blind_indexes(
                    f"{DOEL} {maand}",
                    part.select(pl.concat_str(pl.col(columns).cast(pl.String), separator="|"))
                    .to_series()
                    .to_list(),
                ),
                dtype=pl.String,
            )
        )
        for (maand,), part in rows.partition_by("maand", as_dict=True).items()
    ]
    return pl.concat(parts) if parts else rows.with_columns(pl.lit(None, pl.String).alias(name))


def remember_signalen(signalen: Sequence[UUID], *, gemeente: str, today: date) -> int:
    """Keep the hashes of signalen in a zaak whose persons are about to be destroyed; return how many.

    Inside the transaction that destroys them. A look-back that is over is not kept.
    """
    frame = copy_out(
        "SELECT s.id, s.gemeente, p.postcode, p.huisnummer, p.suffix, s.partner_id, p.klantnummer, s.aanleverdatum "
        "FROM meldpunt_signaal s JOIN meldpunt_signaalpersoon p ON p.id = s.id AND p.gemeente = s.gemeente "
        "WHERE s.gemeente = %(gemeente)s AND s.id = ANY(%(signalen)s) AND EXISTS (SELECT FROM "
        f"{ZAAK_TABLES} WHERE k.signaal_id = s.id AND k.gemeente = s.gemeente AND z.status <> 'vervallen')",
        {"gemeente": gemeente, "signalen": [str(one) for one in signalen]},
        {**{key: SIGNAAL_SCHEMA[key] for key in ("signaal", *KLANT)}, "aanleverdatum": pl.Date},
    )
    last = pl.col("aanleverdatum").dt.offset_by(f"{OPEENVOLGEND_MAANDEN}mo")
    going = frame.filter(last >= today).with_columns(
        pl.col("suffix", "klantnummer").fill_null(""), maand=last.dt.strftime("%Y-%m")
    )
    if going.is_empty():
        return 0
    hashed = _hashed(_hashed(going, ADRES, "adres_hash"), KLANT, "klant_hash")
    copy_in("meldpunt_terugblik", hashed.select("gemeente", "signaal", "maand", "adres_hash", "klant_hash"))
    return hashed.height


@transaction.atomic
def expire_terugblik(*, door: Actor, now: datetime) -> int:
    """Destroy the keys of the months that are over, and the hashes they gave; return how many hashes."""
    this = timezone.localdate(now).strftime("%Y-%m")
    keys = Sleutel.objects.filter(doel__startswith=f"{DOEL} ", doel__lt=f"{DOEL} {this}", vernietigd_op=None)
    over = sorted(set(keys.values_list("doel", flat=True)))
    for doel in over:
        destroy_keys(doel, door=door, now=now)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM meldpunt_terugblik WHERE maand < %s", [this])
        gone = int(cursor.rowcount)
    if over or gone:
        record(
            "terugblik_vervallen",
            objectsoort="terugblik",
            object=this,
            door=door,
            now=now,
            waarden={"sleutels": len(over), "aantal": gone},
        )
    return gone
