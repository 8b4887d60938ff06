"""Read the register of addresses: what a question finds, and which object an address belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl
from django.db import connection

from meldpunt.bag.models import Bagadres, Bagstand
from meldpunt.rules.adresregels import Postadres, write_adresregels
from meldpunt.rules.adresstappen import ADRES
from meldpunt.rules.adresvraag import Adresvraag, answer_adresvraag
from meldpunt.tabelkopie import copy_out, create_keys, drop_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Bagadresbeeld:
    """One address of the register."""

    nummeraanduiding: str
    object: str
    postcode: str
    huisnummer: int
    huisletter: str
    toevoeging: str
    suffix: str
    straat: str
    korte_naam: str
    woonplaats: str
    gemeentecode: str
    hoofdadres: bool

    @property
    def sleutel(self) -> tuple[str, int, str]:
        """Return the address as signalen are matched by it."""
        return (self.postcode, self.huisnummer, self.suffix)

    @property
    def adresregels(self) -> tuple[str, str]:
        """Return the two lines of an envelope (NEN 5825), with the short name of the street where it has one."""
        return write_adresregels(
            Postadres(
                straat=self.korte_naam or self.straat,
                huisnummer=self.huisnummer,
                huisletter=self.huisletter,
                toevoeging=self.toevoeging,
                postcode=self.postcode,
                woonplaats=self.woonplaats,
            )
        )


VELDEN: Final = tuple(Bagadresbeeld.__slots__)


@dataclass(frozen=True, slots=True)
class Bagstandbeeld:
    """The last extract of an area; `gebied` is "" for the country."""

    gebied: str
    soort: str
    stand: date | None
    aantal: int
    geladen_op: datetime


def list_adressen(vraag: Adresvraag) -> list[Bagadresbeeld]:
    """Return the addresses of our own table that answer a question, in the order of their numbers."""
    rows = Bagadres.objects.filter(postcode=vraag.postcode, huisnummer=vraag.huisnummer)
    ordered = rows.order_by("huisletter", "toevoeging", "nummeraanduiding")
    return answer_adresvraag(vraag, _seen(ordered.values(*VELDEN)))


def find_bagadres(*, postcode: str, huisnummer: int, suffix: str) -> Bagadresbeeld | None:
    """Return the address that a partner wrote in this way; none when the register has none, or more objects at it."""
    rows = Bagadres.objects.filter(postcode=postcode, huisnummer=huisnummer, suffix=suffix)
    found = _seen(rows.order_by("-hoofdadres", "nummeraanduiding").values(*VELDEN)[:20])
    return found[0] if len({one.object for one in found}) == 1 else None


def list_zelfde_object(*, postcode: str, huisnummer: int, suffix: str) -> list[Bagadresbeeld]:
    """Return the addresses of the object that has this one, the main one first; none when it is not known."""
    own = find_bagadres(postcode=postcode, huisnummer=huisnummer, suffix=suffix)
    if own is None:
        return []
    rows = Bagadres.objects.filter(object=own.object, deelt=True)
    return _seen(rows.order_by("-hoofdadres", "postcode", "huisnummer", "suffix").values(*VELDEN)) or [own]


def _seen(rows: Sequence[dict[str, object]]) -> list[Bagadresbeeld]:
    return [Bagadresbeeld(**row) for row in rows]  # type: ignore[arg-type]


def list_standen() -> list[Bagstandbeeld]:
    """Return the last extract of each area; the country first."""
    rows = Bagstand.objects.order_by("gebied", "-geladen_op", "-id").distinct("gebied")
    return [Bagstandbeeld(row.gebied, row.soort, row.stand, row.aantal, row.geladen_op) for row in rows]


# How many objects an address may belong to; two and more are counted as two.
OBJECTEN: Final = """
SELECT k.postcode, k.huisnummer, k.suffix, min(b.object),
  CASE WHEN min(b.object) IS NULL THEN 0 WHEN min(b.object) = max(b.object) THEN 1 ELSE 2 END
FROM bag_sleutels k
LEFT JOIN meldpunt_bagadres b ON (b.postcode, b.huisnummer, b.suffix) = (k.postcode, k.huisnummer, k.suffix)
GROUP BY k.postcode, k.huisnummer, k.suffix
"""
ADRES_SCHEMA: Final = {"postcode": pl.String, "huisnummer": pl.Int32, "suffix": pl.String}


def find_objecten(adressen: pl.DataFrame) -> pl.DataFrame:
    """Return per address (postcode, huisnummer, suffix) its object and the number of objects at it: 0, 1 or 2.

    Inside a transaction, for the addresses stand in a temporary table as long as it lasts.
    """
    if not Bagadres.objects.exists():
        return pl.DataFrame(schema={**ADRES_SCHEMA, "object": pl.String, "objecten": pl.Int8})
    keys = adressen.select(ADRES).unique(maintain_order=True)
    create_keys("bag_sleutels", keys, {"postcode": "varchar", "huisnummer": "int", "suffix": "varchar"})
    found = copy_out(OBJECTEN, {}, {**ADRES_SCHEMA, "object": pl.String, "objecten": pl.Int8})
    drop_keys("bag_sleutels")
    return found.with_columns(pl.col("suffix").fill_null(""))


# Addresses of objects that have more than one; an address at which two objects are is the name of neither.
GEDEELD: Final = """
SELECT a.postcode, a.huisnummer, a.suffix, a.object, b.postcode, b.huisnummer, b.suffix, b.hoofdadres::int
FROM meldpunt_bagadres a JOIN meldpunt_bagadres b ON b.object = a.object AND b.deelt
WHERE a.deelt AND a.postcode = ANY(%(postcodes)s)
  AND NOT EXISTS (SELECT FROM meldpunt_bagadres x WHERE (x.postcode, x.huisnummer, x.suffix)
                  = (a.postcode, a.huisnummer, a.suffix) AND x.object <> a.object)
  AND NOT EXISTS (SELECT FROM meldpunt_bagadres x WHERE (x.postcode, x.huisnummer, x.suffix)
                  = (b.postcode, b.huisnummer, b.suffix) AND x.object <> b.object)
"""
GEDEELD_SCHEMA: Final = {
    **ADRES_SCHEMA,
    "object": pl.String,
    "ander_postcode": pl.String,
    "ander_huisnummer": pl.Int32,
    "ander_suffix": pl.String,
    "ander_hoofdadres": pl.Int8,
}


def list_gedeeld(postcodes: Sequence[str]) -> pl.DataFrame:
    """Return, for the addresses in these postcodes whose object has more of them, each address of that object."""
    if not has_gedeeld():
        return pl.DataFrame(schema=GEDEELD_SCHEMA)
    found = copy_out(GEDEELD, {"postcodes": list(postcodes)}, GEDEELD_SCHEMA)
    return found.with_columns(pl.col("suffix", "ander_suffix", "postcode", "ander_postcode").fill_null(""))


def has_gedeeld() -> bool:
    """Say whether any object has more addresses than one; without a table of addresses none has."""
    return Bagadres.objects.filter(deelt=True).exists()


def list_gedekt(gemeenten: Sequence[str]) -> set[str]:
    """Return which of these municipalities an extract was loaded for, their own or that of the country."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT gebied FROM meldpunt_bagstand")
        areas = {row[0] for row in cursor.fetchall()}
    return set(gemeenten) if "" in areas else areas & set(gemeenten)
