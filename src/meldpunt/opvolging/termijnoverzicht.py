"""The terms of one's own inbox for who coordinates it: what is late, what will be late, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from meldpunt.rules.termijnen import BIJNA, Termijn, stand_on
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_coordinate
from meldpunt.toegang.zichtbaar import scope_of

PAGE: Final = 50
TE_LAAT, DEZE_WEEK, ALLES = "te_laat", "deze_week", "alles"
NIEMAND: Final = "niemand"
LEVERING: Final = "levering"


@dataclass(frozen=True, slots=True, kw_only=True)
class Termijnfilter:
    """What somebody wants to see; empty means everything. `behandelaar`: niemand or a key."""

    stand: str = ""
    naam: str = ""
    behandelaar: str = ""
    team: str = ""
    gemeente: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Termijnbeeld:
    """One running term with the zaak or the delivery that it hangs on; `plaats` is its key for the next page."""

    id: UUID
    termijn: Termijn
    gemeente: str
    gemeentenaam: str
    plaats: int
    zaak: UUID | None
    straat: str
    postcode: str
    huisnummer: int | None
    suffix: str
    behandelaarnaam: str
    team: str
    bedreigend: bool
    partner: str
    aangeleverd_op: date | None


@dataclass(frozen=True, slots=True)
class Telling:
    """How many terms are late and how many end this week, for one term, case worker or team."""

    soort: str
    sleutel: str
    naam: str
    te_laat: int
    deze_week: int
    zonder_behandelaar: int


# A term hangs on a zaak, of which the inbox says who sees it, or on a delivery, for who coordinates the municipality.
VISIBLE: Final = """
FROM unnest(%(gemeenten)s::varchar[]) AS g(code)
JOIN meldpunt_zaaktermijn t ON t.gemeente = g.code AND t.toestand = 'loopt'
LEFT JOIN meldpunt_zaak z ON z.id = t.zaak_id AND z.gemeente = t.gemeente
WHERE {conditions}
"""
# What is late and nobody has in hand stands on top; then what ends first.
ALONE: Final = (
    "(CASE WHEN t.eind < %(today)s AND t.zaak_id IS NOT NULL AND z.behandelaar IS NULL THEN 0 ELSE 1 END)"
)
CHOSEN: Final = """
SELECT t.id, t.gemeente, t.naam, t.begin, t.eind, t.lengte, t.wie, t.grondslag, t.aanlevering_id, {alone} AS plaats,
       z.id AS zaak, z.adressignaal, z.behandelaar, coalesce(z.team, '') AS team,
       z.bedreigend_op IS NOT NULL AS bedreigend
{visible}
ORDER BY {alone}, t.eind, t.id LIMIT %(size)s
"""
DRESSED: Final = """
SELECT t.id, t.gemeente, t.naam, t.begin, t.eind, t.lengte, t.wie, t.grondslag, t.plaats, t.zaak, gm.naam, a.straat,
       a.postcode, a.huisnummer, a.suffix, coalesce(u.naam, ''), t.team, t.bedreigend, coalesce(p.naam, ''), l.datum
FROM ({chosen}) t
JOIN meldpunt_gemeente gm ON gm.code = t.gemeente
LEFT JOIN meldpunt_signaalpersoon a ON a.id = t.adressignaal AND a.gemeente = t.gemeente
LEFT JOIN meldpunt_gebruiker u ON u.id = t.behandelaar
LEFT JOIN meldpunt_aanlevering l ON l.id = t.aanlevering_id
LEFT JOIN meldpunt_signaalpartner p ON p.id = l.partner_id
ORDER BY t.plaats, t.eind, t.id
"""
# What hangs on a delivery has no case worker and no team: it is the coordinator's own.
COUNTED: Final = """
SELECT CASE WHEN grouping(r.naam) = 0 THEN 'termijn' WHEN grouping(r.team) = 0 THEN 'team'
            WHEN grouping(r.wie) = 0 THEN 'behandelaar' ELSE 'samen' END,
       coalesce(r.naam, r.team, r.wie, ''),
       (SELECT u.naam FROM meldpunt_gebruiker u WHERE u.id::text = r.wie),
       count(*) FILTER (WHERE r.laat), count(*) FILTER (WHERE NOT r.laat),
       count(*) FILTER (WHERE r.laat AND r.wie = '')
FROM (
  SELECT t.naam, CASE WHEN t.zaak_id IS NULL THEN %(levering)s ELSE z.team END AS team, t.eind < %(today)s AS laat,
         CASE WHEN t.zaak_id IS NULL THEN %(levering)s ELSE coalesce(z.behandelaar::text, '') END AS wie
  {visible}) r
GROUP BY GROUPING SETS ((r.naam), (r.wie), (r.team), ())
"""
CONDITIONS: Final = {
    TE_LAAT: "t.eind < %(today)s",
    DEZE_WEEK: "t.eind BETWEEN %(today)s AND %(week)s",
    "": "t.eind <= %(week)s",
    "naam": "t.naam = %(naam)s",
    NIEMAND: "z.id IS NOT NULL AND z.behandelaar IS NULL",
    "behandelaar": "z.behandelaar::text = %(behandelaar)s",
    "team": "z.team = %(team)s",
    "gemeente": "t.gemeente = %(gemeente)s",
    "na": f"({ALONE}, t.eind, t.id) > (%(plaats)s, %(na_eind)s, %(na)s)",
}


def list_lopende(
    *,
    door: Actor,
    keuze: Termijnfilter,
    today: date,
    na: tuple[int, date, UUID] | None = None,
    size: int = PAGE,
) -> list[Termijnbeeld]:
    """Return a page of running terms in the inbox of this coordinator; `na` is where the page above ended."""
    conditions, values = _conditions(door, keuze, today=today)
    if na is not None:
        conditions.append(CONDITIONS["na"])
        values |= dict(zip(("plaats", "na_eind", "na"), na, strict=True))
    visible = VISIBLE.format(conditions=" AND ".join(conditions))
    query = DRESSED.format(chosen=CHOSEN.format(alone=ALONE, visible=visible))
    with connection.cursor() as cursor:
        cursor.execute(query, {**values, "size": size})
        return [_line(row, today=today) for row in cursor.fetchall()]


def count_lopende(*, door: Actor, today: date) -> list[Telling]:
    """Count what is late and what ends this week: together, by term, by case worker and by team."""
    conditions, values = _conditions(door, Termijnfilter(), today=today)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(visible=VISIBLE.format(conditions=" AND ".join(conditions))), values)
        rows = cursor.fetchall()
    found = [
        Telling(soort, key, naam or key, late, soon, alone) for soort, key, naam, late, soon, alone in rows
    ]
    return sorted(found, key=lambda t: (-t.te_laat, -t.deze_week, t.naam))


def _conditions(door: Actor, keuze: Termijnfilter, *, today: date) -> tuple[list[str], dict[str, Any]]:
    for gemeente in door.gemeenten:
        check_coordinate(door, gemeente=gemeente)
    values: dict[str, Any] = {
        "gemeenten": list(door.gemeenten),
        "partij": door.partij,
        "today": today,
        "week": today + BIJNA,
        "naam": keuze.naam,
        "behandelaar": keuze.behandelaar,
        "team": keuze.team,
        "gemeente": keuze.gemeente,
        "levering": LEVERING,
    }
    own = f"(t.zaak_id IS NULL OR {scope_of(door)})"
    wanted = [own] if keuze.stand == ALLES else [own, CONDITIONS.get(keuze.stand, CONDITIONS[""])]
    if keuze.behandelaar:
        wanted.append(CONDITIONS[NIEMAND if keuze.behandelaar == NIEMAND else "behandelaar"])
    return [*wanted, *(CONDITIONS[name] for name in ("naam", "team", "gemeente") if values[name])], values


def _line(row: Sequence[Any], *, today: date) -> Termijnbeeld:
    (key, gemeente, naam, begin, eind, lengte, wie, grondslag, plaats, zaak, *rest) = row
    termijn = stand_on(
        naam,
        begin=begin,
        eind=eind,
        lengte=lengte,
        wie=wie,
        grondslag=grondslag,
        gehaald=None,
        gestopt=None,
        today=today,
    )
    gemeentenaam, straat, postcode, huisnummer, suffix, behandelaar, team, bedreigend, partner, datum = rest
    return Termijnbeeld(
        id=key,
        termijn=termijn,
        gemeente=gemeente,
        gemeentenaam=gemeentenaam,
        plaats=plaats,
        zaak=zaak,
        straat=straat or "",
        postcode=postcode or "",
        huisnummer=huisnummer,
        suffix=suffix or "",
        behandelaarnaam=behandelaar,
        team=team,
        bedreigend=bedreigend,
        partner=partner,
        aangeleverd_op=datum,
    )


@dataclass(frozen=True, slots=True)
class Stand:
    """How the terms of one person stand on a day; `van_postvak` adds those of the whole inbox."""

    te_laat: int = 0
    nu: int = 0
    deze_week: int = 0
    nieuw_te_laat: int = 0
    postvak_te_laat: int = 0
    postvak_zonder_behandelaar: int = 0
    postvak_nieuw_te_laat: int = 0

    def __add__(self, other: Stand) -> Stand:
        """Add the stand of another appointment of the same person."""
        return Stand(*(getattr(self, name) + getattr(other, name) for name in Stand.__slots__))

    @property
    def samen(self) -> int:
        """Count everything there is to say."""
        return self.te_laat + self.nu + self.deze_week + self.postvak_te_laat


STANDING: Final = """
SELECT count(*) FILTER (WHERE m.mijn AND t.eind < %(today)s),
       count(*) FILTER (WHERE m.mijn AND t.eind BETWEEN %(today)s AND %(morgen)s),
       count(*) FILTER (WHERE m.mijn AND t.eind > %(morgen)s),
       count(*) FILTER (WHERE m.mijn AND t.geescaleerd_op >= %(sinds)s),
       count(*) FILTER (WHERE %(alles)s AND t.eind < %(today)s),
       count(*) FILTER (WHERE %(alles)s AND t.eind < %(today)s AND t.zaak_id IS NOT NULL AND z.behandelaar IS NULL),
       count(*) FILTER (WHERE %(alles)s AND t.geescaleerd_op >= %(sinds)s)
FROM unnest(%(gemeenten)s::varchar[]) AS g(code)
JOIN meldpunt_zaaktermijn t ON t.gemeente = g.code AND t.toestand = 'loopt' AND t.eind <= %(week)s
LEFT JOIN meldpunt_zaak z ON z.id = t.zaak_id AND z.gemeente = t.gemeente
CROSS JOIN LATERAL (
  SELECT z.behandelaar = %(door)s OR %(team)s AND z.behandelaar IS NULL AND z.id IS NOT NULL AS mijn) m
WHERE (t.zaak_id IS NULL AND %(alles)s OR z.id IS NOT NULL AND {scope})
"""


def find_stand(*, door: Actor, today: date) -> Stand:
    """Count the terms that ask for attention: one's own, and those of the inbox for who coordinates it.

    Somebody of an outside team also hears of what its team has and nobody took: no coordinator sees to those daily.
    """
    values = {
        "today": today,
        "morgen": today + timedelta(days=1),
        "week": today + BIJNA,
        "sinds": today,
        "door": door.gebruiker,
        "gemeenten": list(door.gemeenten),
        "partij": door.partij,
        "alles": door.rol == "coordinator",
        "team": door.rol == "uitvoerder",
    }
    with connection.cursor() as cursor:
        cursor.execute(STANDING.format(scope=scope_of(door)), values)
        return Stand(*cursor.fetchone())
