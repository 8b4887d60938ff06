"""Read the terms of zaken from their rows, each as it stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from meldpunt.opvolging.models import Zaaktermijn
from meldpunt.rules.termijnen import Termijn, stand_on

EERSTE: Final = """
SELECT DISTINCT ON (t.zaak_id) t.zaak_id, t.naam, t.begin, t.eind, t.lengte, t.wie, t.grondslag
FROM unnest(%s::varchar[], %s::uuid[]) AS w(gemeente, zaak)
JOIN meldpunt_zaaktermijn t ON t.gemeente = w.gemeente AND t.zaak_id = w.zaak
WHERE t.toestand = 'loopt'
ORDER BY t.zaak_id, t.eind, t.id
"""


def list_termijnen(*, zaak: UUID, gemeente: str, today: date) -> list[Termijn]:
    """List the terms that run, or ran, for a zaak; the first to end first."""
    rows = Zaaktermijn.objects.filter(zaak=zaak, gemeente=gemeente).order_by("eind", "naam", "id")
    return [_stand(row, today=today) for row in rows]


def find_eerste_termijnen(zaken: Sequence[tuple[str, UUID]], *, today: date) -> dict[UUID, Termijn]:
    """Find for each of these zaken (municipality, key) the running term that ends first, in one query."""
    if not zaken:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(EERSTE, [[gemeente for gemeente, _ in zaken], [zaak for _, zaak in zaken]])
        return {
            zaak: stand_on(
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
            for zaak, naam, begin, eind, lengte, wie, grondslag in cursor.fetchall()
        }


def _stand(row: Zaaktermijn, *, today: date) -> Termijn:
    ended = row.toestand
    return stand_on(
        row.naam,
        begin=row.begin,
        eind=row.eind,
        lengte=row.lengte,
        wie=row.wie,
        grondslag=row.grondslag,
        gehaald=row.afgelopen_op if ended == Zaaktermijn.Toestand.GEHAALD else None,
        gestopt=row.afgelopen_op if ended == Zaaktermijn.Toestand.GESTOPT else None,
        today=today,
    )
