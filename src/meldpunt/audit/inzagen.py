"""Who looked at a resident, when and why: for the overview that the resident asks for (AVG art. 15)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from meldpunt.audit.doelen import GEWEIGERD, name_betrokkene
from meldpunt.audit.models import Logregel
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_supervise_privacy

# What the acts of only looking end with; every other act did something with what it saw.
KIJKEN: Final = ("_ingezien", "_gedownload", "_vergeleken", "_voorbeeld", "_opgehaald", "_afgedrukt")


@dataclass(frozen=True, slots=True)
class Inzage:
    """One time that somebody looked at a resident, or did something for one; `naam` only when asked for.

    `partij` is kind and key (`gemeente:0392`); the party stands for the person unless the municipality chooses.
    """

    tijd: datetime
    rol: str
    partij: str
    handeling: str
    doel: str
    alleen_kijken: bool
    naam: str = ""


def list_inzagen_of(
    *,
    door: Actor,
    zaken: Sequence[UUID] = (),
    personen: Sequence[UUID] = (),
    signalen: Sequence[UUID] = (),
    met_naam: bool = False,
) -> list[Inzage]:
    """Return everybody who looked at these zaken, persons and signalen, or acted on them, oldest first.

    A privacy officer sees what belongs to the own municipalities and to no municipality at all (a partner that
    looked at what it delivered); the system, which answers a resident, sees all. Raises GeenToegang for others.
    """
    check_supervise_privacy(door)
    keys = [
        name_betrokkene(soort, key)
        for soort, group in (("zaak", zaken), ("persoon", personen), ("signaal", signalen))
        for key in group
    ]
    if not keys:
        return []
    rows = Logregel.objects.filter(betrokkenen__overlap=keys).exclude(resultaat=GEWEIGERD)
    if door.rol != "systeem":
        rows = rows.filter(gemeente__in=("", *door.gemeenten))
    return list(_describe(list(rows.order_by("tijd", "id")), met_naam=met_naam))


def _describe(rows: Sequence[Logregel], *, met_naam: bool) -> Iterator[Inzage]:
    people = {row.gebruiker for row in rows if row.gebruiker} if met_naam else set()
    names = dict(Gebruiker.objects.filter(id__in=people).values_list("id", "naam"))
    for row in rows:
        yield Inzage(
            tijd=row.tijd,
            rol=row.rol,
            partij=row.partij,
            handeling=row.handeling,
            doel=row.doel,
            alleen_kijken=row.handeling.endswith(KIJKEN),
            naam=names.get(row.gebruiker, "") if row.gebruiker else "",
        )
