"""Read what partners were told, and their own signalen with the result of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from meldpunt.partijen.register import get_openbaarmaking

PAGE = 50
GRENS = 1000
# Results that are no code of the disclosure table.
NOG_NIETS: Final = "nog_niets"
INGETROKKEN: Final = "ingetrokken"
WACHT_ZIN: Final = "Ontvangen, nog niet opgepakt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of its own signalen a partner wants to see; empty means everything."""

    resultaat: str = ""
    vanaf: date | None = None
    tot: date | None = None
    aanlevering: UUID | None = None
    klantnummer: str = ""


@dataclass(frozen=True, slots=True)
class Signaalregel:
    """One own signaal: what the partner delivered and what it was told, nothing else."""

    id: UUID
    aanlevering: UUID
    gemeente: str
    convenant: str
    klantnummer: str
    referentie: str
    type_vordering: str
    bedrag_cent: int
    achterstand_sinds: date
    aanleverdatum: date
    ingetrokken: bool
    code: str
    gemeld_op: datetime | None
    zin: str


SIGNALEN = """
SELECT s.id, s.aanlevering_id, g.naam, s.convenant, coalesce(p.klantnummer, ''), coalesce(p.referentie, ''),
       s.type_vordering, s.bedrag_cent, s.achterstand_sinds, s.aanleverdatum, a.status = 'ingetrokken',
       coalesce(t.code, ''), t.gemeld_op
FROM meldpunt_signaal s
JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id
JOIN meldpunt_gemeente g ON g.code = s.gemeente
LEFT JOIN meldpunt_signaalpersoon p ON p.id = s.id AND p.gemeente = s.gemeente
LEFT JOIN LATERAL (
  SELECT code, gemeld_op FROM meldpunt_terugkoppeling t
  WHERE t.gemeente = s.gemeente AND t.signaal_id = s.id ORDER BY t.id DESC LIMIT 1
) t ON TRUE
WHERE s.partner_id = %(partner)s AND s.overgenomen_van IS NULL{conditions}
ORDER BY s.id DESC LIMIT %(size)s
"""
CONDITIONS: Final = {
    "before": " AND s.id < %(before)s",
    "vanaf": " AND s.aanleverdatum >= %(vanaf)s",
    "tot": " AND s.aanleverdatum <= %(tot)s",
    "aanlevering": " AND s.aanlevering_id = %(aanlevering)s",
    "klantnummer": " AND p.klantnummer = %(klantnummer)s",
    # The first part alone would walk through every signaal; the second begins at the few that were told so.
    "resultaat": " AND a.status <> 'ingetrokken' AND t.code = %(resultaat)s AND s.id IN"
    " (SELECT x.signaal_id FROM meldpunt_terugkoppeling x"
    " WHERE x.partner_id = %(partner)s AND x.code = %(resultaat)s)",
    NOG_NIETS: " AND a.status <> 'ingetrokken' AND t.code IS NULL",
    INGETROKKEN: " AND a.status = 'ingetrokken'",
}


def list_signalen(
    *, partner: UUID, keuze: Filter, before: UUID | None = None, size: int = PAGE
) -> list[Signaalregel]:
    """Return a page of a partner's own signalen, newest first, each with the last thing it was told."""
    values: dict[str, Any] = {
        "before": before,
        "vanaf": keuze.vanaf,
        "tot": keuze.tot,
        "aanlevering": keuze.aanlevering,
        "klantnummer": keuze.klantnummer,
        "resultaat": keuze.resultaat,
    }
    wanted = [name for name, value in values.items() if value]
    if keuze.resultaat in {NOG_NIETS, INGETROKKEN}:
        wanted[wanted.index("resultaat")] = keuze.resultaat
    query = SIGNALEN.format(conditions="".join(CONDITIONS[name] for name in wanted))
    with connection.cursor() as cursor:
        cursor.execute(query, {**values, "partner": partner, "size": size})
        rows = cursor.fetchall()
    return [
        Signaalregel(*(*row, _zin(row[11], row[12], convenant=row[3], ingetrokken=row[10]))) for row in rows
    ]


def _zin(code: str, gemeld_op: datetime | None, *, convenant: str, ingetrokken: bool) -> str:
    if ingetrokken:
        return "U heeft de aanlevering ingetrokken."
    if not code or gemeld_op is None:
        return WACHT_ZIN
    return sentence_of(code, on=gemeld_op.date(), convenant=convenant)


def sentence_of(code: str, *, on: date, convenant: str) -> str:
    """Return the sentence of the disclosure table that held on the day a partner was told this code."""
    regel = get_openbaarmaking().table_on(on, convenant=convenant).mededelingen.get(code)
    return regel.zin if regel else code.replace("_", " ").capitalize()


def list_codes(*, on: date) -> list[str]:
    """Return every code that a partner can be told, in the order of the table."""
    return list(get_openbaarmaking().table_on(on, convenant="").mededelingen)


@dataclass(frozen=True, slots=True)
class Bericht:
    """One message to a partner about one of its signalen."""

    id: UUID
    signaal: UUID
    aanlevering: UUID
    gemeente: str
    convenant: str
    klantnummer: str
    referentie: str
    bedrag_cent: int
    aanleverdatum: date
    code: str
    gemeld_op: datetime
    zin: str
    start_opschorting: bool


BERICHTEN = """
SELECT t.id, t.signaal_id, s.aanlevering_id, g.naam, s.convenant, coalesce(p.klantnummer, ''),
       coalesce(p.referentie, ''), s.bedrag_cent, s.aanleverdatum, t.code, t.gemeld_op
FROM meldpunt_terugkoppeling t
JOIN meldpunt_signaal s ON s.id = t.signaal_id AND s.gemeente = t.gemeente
JOIN meldpunt_gemeente g ON g.code = t.gemeente
LEFT JOIN meldpunt_signaalpersoon p ON p.id = t.signaal_id AND p.gemeente = t.gemeente
WHERE t.partner_id = %(partner)s AND s.partner_id = %(partner)s{conditions}
ORDER BY t.id DESC LIMIT %(size)s
"""
BERICHTCONDITIES: Final = {
    "before": " AND t.id < %(before)s",
    "code": " AND t.code = %(code)s",
    "vanaf": " AND t.gemeld_op >= %(vanaf)s",
    "tot": " AND t.gemeld_op < %(tot)s",
}


def list_berichten(
    *,
    partner: UUID,
    code: str = "",
    periode: Sequence[datetime | None] = (None, None),
    before: UUID | None = None,
    size: int = PAGE,
) -> list[Bericht]:
    """Return a page of what a partner was told, newest first; the second moment of `periode` is outside it."""
    values: dict[str, Any] = {"before": before, "code": code, "vanaf": periode[0], "tot": periode[1]}
    conditions = "".join(BERICHTCONDITIES[name] for name, value in values.items() if value)
    with connection.cursor() as cursor:
        cursor.execute(BERICHTEN.format(conditions=conditions), {**values, "partner": partner, "size": size})
        return list(_berichten(cursor.fetchall()))


def _berichten(rows: Iterable[tuple[Any, ...]]) -> Iterable[Bericht]:
    openbaarmaking = get_openbaarmaking()
    for row in rows:
        code, gemeld_op = row[9], row[10]
        tabel = openbaarmaking.table_on(gemeld_op.date(), convenant=row[4])
        regel = tabel.mededelingen.get(code)
        zin = regel.zin if regel else code.replace("_", " ").capitalize()
        yield Bericht(*(*row, zin, bool(regel and regel.start_opschorting)))


def count_berichten(*, partner: UUID, since: datetime, limit: int = GRENS) -> int:
    """Count what a partner was told since a moment, up to one more than the limit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM meldpunt_terugkoppeling"
            " WHERE partner_id = %s AND gemeld_op >= %s LIMIT %s) t",
            [partner, since, limit + 1],
        )
        return int(cursor.fetchone()[0])
