"""Which breaches an actor may open: beheer all of them, a privacy officer those of the own municipality."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from meldpunt.datalekken.models import Datalek
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_datalekken


def list_own(door: Actor) -> QuerySet[Datalek]:
    """Return the breaches that an actor may see. Raises GeenToegang for another role."""
    check_see_datalekken(door)
    if door.rol in {"beheer", "systeem"}:
        return Datalek.objects.all()
    return Datalek.objects.filter(gemeenten__overlap=list(door.gemeenten))


def get_own_for_update(datalek: UUID, *, door: Actor) -> Datalek:
    """Return a breach of this actor, locked. Raises GeenToegang, or Datalek.DoesNotExist."""
    return list_own(door).select_for_update().get(id=datalek)
