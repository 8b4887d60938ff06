"""Read what the export is made of: the signalen of a period with their persons, their zaken, and the attempts.

A signaal belongs to a period when it was delivered in it, or when it is in a zaak that ran in it: a zaak that ends in
a later quarter is told again there, with all its signalen. A place in the order is never taken back: what may not go
out any more (recalled, resting, person destroyed) leaves its place empty, so that the pages of one period stay the
same pages while somebody fetches them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import polars as pl
from django.conf import settings
from django.db import connection
from django.db.models import Q

from meldpunt.partijen.models import Afzender, Gemeente
from meldpunt.rules.proefinwoners import GEEN_GEMEENTE
from meldpunt.tabelkopie import copy_out


@dataclass(frozen=True, slots=True)
class Periode:
    """The first and the last day of a delivery."""

    van: date
    tot: date


@dataclass(frozen=True, slots=True)
class Organisatie:
    """A municipality as the one that delivers: its name and whom to ask."""

    gemeente: str
    naam: str
    telefoon: str = ""
    mail: str = ""


_EINDE: Final = """(CASE WHEN z.status = 'gesloten' THEN z.gesloten_op
  WHEN z.status IN ('niet_opgepakt', 'vervallen') THEN z.status_sinds END AT TIME ZONE %(zone)s)::date"""
_LOOPT: Final = f"""(z.ontstaan_op AT TIME ZONE %(zone)s)::date <= %(tot)s
  AND coalesce({_EINDE}, 'infinity'::date) >= %(van)s"""
_OMVANG: Final = f"""
SELECT s.gemeente, s.id FROM meldpunt_signaal s
WHERE s.gemeente = ANY(%(gemeenten)s::varchar[]) AND s.aanleverdatum BETWEEN %(van)s AND %(tot)s
UNION
SELECT z.gemeente, k.signaal_id FROM meldpunt_zaak z
JOIN meldpunt_zaaksignaal k ON k.gemeente = z.gemeente AND k.zaak_id = z.id
WHERE z.gemeente = ANY(%(gemeenten)s::varchar[]) AND {_LOOPT}"""  # noqa: S608 - pieces of our own
# Why a signaal keeps its place and does not go out; the first that holds. Empty: it goes.
_WEG: Final = """CASE WHEN a.status = 'ingetrokken' THEN 'ingetrokken' WHEN EXISTS (
    SELECT 1 FROM meldpunt_verwerkingsbeperking v
    WHERE v.gemeente = s.gemeente AND v.signaal_id = s.id AND v.geeindigd_op IS NULL) THEN 'beperkt'
  WHEN p.id IS NULL THEN 'vernietigd' ELSE '' END"""
_BRON: Final = """JOIN meldpunt_signaal s ON s.gemeente = {sleutel}.gemeente AND s.id = {sleutel}.{kolom}
JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id
LEFT JOIN meldpunt_signaalpersoon p ON p.gemeente = s.gemeente AND p.id = s.id"""
TELLEN: Final = f"""
SELECT o.gemeente, {_WEG}, count(*) FROM ({_OMVANG}) o
{_BRON.format(sleutel="o", kolom="id")} GROUP BY 1, 2"""  # noqa: S608 - pieces of our own
# What was corrected at the request of the resident is what counts.
SIGNALEN: Final = f"""
SELECT s.id, {_WEG} AS weg, q.type, coalesce(b.bedrag_cent, s.bedrag_cent),
  coalesce(d.achterstand_sinds, s.achterstand_sinds), s.aanleverdatum, s.overgenomen_van IS NOT NULL,
  p.bsn_verzegeld, p.geboortedatum::text, p.postcode, p.huisnummer::text, p.suffix
FROM ({_OMVANG} ORDER BY 2 OFFSET %(vanaf)s LIMIT %(aantal)s) o
{_BRON.format(sleutel="o", kolom="id")}
JOIN meldpunt_signaalpartner q ON q.id = s.partner_id
LEFT JOIN LATERAL (SELECT r.bedrag_cent FROM meldpunt_rectificatie r
  WHERE r.gemeente = s.gemeente AND r.signaal_id = s.id AND r.veld = 'bedrag_cent'
  ORDER BY r.id DESC LIMIT 1) b ON true
LEFT JOIN LATERAL (SELECT r.achterstand_sinds FROM meldpunt_rectificatie r
  WHERE r.gemeente = s.gemeente AND r.signaal_id = s.id AND r.veld = 'achterstand_sinds'
  ORDER BY r.id DESC LIMIT 1) d ON true
ORDER BY s.id"""  # noqa: S608 - pieces of our own
SIGNAALKOLOMMEN: Final[dict[str, Any]] = {
    "id": pl.String, "weg": pl.String, "type": pl.String, "bedrag_cent": pl.Int64, "sinds": pl.Date,
    "signaaldatum": pl.Date, "overgenomen": pl.String, "bsn": pl.String, "geboortedatum": pl.String,
    "postcode": pl.String, "huisnummer": pl.String, "suffix": pl.String,
}  # fmt: skip
# Of each zaak of these signalen all its links, also to signalen on another page.
ZAKEN: Final = f"""
SELECT z.id, z.status, z.eindresultaat, z.maand, z.venster_maanden, (z.ontstaan_op AT TIME ZONE %(zone)s)::date,
  (z.opgepakt_op AT TIME ZONE %(zone)s)::date, z.bedreigend_grond, z.status <> 'vervallen' AND {_LOOPT},
  k.signaal_id, k.persoon, k.eindresultaat, {_WEG}
FROM (SELECT DISTINCT n.zaak_id FROM meldpunt_zaaksignaal n
      WHERE n.gemeente = %(gemeente)s AND n.signaal_id = ANY(%(signalen)s::uuid[])) w
JOIN meldpunt_zaak z ON z.gemeente = %(gemeente)s AND z.id = w.zaak_id
JOIN meldpunt_zaaksignaal k ON k.gemeente = z.gemeente AND k.zaak_id = z.id
{_BRON.format(sleutel="k", kolom="signaal_id")}
ORDER BY z.id, k.signaal_id"""  # noqa: S608 - pieces of our own
ZAAKKOLOMMEN: Final[dict[str, Any]] = {
    "zaak": pl.String, "status": pl.String, "eindresultaat": pl.String, "maand": pl.Date, "vensters": pl.Int64,
    "matching": pl.Date, "opgepakt": pl.Date, "grond": pl.String, "telt_mee": pl.String, "signaal": pl.String,
    "persoon": pl.String, "eigen_resultaat": pl.String, "weg": pl.String,
}  # fmt: skip
POGINGEN: Final = """
SELECT c.zaak_id, c.persoon, c.soort, c.bereikt, c.datum, c.dagdeel FROM meldpunt_contactpoging c
WHERE c.gemeente = %(gemeente)s AND c.zaak_id = ANY(%(zaken)s::uuid[]) ORDER BY c.zaak_id, c.datum, c.id"""
POGINGKOLOMMEN: Final[dict[str, Any]] = {
    "zaak": pl.String, "persoon": pl.String, "soort": pl.String, "bereikt": pl.String, "datum": pl.Date,
    "dagdeel": pl.String,
}  # fmt: skip
GEWEIGERD: Final = """
SELECT r.gemeente, count(*) FROM meldpunt_regelfout r JOIN meldpunt_aanlevering a ON a.id = r.aanlevering_id
WHERE r.gemeente = ANY(%(gemeenten)s::varchar[]) AND a.datum BETWEEN %(van)s AND %(tot)s
  AND a.status <> 'ingetrokken' GROUP BY 1"""


def list_gemeenten(gemeenten: Sequence[str] = ()) -> list[str]:
    """Return the codes among these that exist, or of all that take part or took part in a covenant."""
    rows = Gemeente.objects.filter(code__in=gemeenten) if gemeenten else Gemeente.objects.all()
    if not gemeenten:
        rows = rows.filter(deelnames__isnull=False).distinct()
    # The municipality to try software in has residents of nobody.
    return list(rows.exclude(code__in=GEEN_GEMEENTE).order_by("code").values_list("code", flat=True))


def list_organisaties(gemeenten: Sequence[str]) -> list[Organisatie]:
    """Return these municipalities as those that deliver."""
    found = {a.pk: a for a in Afzender.objects.filter(gemeente__in=gemeenten)}
    rows = Gemeente.objects.filter(code__in=gemeenten).order_by("code").values_list("code", "naam")
    return [
        Organisatie(
            code,
            f"Gemeente {naam}",
            found[code].telefoon if code in found else "",
            found[code].mail if code in found else "",
        )
        for code, naam in rows
    ]


def find_gemeente(naam: str) -> str | None:
    """Return the code of the municipality that somebody names: `Gemeente X`, `X`, its code, or GM and its code."""
    told = " ".join(naam.split()).casefold().removeprefix("gemeente ")
    code = told.removeprefix("gm")
    rows = Gemeente.objects.filter(Q(naam__iexact=told) | Q(code=code)).exclude(code__in=GEEN_GEMEENTE)
    return rows.values_list("code", flat=True).first()


def count_signalen(gemeenten: Sequence[str], periode: Periode) -> dict[str, Counter[str]]:
    """Count per municipality the places of a period: under "" what goes out, under a reason what does not."""
    counted: dict[str, Counter[str]] = {code: Counter() for code in gemeenten}
    with connection.cursor() as cursor:
        cursor.execute(TELLEN, {**_values(periode), "gemeenten": list(gemeenten)})
        for gemeente, reason, number in cursor.fetchall():
            counted[gemeente][reason] = number
    return counted


def count_geweigerd(gemeenten: Sequence[str], periode: Periode) -> dict[str, int]:
    """Count the rows that were refused on receipt in a period: no signaal came of them."""
    with connection.cursor() as cursor:
        cursor.execute(GEWEIGERD, {**_values(periode), "gemeenten": list(gemeenten)})
        return dict(cursor.fetchall())


def read_signalen(gemeente: str, periode: Periode, *, vanaf: int, aantal: int) -> pl.DataFrame:
    """Return the signalen on these places of a municipality, in the order of their keys."""
    values = {**_values(periode), "gemeenten": [gemeente], "vanaf": vanaf, "aantal": aantal}
    return copy_out(SIGNALEN, values, SIGNAALKOLOMMEN)


def read_zaken(gemeente: str, periode: Periode, signalen: Sequence[str]) -> pl.DataFrame:
    """Return a row per link of every zaak that one of these signalen is in."""
    values = {**_values(periode), "gemeente": gemeente, "signalen": [UUID(one) for one in signalen]}
    return copy_out(ZAKEN, values, ZAAKKOLOMMEN)


def read_pogingen(gemeente: str, zaken: Sequence[str]) -> pl.DataFrame:
    """Return the attempts of these zaken by day."""
    return copy_out(POGINGEN, {"gemeente": gemeente, "zaken": [UUID(one) for one in zaken]}, POGINGKOLOMMEN)


def _values(periode: Periode) -> dict[str, Any]:
    return {"van": periode.van, "tot": periode.tot, "zone": settings.TIME_ZONE}
