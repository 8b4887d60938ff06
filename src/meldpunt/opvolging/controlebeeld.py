"""Read the checks before contact: what stands for a zaak, from a person, a file, the list of known
households, or the request of a resident.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from meldpunt.rules.controles import (
    BEKEND,
    CONTROLESOORTEN,
    MAATREGELEN,
    Beperking,
    restrictions,
    restrictions_of_address,
)

Zaaksleutels = Sequence[tuple[str, UUID]]
VAN_HET_ADRES: Final = [soort for soort, regel in CONTROLESOORTEN.items() if regel.van_het_adres]

# Of the zaak before this one on the address only what is of the house itself: that does not end with a zaak.
CONTROLES = """
SELECT w.zaak, c.id, c.persoon, c.soort, c.bron, c.toelichting, c.vastgesteld_op, coalesce(u.naam, ''),
       c.zaak_id <> z.id, NULL::date
FROM unnest(%s::varchar[], %s::uuid[]) AS w(gemeente, zaak)
JOIN meldpunt_zaak z ON z.gemeente = w.gemeente AND z.id = w.zaak
JOIN meldpunt_controle c ON c.gemeente = z.gemeente AND c.vervallen_op IS NULL
  AND (c.zaak_id = z.id OR c.zaak_id = z.opeenvolgend_op AND c.soort = ANY(%s))
LEFT JOIN meldpunt_gebruiker u ON u.id = c.vastgesteld_door
WHERE (c.vastgesteld_op AT TIME ZONE 'Europe/Amsterdam')::date <= %s
ORDER BY w.zaak, c.id
"""
# A list without additions means the whole number: a warning too many is better than one too few.
RISICO = """
SELECT w.zaak, NULL::uuid, NULL::uuid, r.maatregel, 'bestand', '', r.geladen_op, '', false, r.tot
FROM unnest(%s::varchar[], %s::uuid[]) AS w(gemeente, zaak)
JOIN meldpunt_zaak z ON z.gemeente = w.gemeente AND z.id = w.zaak
JOIN meldpunt_signaalpersoon p ON p.gemeente = z.gemeente AND p.id = z.adressignaal
JOIN meldpunt_risicoadres r ON r.gemeente = z.gemeente AND r.postcode = p.postcode
  AND r.huisnummer = p.huisnummer AND r.suffix IN ('', p.suffix) AND r.tot >= %s
ORDER BY w.zaak, r.maatregel, r.tot DESC
"""
# A file of the social service is about addresses; what its system answered is about one resident.
BEKENDEN = """
SELECT w.zaak, NULL::uuid, NULL::uuid, b.reden, 'bestand', '', b.geladen_op, '', false, NULL::date
FROM unnest(%s::varchar[], %s::uuid[]) AS w(gemeente, zaak)
JOIN meldpunt_zaak z ON z.gemeente = w.gemeente AND z.id = w.zaak
JOIN meldpunt_signaalpersoon p ON p.gemeente = z.gemeente AND p.id = z.adressignaal
JOIN meldpunt_bekendadres b ON b.gemeente = z.gemeente AND b.postcode = p.postcode
  AND b.huisnummer = p.huisnummer AND b.suffix = p.suffix
UNION ALL
SELECT w.zaak, NULL::uuid, v.persoon, v.reden, 'koppeling', v.team, v.beantwoord_op, '', false, NULL::date
FROM unnest(%s::varchar[], %s::uuid[]) AS w(gemeente, zaak)
JOIN meldpunt_bekendvraag v ON v.gemeente = w.gemeente AND v.zaak_id = w.zaak AND v.bekend
ORDER BY 1, 3 NULLS FIRST, 4
"""
# Whose signaal rests, rests: whichever of them the request was about.
BEPERKINGEN = """
SELECT DISTINCT ON (w.zaak, k.persoon) w.zaak, NULL::uuid, k.persoon, 'verwerking_beperkt', 'verzoek', '',
       b.begonnen_op, '', false, NULL::date
FROM unnest(%s::varchar[], %s::uuid[]) AS w(gemeente, zaak)
JOIN meldpunt_zaaksignaal k ON k.gemeente = w.gemeente AND k.zaak_id = w.zaak
JOIN meldpunt_verwerkingsbeperking b ON b.gemeente = k.gemeente AND b.signaal_id = k.signaal_id
  AND b.geeindigd_op IS NULL
ORDER BY w.zaak, k.persoon, b.begonnen_op
"""
PERSONEN = """
SELECT w.zaak, k.signaal_id, k.persoon
FROM unnest(%s::varchar[], %s::uuid[]) AS w(gemeente, zaak)
JOIN meldpunt_zaaksignaal k ON k.gemeente = w.gemeente AND k.zaak_id = w.zaak
"""


@dataclass(frozen=True, slots=True)
class Controlebeeld:
    """One state that stands; without a key it comes from a file, and is lifted by a new file only."""

    id: UUID | None
    persoon: UUID | None
    soort: str
    bron: str
    toelichting: str
    sinds: datetime
    door: str
    van_eerder: bool
    tot: date | None


def list_controles(zaken: Zaaksleutels, *, on: date) -> dict[UUID, list[Controlebeeld]]:
    """Return the states that stand on a day, by zaak, in four queries; a zaak without any is not in it."""
    if not zaken:
        return {}
    keys: list[Any] = [[gemeente for gemeente, _ in zaken], [zaak for _, zaak in zaken]]
    found: dict[UUID, list[Controlebeeld]] = defaultdict(list)
    with connection.cursor() as cursor:
        for query, values, names in (
            (CONTROLES, [*keys, VAN_HET_ADRES, on], {}),
            (RISICO, [*keys, on], MAATREGELEN),
            (BEKENDEN, [*keys, *keys], BEKEND),
            (BEPERKINGEN, keys, {}),
        ):
            cursor.execute(query, values)
            for zaak, *row in cursor.fetchall():
                row[2] = names.get(row[2], row[2])
                found[zaak].append(Controlebeeld(*row))
    return dict(found)


@dataclass(frozen=True, slots=True)
class Zaakbeperking:
    """What the checks forbid and warn for in a zaak: for the address as a whole, and for each resident.

    `geheim` and `niet_alleen` are the flags for lists and letters.
    """

    adres: Beperking
    personen: Mapping[UUID, Beperking]
    signalen: Mapping[UUID, UUID]

    @property
    def geheim(self) -> bool:
        return self.adres.geheim

    @property
    def niet_alleen(self) -> bool:
        return self.adres.niet_alleen

    @property
    def iedereen(self) -> Beperking:
        """Return what holds when nobody may be approached, each for a reason of their own; else the address's."""
        closed = [one for one in self.personen.values() if one.elk_contact]
        if not closed or len(closed) < len(self.personen):
            return self.adres
        # Handing over is proposed only where it holds for all.
        return min(closed, key=lambda one: bool(one.neemt_over))

    def of(self, persoon: UUID | None) -> Beperking:
        """Return what holds for contact with one resident, or with the address when nobody is named."""
        key = self.signalen.get(persoon, persoon) if persoon else None
        return self.personen.get(key, self.adres) if key else self.adres


def list_beperkingen(zaken: Zaaksleutels, *, on: date) -> dict[UUID, Zaakbeperking]:
    """Return what the checks forbid on a day, by zaak, in four queries; a zaak without any is not in it."""
    controles = list_controles(zaken, on=on)
    if not controles:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(PERSONEN, [[gemeente for gemeente, _ in zaken], [zaak for _, zaak in zaken]])
        signalen: dict[UUID, dict[UUID, UUID]] = defaultdict(dict)
        for zaak, signaal, persoon in cursor.fetchall():
            signalen[zaak][signaal] = persoon
    return {zaak: combine(rows, signalen[zaak]) for zaak, rows in controles.items()}


def combine(rows: Sequence[Controlebeeld], signalen: Mapping[UUID, UUID]) -> Zaakbeperking:
    """Say what states do together; `signalen` gives for each signaal of the zaak whose it is."""
    shared = {row.soort for row in rows if row.persoon is None}
    own: dict[UUID, set[str]] = {persoon: set() for persoon in signalen.values()}
    for row in rows:
        if row.persoon is not None:
            own.setdefault(signalen.get(row.persoon, row.persoon), set()).add(row.soort)
    return Zaakbeperking(
        restrictions_of_address(shared, list(own.values())),
        {persoon: restrictions(shared | states) for persoon, states in own.items()},
        signalen,
    )
