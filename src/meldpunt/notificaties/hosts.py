"""Which servers of partners may be sent to: asked for with the first subscription there, decided by an operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from meldpunt.audit.actions import record
from meldpunt.notificaties.models import Ontvangsthost
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.weigering import Weigering

HOOGSTENS: Final = 500


@dataclass(frozen=True, slots=True)
class Hoststand:
    """A server as beheer sees it: of whom, whether it may be sent to, and how many subscriptions use it."""

    id: UUID
    partner: str
    host: str
    poort: int
    gevraagd_op: datetime
    toegestaan_op: datetime | None
    geweigerd_op: datetime | None
    geweigerd_reden: str
    abonnementen: int

    @property
    def stand(self) -> str:
        """Name the state in one word."""
        if self.toegestaan_op is not None:
            return "toegestaan"
        return "gevraagd" if self.geweigerd_op is None else "geweigerd"


def split_adres(adres: str) -> tuple[str, int]:
    """Return host and port of an address that was checked."""
    place = urlsplit(adres)
    return (place.hostname or "").lower(), place.port or (80 if place.scheme == "http" else 443)


def ask_host(adres: str, *, partner: UUID, now: datetime) -> Ontvangsthost:
    """Return the row of a server of this partner; a new one is asked for, inside the caller's transaction."""
    host, poort = split_adres(adres)
    row, _ = Ontvangsthost.objects.get_or_create(
        partner_id=partner, host=host, poort=poort, defaults={"gevraagd_op": now}
    )
    return row


def list_hosts(*, door: Actor) -> list[Hoststand]:
    """Return every server that was asked for, those that wait for a decision first."""
    check_manage(door)
    rows = (
        Ontvangsthost.objects.select_related("partner")
        .annotate(aantal=Count("abonnementen", filter=~Q(abonnementen__status="beeindigd")))
        .order_by("-gevraagd_op", "id")[:HOOGSTENS]
    )
    found = [
        Hoststand(
            row.id,
            row.partner.naam,
            row.host,
            row.poort,
            row.gevraagd_op,
            row.toegestaan_op,
            row.geweigerd_op,
            row.geweigerd_reden,
            row.aantal,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.stand != "gevraagd")


def count_asked(*, door: Actor) -> int:
    """Count the servers that wait for a decision, a hundred at the most."""
    check_manage(door)
    waiting = Ontvangsthost.objects.filter(toegestaan_op=None, geweigerd_op=None)
    return len(waiting.values_list("id")[:100])


@transaction.atomic
def allow_host(*, host: UUID, door: Actor, now: datetime) -> None:
    """Let messages go to a server; its subscriptions are asked for their consent at the next turn."""
    check_manage(door)
    row = Ontvangsthost.objects.select_for_update().get(id=host)
    if row.toegestaan_op is not None:
        return
    row.toegestaan_op, row.toegestaan_door = now, door.gebruiker
    row.geweigerd_op, row.geweigerd_door, row.geweigerd_reden = None, None, ""
    row.save(update_fields=[
        "toegestaan_op", "toegestaan_door", "geweigerd_op", "geweigerd_door", "geweigerd_reden",
    ])  # fmt: skip
    _log("ontvangsthost_toegestaan", row, door=door, now=now)


@transaction.atomic
def refuse_host(*, host: UUID, reden: str, door: Actor, now: datetime) -> None:
    """Refuse a server, or withdraw what was allowed: from this moment nothing goes there, and what waits stays."""
    check_manage(door)
    reden = reden.strip()
    if not reden:
        raise Weigering("Schrijf waarom, dan weet de partner wat te doen. [reden_ontbreekt]")
    row = Ontvangsthost.objects.select_for_update().get(id=host)
    row.geweigerd_op, row.geweigerd_door, row.geweigerd_reden = now, door.gebruiker, reden[:300]
    row.toegestaan_op, row.toegestaan_door = None, None
    row.save(update_fields=[
        "toegestaan_op", "toegestaan_door", "geweigerd_op", "geweigerd_door", "geweigerd_reden",
    ])  # fmt: skip
    _log("ontvangsthost_geweigerd", row, door=door, now=now, reden=row.geweigerd_reden)


def _log(handeling: str, row: Ontvangsthost, *, door: Actor, now: datetime, reden: str = "") -> None:
    record(
        handeling,
        objectsoort="ontvangsthost",
        object=row.id,
        door=door,
        now=now,
        waarden={
            "host": row.host,
            "poort": row.poort,
            "partner": str(row.partner_id),
            **({"reden": reden} if reden else {}),
        },
    )
