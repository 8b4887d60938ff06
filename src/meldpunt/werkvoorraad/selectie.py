"""Choose many zaken at once by their keys or by a filter, and count the work of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from meldpunt.toegang.actor import Actor
from meldpunt.werkvoorraad.queries import OP_RANG
from meldpunt.werkvoorraad.stapel import Zaaksleutel
from meldpunt.werkvoorraad.voorwaarden import ALLES, LOPEND, MIJ, Postvakfilter, make_conditions

# So many zaken in one go; who has more chooses a narrower filter.
STAPELGRENS: Final = 2000
BY_FILTER: Final = """
SELECT z.gemeente, z.id FROM unnest(%(gemeenten)s::varchar[]) AS g(code)
JOIN meldpunt_zaak z ON z.gemeente = g.code AND {conditions}
ORDER BY {order} LIMIT %(size)s
"""
BY_KEY: Final = """
SELECT z.gemeente, z.id FROM unnest(%(gemeenten)s::varchar[]) AS g(code)
JOIN unnest(%(sleutelgemeenten)s::varchar[], %(sleutels)s::uuid[]) AS w(gemeente, zaak) ON w.gemeente = g.code
JOIN meldpunt_zaak z ON z.gemeente = g.code AND z.id = w.zaak AND {conditions}
ORDER BY z.gemeente, z.id
"""
STAND: Final = """
SELECT count(*) FILTER (WHERE NOT w.wacht), count(*) FILTER (WHERE NOT w.wacht AND t.eind < %(today)s),
       count(*) FILTER (WHERE NOT w.wacht AND t.eind = %(today)s),
       count(*) FILTER (WHERE NOT w.wacht AND t.eind BETWEEN %(today)s AND %(today)s::date + 6),
       count(*) FILTER (WHERE NOT w.wacht AND z.gezien_op IS NULL), count(*) FILTER (WHERE w.wacht)
FROM unnest(%(gemeenten)s::varchar[]) AS g(code)
JOIN meldpunt_zaak z ON z.gemeente = g.code AND {conditions}
CROSS JOIN LATERAL (SELECT coalesce(z.wacht_tot > %(today)s, FALSE) AS wacht) w
LEFT JOIN LATERAL (
  SELECT min(t.eind) AS eind FROM meldpunt_zaaktermijn t
  WHERE t.gemeente = z.gemeente AND t.zaak_id = z.id AND t.toestand = 'loopt'
) t ON TRUE
"""


@dataclass(frozen=True, slots=True)
class Dagstand:
    """What somebody has in hand: open, and of those late, due today, due within a week, unread; and on hold."""

    open: int
    te_laat: int
    vandaag: int
    week: int
    ongelezen: int
    wachtend: int


def list_sleutels(
    *, door: Actor, keuze: Postvakfilter, today: date, size: int = STAPELGRENS
) -> list[Zaaksleutel]:
    """Return the keys of what a filter holds for this actor, in the order of the inbox."""
    conditions, values = make_conditions(door, keuze, today=today)
    query = BY_FILTER.format(conditions=" AND ".join(conditions), order=OP_RANG)
    with connection.cursor() as cursor:
        cursor.execute(query, {**values, "size": size})
        return [Zaaksleutel(*row) for row in cursor.fetchall()]


def list_visible(*, door: Actor, sleutels: Sequence[Zaaksleutel], today: date) -> list[Zaaksleutel]:
    """Return those of these keys that exist and are for this actor to see; the others are left out."""
    conditions, values = make_conditions(door, Postvakfilter(status=ALLES), today=today)
    chosen: dict[str, Any] = {
        "sleutelgemeenten": [one.gemeente for one in sleutels],
        "sleutels": [one.zaak for one in sleutels],
    }
    with connection.cursor() as cursor:
        cursor.execute(BY_KEY.format(conditions=" AND ".join(conditions)), {**values, **chosen})
        return [Zaaksleutel(*row) for row in dict.fromkeys(cursor.fetchall())]


def count_mine(*, door: Actor, today: date) -> Dagstand:
    """Count what this actor has in hand, in one look."""
    conditions, values = make_conditions(door, Postvakfilter(status=LOPEND, behandelaar=MIJ), today=today)
    with connection.cursor() as cursor:
        cursor.execute(STAND.format(conditions=" AND ".join(conditions)), values)
        return Dagstand(*cursor.fetchone())
