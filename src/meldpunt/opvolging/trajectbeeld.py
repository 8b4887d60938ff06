"""Read the trajectory: the steps of each resident of a zaak, and how the payments of each claim stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld
from meldpunt.opvolging.models import Contactpoging, Trajectstap
from meldpunt.rules.traject import Gezet
from meldpunt.toegang.models import Gebruiker


@dataclass(frozen=True, slots=True, kw_only=True)
class Stapbeeld:
    """One step as the case worker sees it; `vervallen_op` says that it no longer counts."""

    id: UUID
    persoon: UUID | None
    soort: str
    aard: str
    datum: date
    signaal: UUID | None
    bedrag_cent: int | None
    aantal_termijnen: int | None
    eerste_termijn: date | None
    toelichting: str
    vastgelegd_op: datetime
    door: str
    vervallen_op: datetime | None
    vervalreden: str

    @property
    def gezet(self) -> Gezet:
        return Gezet(self.soort, self.aard, self.datum)


def list_trajectstappen(zaak: Zaakbeeld) -> list[Stapbeeld]:
    """Return every step of a zaak in the order of recording, also those that no longer count."""
    rows = list(Trajectstap.objects.filter(gemeente=zaak.gemeente, zaak=zaak.id).order_by("id"))
    people = {row.vastgelegd_door for row in rows if row.vastgelegd_door}
    names = dict(Gebruiker.objects.filter(id__in=people).values_list("id", "naam"))
    shown = [name for name in Stapbeeld.__slots__ if name != "door"]
    return [
        Stapbeeld(
            **{name: getattr(row, name) for name in shown},
            door=names.get(row.vastgelegd_door, "Meldpunt") if row.vastgelegd_door else "Meldpunt",
        )
        for row in rows
    ]


def is_about(persoon: Persoonbeeld, sleutel: UUID | None) -> bool:
    """Tell whether a key that was kept earlier is of this resident, also after two turned out to be one."""
    return sleutel is not None and sleutel in {persoon.id, *(s.id for s in persoon.signalen)}


def list_pogingen_of_zaak(zaak: Zaakbeeld) -> list[tuple[UUID | None, date, bool]]:
    """Return whom each attempt was for (none: the address), its day and whether somebody was reached."""
    rows = Contactpoging.objects.filter(gemeente=zaak.gemeente, zaak=zaak.id).order_by("datum", "id")
    return list(rows.values_list("persoon", "datum", "bereikt"))


@dataclass(frozen=True, slots=True)
class Betaalstand:
    """How the payments of one claim stand: a code and its day, nothing about the resident or the help.

    The code is `betaling_hervat`, or what happens instead: `inhalen`, `inhouden_en_doorbetalen`, `anders`.
    """

    code: str
    datum: date


# The newest step about payments that stands, for each claim: its own, or one about all claims of its resident.
BETAALSTANDEN = """
SELECT DISTINCT ON (k.signaal_id) k.signaal_id, coalesce(nullif(t.aard, ''), t.soort), t.datum
FROM unnest(%s::varchar[], %s::uuid[]) AS w(gemeente, zaak)
JOIN meldpunt_trajectstap t ON t.gemeente = w.gemeente AND t.zaak_id = w.zaak AND t.vervallen_op IS NULL
  AND t.soort IN ('betaling_hervat', 'betaling_niet_hervat')
JOIN meldpunt_zaaksignaal p ON p.gemeente = t.gemeente AND p.zaak_id = t.zaak_id AND p.signaal_id = t.persoon
JOIN meldpunt_zaaksignaal k ON k.gemeente = t.gemeente AND k.zaak_id = t.zaak_id AND k.persoon = p.persoon
  AND (t.signaal IS NULL OR t.signaal = k.signaal_id)
ORDER BY k.signaal_id, t.datum DESC, t.id DESC
"""


def list_betaalstanden(zaken: Sequence[tuple[str, UUID]]) -> dict[UUID, Betaalstand]:
    """Return how the payments stand of each claim of these zaken (municipality, key) where a step says so.

    It is what a partner must hear (Haarlem and Zandvoort art. 3.4b); the disclosure table says in which words.
    """
    if not zaken:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(BETAALSTANDEN, [[gemeente for gemeente, _ in zaken], [zaak for _, zaak in zaken]])
        return {signaal: Betaalstand(code, day) for signaal, code, day in cursor.fetchall()}
