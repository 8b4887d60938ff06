"""Read what partners were told, and their own signalen with the result of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from meldpunt.partijen.register import get_openbaarmaking
from meldpunt.rules.resultaat import find_stap, find_verste
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import get_own_partner

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
    signaal: UUID | None = None
    signalen: tuple[UUID, ...] = ()


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
    codes: tuple[str, ...]
    zin: str
    stap: str
    verste: str


# What was told about payments is a message, not how far a signaal is.
SIGNALEN = """
SELECT s.id, s.aanlevering_id, g.naam, s.convenant, coalesce(p.klantnummer, ''), coalesce(p.referentie, ''),
       s.type_vordering, s.bedrag_cent, s.achterstand_sinds, s.aanleverdatum, a.status = 'ingetrokken',
       coalesce(t.code, ''), t.gemeld_op,
       ARRAY(SELECT c.code FROM meldpunt_terugkoppeling c WHERE c.gemeente = s.gemeente AND c.signaal_id = s.id)
FROM meldpunt_signaal s
JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id
JOIN meldpunt_gemeente g ON g.code = s.gemeente
LEFT JOIN meldpunt_signaalpersoon p ON p.id = s.id AND p.gemeente = s.gemeente
LEFT JOIN LATERAL (
  SELECT code, gemeld_op FROM meldpunt_terugkoppeling t
  WHERE t.gemeente = s.gemeente AND t.signaal_id = s.id AND NOT starts_with(t.code, 'betaling_')
  ORDER BY t.id DESC LIMIT 1
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
    "signaal": " AND s.id = %(signaal)s",
    "signalen": " AND s.id = ANY(%(signalen)s)",
    # The first part alone would walk through every signaal; the second begins at the few that were told so.
    "resultaat": " AND a.status <> 'ingetrokken' AND t.code = %(resultaat)s AND s.id IN"
    " (SELECT x.signaal_id FROM meldpunt_terugkoppeling x"
    " WHERE x.partner_id = %(partner)s AND x.code = %(resultaat)s)",
    # Asked of the last message, the planner thinks that hardly any is left, and reads all of them to find those.
    NOG_NIETS: " AND a.status <> 'ingetrokken' AND NOT EXISTS (SELECT FROM meldpunt_terugkoppeling x"
    " WHERE x.gemeente = s.gemeente AND x.signaal_id = s.id AND NOT starts_with(x.code, 'betaling_'))",
    INGETROKKEN: " AND a.status = 'ingetrokken'",
}


def list_signalen(
    *, door: Actor, keuze: Filter, before: UUID | None = None, size: int = PAGE
) -> list[Signaalregel]:
    """Return a page of the actor's own signalen, newest first, each with the last thing it was told."""
    values: dict[str, Any] = {
        "before": before,
        "vanaf": keuze.vanaf,
        "tot": keuze.tot,
        "aanlevering": keuze.aanlevering,
        "klantnummer": keuze.klantnummer,
        "resultaat": keuze.resultaat,
        "signaal": keuze.signaal,
        "signalen": list(keuze.signalen),
    }
    wanted = [name for name, value in values.items() if value]
    if keuze.resultaat in {NOG_NIETS, INGETROKKEN}:
        wanted[wanted.index("resultaat")] = keuze.resultaat
    query = SIGNALEN.format(conditions="".join(CONDITIONS[name] for name in wanted))
    with connection.cursor() as cursor:
        cursor.execute(query, {**values, "partner": get_own_partner(door), "size": size})
        rows = cursor.fetchall()
    return [_regel(row) for row in rows]


def _regel(row: tuple[Any, ...]) -> Signaalregel:
    convenant, aangeleverd, ingetrokken, code, gemeld_op, codes = row[3], *row[9:14]
    day = timezone.localdate(gemeld_op) if gemeld_op else aangeleverd
    tabel = get_openbaarmaking().table_on(day, convenant=convenant)
    told = (
        tuple(codes),
        _zin(code, gemeld_op, convenant=convenant, ingetrokken=ingetrokken),
        "afgerond" if ingetrokken else find_stap(tabel, code),
        find_verste(tabel, codes),
    )
    return Signaalregel(*(*row[:13], *told))


def _zin(code: str, gemeld_op: datetime | None, *, convenant: str, ingetrokken: bool) -> str:
    if ingetrokken:
        return "U heeft de aanlevering ingetrokken."
    if not code or gemeld_op is None:
        return WACHT_ZIN
    return sentence_of(code, on=timezone.localdate(gemeld_op), convenant=convenant)


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
    bevestigd_op: datetime | None
    zin: str
    start_opschorting: bool


BERICHTEN = """
SELECT t.id, t.signaal_id, s.aanlevering_id, g.naam, s.convenant, coalesce(p.klantnummer, ''),
       coalesce(p.referentie, ''), s.bedrag_cent, s.aanleverdatum, t.code, t.gemeld_op,
       t.bevestigd_op
FROM meldpunt_terugkoppeling t
JOIN meldpunt_signaal s ON s.id = t.signaal_id AND s.gemeente = t.gemeente
JOIN meldpunt_gemeente g ON g.code = t.gemeente
LEFT JOIN meldpunt_signaalpersoon p ON p.id = t.signaal_id AND p.gemeente = t.gemeente
WHERE t.partner_id = %(partner)s AND s.partner_id = %(partner)s AND s.overgenomen_van IS NULL{conditions}
ORDER BY t.id DESC LIMIT %(size)s
"""
BERICHTCONDITIES: Final = {
    "before": " AND t.id < %(before)s",
    "code": " AND t.code = %(code)s",
    "vanaf": " AND t.gemeld_op >= %(vanaf)s",
    "tot": " AND t.gemeld_op < %(tot)s",
    "onbevestigd": " AND t.bevestigd_op IS NULL",
    "signaal": " AND t.signaal_id = %(signaal)s",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Berichtfilter:
    """What of its messages a partner wants to see; the second moment of `periode` is outside it."""

    code: str = ""
    periode: Sequence[datetime | None] = (None, None)
    onbevestigd: bool = False
    signaal: UUID | None = None


def list_berichten(
    *, door: Actor, keuze: Berichtfilter, before: UUID | None = None, size: int = PAGE
) -> list[Bericht]:
    """Return a page of what the actor's own partner was told, newest first."""
    values: dict[str, Any] = {
        "before": before,
        "code": keuze.code,
        "vanaf": keuze.periode[0],
        "tot": keuze.periode[1],
        "onbevestigd": keuze.onbevestigd,
        "signaal": keuze.signaal,
    }
    conditions = "".join(BERICHTCONDITIES[name] for name, value in values.items() if value)
    with connection.cursor() as cursor:
        cursor.execute(
            BERICHTEN.format(conditions=conditions),
            {**values, "partner": get_own_partner(door), "size": size},
        )
        return list(_berichten(cursor.fetchall()))


def _berichten(rows: Iterable[tuple[Any, ...]]) -> Iterable[Bericht]:
    openbaarmaking = get_openbaarmaking()
    for row in rows:
        code, gemeld_op = row[9], row[10]
        tabel = openbaarmaking.table_on(timezone.localdate(gemeld_op), convenant=row[4])
        regel = tabel.mededelingen.get(code)
        zin = regel.zin if regel else code.replace("_", " ").capitalize()
        yield Bericht(*(*row, zin, bool(regel and regel.start_opschorting)))


@dataclass(frozen=True, slots=True)
class Partnertaken:
    """How much waits for a partner, each counted up to one more than the limit."""

    onbevestigd: int
    vragen: int
    opschortingen: int
    verlengingen: int
    mededelingen: int


TAKEN = """
SELECT (SELECT count(*) FROM (SELECT FROM meldpunt_terugkoppeling
          WHERE partner_id = %(partner)s AND bevestigd_op IS NULL LIMIT %(size)s) t),
       (SELECT count(*) FROM (SELECT FROM meldpunt_navraag
          WHERE partner_id = %(partner)s AND beantwoord_op IS NULL LIMIT %(size)s) n),
       (SELECT count(*) FROM (SELECT FROM meldpunt_opschorting
          WHERE partner_id = %(partner)s AND geeindigd_op IS NULL AND bevestigd_op IS NULL LIMIT %(size)s) o),
       (SELECT count(*) FROM (SELECT FROM meldpunt_opschorting
          WHERE partner_id = %(partner)s AND geeindigd_op IS NULL AND verlenging_gevraagd_op IS NOT NULL
            AND verlenging_besloten_op IS NULL LIMIT %(size)s) v),
       (SELECT count(*) FROM (SELECT FROM meldpunt_partnermededeling
          WHERE partner_id = %(partner)s AND bevestigd_op IS NULL LIMIT %(size)s) m)
"""


def count_taken(*, door: Actor, limit: int = GRENS) -> Partnertaken:
    """Count what waits for the actor's own partner: feedback, questions, stays, more time, what residents asked."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, {"partner": get_own_partner(door), "size": limit + 1})
        return Partnertaken(*cursor.fetchone())
