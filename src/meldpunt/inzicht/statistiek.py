"""Counts of zaken of a period without a person in them, for programs of municipalities: small ones are hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from meldpunt.rules.onderdrukking import Telling, hide_small
from meldpunt.rules.statussen import CONTACTSOORTEN, EINDRESULTATEN, PARTNERTYPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_gemeente
from meldpunt.toegang.zichtbaar import scope_of

# A zaak belongs to the month in which it began, as in the national monitor.
WHERE: Final = """
FROM unnest(ARRAY[%(gemeente)s]::varchar[]) AS g(code) JOIN meldpunt_zaak z ON z.gemeente = g.code {join}
WHERE z.maand BETWEEN %(van)s AND %(tot)s AND z.status <> 'vervallen' AND {scope}
"""
SIGNALEN: Final = """JOIN meldpunt_zaaksignaal k ON k.gemeente = z.gemeente AND k.zaak_id = z.id
JOIN meldpunt_signaal s ON s.gemeente = k.gemeente AND s.id = k.signaal_id
JOIN meldpunt_signaalpartner p ON p.id = s.partner_id"""
POGINGEN: Final = "JOIN meldpunt_contactpoging c ON c.gemeente = z.gemeente AND c.zaak_id = z.id"
BEREIKT: Final = """EXISTS (SELECT FROM meldpunt_contactpoging c
 WHERE c.gemeente = z.gemeente AND c.zaak_id = z.id AND c.bereikt)"""
GESLOTEN: Final = "coalesce(nullif(z.eindresultaat, ''), 'nog niet gesloten')"


@dataclass(frozen=True, slots=True)
class Statistiek:
    """The counts of one municipality over whole months."""

    gemeente: str
    van: date
    tot: date
    signalen_per_partnertype: Telling
    zaken_per_eindresultaat: Telling
    zaken_per_bereik: Telling
    pogingen_per_soort: Telling


def get_statistiek(*, gemeente: str, van: date, tot: date, door: Actor) -> Statistiek:
    """Count the zaken of these months that this actor may see. Raises GeenToegang."""
    check_see_gemeente(door, gemeente=gemeente)
    values = {
        "gemeente": gemeente,
        "van": van.replace(day=1),
        "tot": tot.replace(day=1),
        "partij": door.partij,
    }
    count = _Tellen(scope_of(door), values)
    reached = count.by(f"CASE WHEN {BEREIKT} THEN 'bereikt' ELSE 'niet_bereikt' END", "")
    return Statistiek(
        gemeente=gemeente,
        van=van,
        tot=tot,
        signalen_per_partnertype=_hide(PARTNERTYPEN, count.by("p.type", SIGNALEN)),
        zaken_per_eindresultaat=_hide(("nog niet gesloten", *EINDRESULTATEN), count.by(GESLOTEN, "")),
        zaken_per_bereik=_hide(("bereikt", "niet_bereikt"), reached),
        pogingen_per_soort=_hide(CONTACTSOORTEN, count.by("c.soort", POGINGEN)),
    )


@dataclass(frozen=True, slots=True)
class _Tellen:
    scope: str
    values: Mapping[str, Any]

    def by(self, wat: str, join: str) -> dict[str, int]:
        """Count the rows per value of an expression of ours."""
        query = f"SELECT {wat}, count(*) {WHERE.format(join=join, scope=self.scope)} GROUP BY 1"
        with connection.cursor() as cursor:
            cursor.execute(query, self.values)
            return dict(cursor.fetchall())


def _hide(namen: Sequence[str], found: Mapping[str, int]) -> Telling:
    """Give every name of the list, also of what did not occur: a list that grows would tell that one did."""
    return hide_small({naam: found.get(naam, 0) for naam in namen})
