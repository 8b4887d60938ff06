"""Read the inbox: one page of zaken by key, how many there are up to a limit, and who can be given work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q

from meldpunt.partijen.models import GemeenteDeelname, Uitvoerder
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import ZAAKROLLEN
from meldpunt.werkvoorraad.voorwaarden import (
    ALLES,
    CONDITIONS,
    MIJ,
    NIEMAND,
    OPEN,
    Postvakfilter,
    make_conditions,
)

__all__ = ["ALLES", "MIJ", "NIEMAND", "OPEN", "Postvakfilter"]

PAGE = 50
GRENS = 1000
# A zaak without a rank comes after all those with one.
ZONDER_RANG = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Partnerbij:
    """A partner with a signaal in the zaak."""

    type: str
    naam: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Postvakregel:
    """One zaak in the inbox, with just what the list shows; the address is empty once persons are destroyed."""

    id: UUID
    gemeente: str
    gemeentenaam: str
    convenant: str
    straat: str
    postcode: str
    huisnummer: int | None
    suffix: str
    personen: int
    partners: tuple[Partnerbij, ...]
    aantal: int
    bedrag_cent: int
    rang: int | None
    maand: date
    ontstaan_op: datetime
    ontvangen_op: datetime
    status: str
    behandelaar: UUID | None
    behandelaarnaam: str
    team: str
    ongelezen: bool
    wacht_tot: date | None
    markeringen: tuple[str, ...]

    @property
    def plaats(self) -> int:
        """Return the place in the order, for the key of the next page."""
        return ZONDER_RANG if self.rang is None else self.rang


@dataclass(frozen=True, slots=True)
class Keuze:
    """Somebody or some team that work can be given to."""

    sleutel: str
    naam: str


# The order of every list ends with the key; the index of the inbox has the same order.
OP_RANG: Final = "coalesce(z.rang, 2147483647), z.id"
# The last columns of a line, in their order.
KENMERKEN: Final = ("opeenvolgend", "bekend", "personen_te_beslissen", "alles_herhaald", "bedreigend")
# The most urgent first: late, due today, back from a hold or changed from outside, unread, due this week, the others.
OP_DRANG: Final = "z.drang, z.eind NULLS LAST, z.id"
DRANG: Final = """CASE WHEN t.eind < %(today)s THEN 0 WHEN t.eind = %(today)s THEN 1
  WHEN z.markeringen
    && ARRAY['terug_van_wacht', 'nieuw_signaal', 'inwoner_antwoordde', 'geen_signaal_over']::varchar[] THEN 2
  WHEN z.gezien_op IS NULL THEN 3 WHEN t.eind <= %(today)s::date + 6 THEN 4 ELSE 5 END"""
# Per municipality the first of the order, by the index; then the first of those. One list for a shared service.
CHOSEN: Final = """
SELECT z.* FROM unnest(%(gemeenten)s::varchar[]) AS g(code)
CROSS JOIN LATERAL (
  SELECT z.* FROM meldpunt_zaak z WHERE z.gemeente = g.code AND {conditions}
  ORDER BY {order} LIMIT %(size)s
) z
ORDER BY {order} LIMIT %(size)s
"""
# The urgency needs the first term of every open zaak of one person; those are some hundreds at the most.
URGENT: Final = f"""
SELECT z.*, {DRANG} AS drang, t.eind FROM unnest(%(gemeenten)s::varchar[]) AS g(code)
JOIN meldpunt_zaak z ON z.gemeente = g.code AND {{conditions}}
LEFT JOIN LATERAL (
  SELECT min(t.eind) AS eind FROM meldpunt_zaaktermijn t
  WHERE t.gemeente = z.gemeente AND t.zaak_id = z.id AND t.toestand = 'loopt'
) t ON TRUE
ORDER BY drang, t.eind NULLS LAST, z.id LIMIT %(size)s
"""  # noqa: S608 - joins constants of its own; every value is a parameter
DRESSED: Final = """
SELECT z.id, z.gemeente, gm.naam, z.convenant, a.straat, a.postcode, a.huisnummer, a.suffix, s.personen,
       s.partners, z.aantal, z.bedrag_cent, z.rang, z.maand, z.ontstaan_op, coalesce(s.ontvangen_op, z.ontstaan_op),
       z.status, z.behandelaar, coalesce(u.naam, ''), coalesce(t.naam, z.team), z.gezien_op IS NULL,
       CASE WHEN z.wacht_tot > %(today)s THEN z.wacht_tot END, z.markeringen,
       z.opeenvolgend_op IS NOT NULL, z.bekend, z.vragen_open > 0, z.alles_herhaald, z.bedreigend_op IS NOT NULL
FROM ({chosen}) z
JOIN meldpunt_gemeente gm ON gm.code = z.gemeente
LEFT JOIN meldpunt_signaalpersoon a ON a.id = z.adressignaal AND a.gemeente = z.gemeente
LEFT JOIN meldpunt_gebruiker u ON u.id = z.behandelaar
-- A team of the municipality itself is known by its name only.
LEFT JOIN meldpunt_uitvoerder t ON t.sleutel = z.team
CROSS JOIN LATERAL (
  SELECT count(DISTINCT k.persoon) AS personen, min(l.ontvangen_op) AS ontvangen_op,
         array_agg(DISTINCT ARRAY[p.type, p.naam]) AS partners
  FROM meldpunt_zaaksignaal k
  JOIN meldpunt_signaal si ON si.id = k.signaal_id AND si.gemeente = k.gemeente
  JOIN meldpunt_signaalpartner p ON p.id = si.partner_id
  JOIN meldpunt_aanlevering l ON l.id = si.aanlevering_id
  WHERE k.gemeente = z.gemeente AND k.zaak_id = z.id AND k.afgemeld_op IS NULL
) s
ORDER BY {order}
"""
COUNTED: Final = """
SELECT count(*) FROM (
  SELECT FROM unnest(%(gemeenten)s::varchar[]) AS g(code)
  JOIN meldpunt_zaak z ON z.gemeente = g.code WHERE {conditions} LIMIT %(size)s
) z
"""


def list_postvak(
    *, door: Actor, keuze: Postvakfilter, today: date, na: tuple[int, UUID] | None = None, size: int = PAGE
) -> list[Postvakregel]:
    """Return a page of the inbox of this actor: by rank, then the oldest; `na` is where the page above ended."""
    conditions, values = make_conditions(door, keuze, today=today)
    if na is not None:
        conditions.append(CONDITIONS["na"])
        values |= {"plaats": na[0], "na": na[1]}
    return _list(CHOSEN, conditions, {**values, "size": size}, order=OP_RANG)


def list_mine(*, door: Actor, today: date, size: int = 100) -> list[Postvakregel]:
    """Return the open zaken of this actor that are not on hold, the most urgent first."""
    conditions, values = make_conditions(door, Postvakfilter(behandelaar=MIJ), today=today)
    return _list(URGENT, conditions, {**values, "size": size}, order=OP_DRANG)


def count_postvak(*, door: Actor, keuze: Postvakfilter, today: date, limit: int = GRENS) -> int:
    """Count the zaken of the inbox up to one more than the limit: beyond that nobody needs the exact number."""
    conditions, values = make_conditions(door, keuze, today=today)
    query = COUNTED.format(conditions=" AND ".join(conditions))
    with connection.cursor() as cursor:
        cursor.execute(query, {**values, "size": limit + 1})
        return int(cursor.fetchone()[0])


def _list(
    chosen: str, conditions: Sequence[str], values: dict[str, Any], *, order: str
) -> list[Postvakregel]:
    query = chosen.format(conditions=" AND ".join(conditions), order=order)
    with connection.cursor() as cursor:
        cursor.execute(DRESSED.format(chosen=query, order=order), values)
        return [_line(row) for row in cursor.fetchall()]


def _line(row: tuple[Any, ...]) -> Postvakregel:
    markings = dict(zip(KENMERKEN, row[23:], strict=True))
    return Postvakregel(
        id=row[0],
        gemeente=row[1],
        gemeentenaam=row[2],
        convenant=row[3],
        straat=row[4] or "",
        postcode=row[5] or "",
        huisnummer=row[6],
        suffix=row[7] or "",
        personen=row[8],
        partners=tuple(Partnerbij(*pair) for pair in row[9] or ()),
        aantal=row[10],
        bedrag_cent=row[11],
        rang=row[12],
        maand=row[13],
        ontstaan_op=row[14],
        ontvangen_op=row[15],
        status=row[16],
        behandelaar=row[17],
        behandelaarnaam=row[18],
        team=row[19],
        ongelezen=row[20],
        wacht_tot=row[21],
        markeringen=(*row[22], *(name for name, holds in markings.items() if holds)),
    )


def list_collegas(*, door: Actor, on: date) -> list[Keuze]:
    """Return who works at the party of this actor on zaken today, the actor included."""
    holds = Q(aanstellingen__vanaf__lte=on) & (Q(aanstellingen__tot=None) | Q(aanstellingen__tot__gte=on))
    rows = Gebruiker.objects.filter(
        holds,
        is_active=True,
        aanstellingen__rol__in=ZAAKROLLEN,
        aanstellingen__partijsoort=door.partijsoort,
        aanstellingen__partij=door.partij,
    )
    return [
        Keuze(str(key), naam)
        for key, naam in rows.order_by("naam", "id").distinct().values_list("id", "naam")
    ]


def list_teams(*, gemeenten: Sequence[str]) -> list[Keuze]:
    """Return the wijkteams and outside organisations that work for these municipalities."""
    rows = Uitvoerder.objects.filter(gemeenten__in=gemeenten).exclude(soort=Uitvoerder.Soort.DIENST)
    return [Keuze(*row) for row in rows.order_by("naam", "sleutel").distinct().values_list("sleutel", "naam")]


def list_convenanten(*, gemeenten: Sequence[str]) -> list[str]:
    """Return the keys of the covenants in which one of these municipalities takes or took part."""
    rows = GemeenteDeelname.objects.filter(gemeente__in=gemeenten)
    return list(rows.order_by("convenant").values_list("convenant", flat=True).distinct())
