"""Batches of letters and cards: join the open one, fetch it, mark it as printed, record the attempts."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import AANBOD, name_betrokkene
from meldpunt.correspondentie.models import Verzending, Verzendpartij
from meldpunt.matching.models import Zaak
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_zaak
from meldpunt.toegang.weigering import Weigering


def join_partij(row: Zaak, kanaal: str, *, apart: bool, door: Actor, now: datetime) -> Verzendpartij:
    """Return the batch that a new letter joins: that of this person and day, until somebody fetched it."""
    team = door.partij if door.rol == "uitvoerder" else ""
    own = {"gemeente_id": row.gemeente_id, "postvak": row.postvak, "team": team, "kanaal": kanaal}
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
    found = None
    if not apart:
        found = (
            Verzendpartij.objects.select_for_update()
            .filter(**own, gemaakt_door=door.gebruiker, opgehaald_op=None, gemaakt_op__gte=midnight)
            .order_by("-id")
            .first()
        )
    if found is None:
        return Verzendpartij.objects.create(
            **own,
            aantal=1,
            gemaakt_op=now,
            gemaakt_door=door.gebruiker,
            opgehaald_op=now if apart else None,
        )
    Verzendpartij.objects.filter(id=found.id, gemeente=row.gemeente_id).update(aantal=F("aantal") + 1)
    return found


def get_partij_row(partij: UUID, gemeente: str, door: Actor) -> Verzendpartij:
    """Return a batch. Raises GeenToegang when it was made in another's inbox."""
    row = Verzendpartij.objects.get(id=partij, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=row.postvak, team=row.team)
    return row


@transaction.atomic
def fetch_partij(*, partij: UUID, gemeente: str, vorm: str, door: Actor, now: datetime) -> None:
    """Note that a batch, or a letter of it, was fetched; from the first time on nothing joins it."""
    row = get_partij_row(partij, gemeente, door)
    Verzendpartij.objects.filter(id=row.id, gemeente=gemeente, opgehaald_op=None).update(opgehaald_op=now)
    _log("partij_opgehaald", row, door=door, now=now, vorm=vorm)


@transaction.atomic
def mark_gedrukt(*, partij: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Mark a batch as printed and sent, once; `record_gedrukt` then records the attempt of each zaak."""
    row = get_partij_row(partij, gemeente, door)
    if row.opgehaald_op is None:
        raise Weigering("Download en druk de brieven eerst. [partij_niet_opgehaald]")
    marked = Verzendpartij.objects.filter(
        id=row.id, gemeente=gemeente, gedrukt_op=None, opgehaald_op__isnull=False
    ).update(gedrukt_op=now, gedrukt_door=door.gebruiker, gedrukt_als=_write_actor(door))
    if not marked:
        raise Weigering("Deze stapel stond al als gedrukt. Er is niets veranderd. [partij_al_gedrukt]")
    _log("partij_gedrukt", row, door=door, now=now, aantal=row.aantal)


def _write_actor(door: Actor) -> dict[str, Any]:
    return {
        "gebruiker": str(door.gebruiker) if door.gebruiker else "",
        "rol": door.rol,
        "partijsoort": door.partijsoort,
        "partij": door.partij,
        "gemeenten": list(door.gemeenten),
    }


def read_actor(als: dict[str, Any], *, herkomst: str) -> Actor:
    """Return who marked a batch, as the act that records its attempts must know."""
    user = UUID(als["gebruiker"]) if als["gebruiker"] else None
    return Actor(user, "", als["rol"], als["partijsoort"], als["partij"], herkomst, tuple(als["gemeenten"]))


def _list_zaken(row: Verzendpartij) -> list[UUID]:
    letters = Verzending.objects.filter(partij=row.id, gemeente=row.gemeente_id)
    return list(letters.order_by("zaak_id").values_list("zaak_id", flat=True).distinct())


def _log(handeling: str, row: Verzendpartij, *, door: Actor, now: datetime, **waarden: object) -> None:
    record(
        handeling,
        objectsoort="verzendpartij",
        object=row.id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=AANBOD,
        waarden=waarden,
        betrokkenen=[name_betrokkene("zaak", zaak) for zaak in _list_zaken(row)],
    )
