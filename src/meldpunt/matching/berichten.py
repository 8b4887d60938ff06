"""The notices that recalls leave for a municipality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from meldpunt.matching.models import Intrekkingsgevolg
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_coordinate

PAGE = 25


@dataclass(frozen=True, slots=True)
class Intrekkingsbericht:
    """What the recall of one delivery did in one municipality, and who has read it."""

    id: UUID
    aanlevering: UUID
    gemeente: str
    gemeentenaam: str
    partner: str
    convenant: str
    aangeleverd_op: date
    reden: str
    signalen: int
    vervallen: tuple[UUID, ...]
    aangepast: tuple[UUID, ...]
    gesloten: tuple[UUID, ...]
    gemaakt_op: datetime
    gelezen_op: datetime | None
    gelezen_door: str


def list_intrekkingsberichten(
    *, door: Actor, ongelezen: bool = False, before: UUID | None = None, size: int = PAGE
) -> list[Intrekkingsbericht]:
    """Return a page of the notices of the municipalities that the actor coordinates, newest first."""
    for gemeente in door.gemeenten:
        check_coordinate(door, gemeente=gemeente)
    rows = Intrekkingsgevolg.objects.filter(gemeente__in=door.gemeenten)
    if ongelezen:
        rows = rows.filter(gelezen_op=None)
    if before is not None:
        rows = rows.filter(id__lt=before)
    page = list(rows.select_related("gemeente", "aanlevering__partner").order_by("-id")[:size])
    names = dict(
        Gebruiker.objects.filter(id__in={row.gelezen_door for row in page}).values_list("id", "naam")
    )
    return [_bericht(row, names) for row in page]


def _bericht(row: Intrekkingsgevolg, names: dict[UUID, str]) -> Intrekkingsbericht:
    return Intrekkingsbericht(
        id=row.id,
        aanlevering=row.aanlevering_id,
        gemeente=row.gemeente_id,
        gemeentenaam=row.gemeente.naam,
        partner=row.aanlevering.partner.naam,
        convenant=row.aanlevering.convenant,
        aangeleverd_op=row.aanlevering.datum,
        reden=row.aanlevering.intrekreden,
        signalen=row.aantal_signalen,
        vervallen=tuple(row.zaken_vervallen),
        aangepast=tuple(row.zaken_aangepast),
        gesloten=tuple(row.zaken_gesloten),
        gemaakt_op=row.gemaakt_op,
        gelezen_op=row.gelezen_op,
        gelezen_door=names.get(row.gelezen_door, "") if row.gelezen_door else "",
    )
