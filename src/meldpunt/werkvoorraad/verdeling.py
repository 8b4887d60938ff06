"""Who has how much: the load per colleague, for whoever divides the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.werkvoorraad.queries import list_collegas
from meldpunt.werkvoorraad.voorwaarden import LOPEND, Postvakfilter, make_conditions

LOAD: Final = """
SELECT z.behandelaar, count(*) FILTER (WHERE NOT w.wacht), count(*) FILTER (WHERE NOT w.wacht AND t.eind < %(today)s),
       count(*) FILTER (WHERE NOT w.wacht AND t.eind BETWEEN %(today)s AND %(today)s::date + 6),
       count(*) FILTER (WHERE w.wacht), count(*) FILTER (WHERE z.gezien_op IS NULL)
FROM unnest(%(gemeenten)s::varchar[]) AS g(code)
JOIN meldpunt_zaak z ON z.gemeente = g.code AND z.behandelaar IS NOT NULL AND {conditions}
CROSS JOIN LATERAL (SELECT coalesce(z.wacht_tot > %(today)s, FALSE) AS wacht) w
LEFT JOIN LATERAL (
  SELECT min(t.eind) AS eind FROM meldpunt_zaaktermijn t
  WHERE t.gemeente = z.gemeente AND t.zaak_id = z.id AND t.toestand = 'loopt'
) t ON TRUE
GROUP BY z.behandelaar
"""
NIETS: Final = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """What one colleague has in hand."""

    sleutel: str
    naam: str
    werkt_hier: bool
    open: int
    te_laat: int
    week: int
    wachtend: int
    ongelezen: int


def list_last(*, door: Actor, today: date) -> list[Last]:
    """Return the load per colleague, who has most first; who left with work on the name is in it too.

    Raises GeenToegang unless the actor coordinates.
    """
    if door.rol != "coordinator":
        raise GeenToegang("Alleen een coördinator verdeelt het werk. [geen_toegang]")
    conditions, values = make_conditions(door, Postvakfilter(status=LOPEND), today=today)
    with connection.cursor() as cursor:
        cursor.execute(LOAD.format(conditions=" AND ".join(conditions)), values)
        loads = {str(row[0]): row[1:] for row in cursor.fetchall()}
    collegas = {one.sleutel: one.naam for one in list_collegas(door=door, on=today)}
    gone = {key: "Werkt hier niet meer" for key in loads if key not in collegas}
    found = [
        _last(key, naam, key in collegas, loads.get(key, NIETS)) for key, naam in (collegas | gone).items()
    ]
    return sorted(found, key=lambda one: (-one.open, one.naam, one.sleutel))


def _last(key: str, naam: str, here: bool, load: tuple[int, ...]) -> Last:
    opened, late, week, held, unread = load
    return Last(
        sleutel=key,
        naam=naam,
        werkt_hier=here,
        open=opened,
        te_laat=late,
        week=week,
        wachtend=held,
        ongelezen=unread,
    )
