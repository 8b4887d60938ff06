"""The programs of a party for its screen, and of everybody for beheer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.toepassingen.actions import check_toepassingen
from meldpunt.toegang.toepassingen.models import Toepassing


@dataclass(frozen=True, slots=True)
class Toepassingregel:
    """One program as a screen shows it."""

    id: UUID
    client_id: str
    naam: str
    partijsoort: str
    partij: str
    scopes: tuple[str, ...]
    kids: tuple[str, ...]
    certificaten: int
    oin: str
    proef: bool
    gemaakt_op: datetime
    wacht: bool
    laatst_gebruikt_op: datetime | None
    beeindigd_op: datetime | None


@acting_on_accounts()
def list_toepassingen(
    *, partijsoort: str, partij: str, door: Actor, size: int = 100
) -> list[Toepassingregel]:
    """Return the programs of a party, those that run first. Raises GeenToegang."""
    check_toepassingen(door, partijsoort=partijsoort, partij=partij)
    return _show(Toepassing.objects.filter(partijsoort=partijsoort, partij=partij), size)


@acting_on_accounts()
def list_alle_toepassingen(*, door: Actor, size: int = 500) -> list[Toepassingregel]:
    """Return the programs of every party. Raises GeenToegang."""
    check_manage(door)
    return _show(Toepassing.objects.all(), size)


def _show(rows: QuerySet[Toepassing], size: int) -> list[Toepassingregel]:
    ordered = rows.order_by(F("beeindigd_op").desc(nulls_first=True), "-id")
    return [
        Toepassingregel(
            row.id,
            row.client_id,
            row.naam,
            row.partijsoort,
            row.partij,
            tuple(row.scopes),
            tuple(key["kid"] for key in row.sleutels.get("keys", ())),
            len(row.certificaten),
            row.oin,
            row.proef,
            row.gemaakt_op,
            row.partijsoort != "partner" and row.goedgekeurd_op is None,
            row.laatst_gebruikt_op,
            row.beeindigd_op,
        )
        for row in ordered[:size]
    ]
