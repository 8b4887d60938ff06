"""Read subscriptions, what waits or was lost in each, and every try of one message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count

from meldpunt.notificaties.models import Abonnement, Notificatie, Notificatiepoging
from meldpunt.rules.gebeurtenissen import find_soort, id_of
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import get_own_partner

PAGE: Final = 50
# Counted no further: a page says "100 or more".
TELGRENS: Final = 100


@dataclass(frozen=True, slots=True)
class Abonnementstand:
    """A subscription as its partner sees it; never its secret."""

    id: UUID
    naam: str
    adres: str
    soorten: tuple[str, ...]
    status: str
    host: str
    host_stand: str
    host_reden: str
    gemaakt_op: datetime
    bevestigd_op: datetime | None
    laatste_succes_op: datetime | None
    laatste_code: str
    volgende_poging_op: datetime
    vorig_geheim_tot: datetime | None
    per_minuut: int | None

    @property
    def titels(self) -> list[str]:
        """Return what it hears of, in words."""
        return [find_soort(soort).titel for soort in self.soorten]


@dataclass(frozen=True, slots=True)
class Notificatieregel:
    """One message: which event, how far it is, and what went wrong last."""

    id: UUID
    soort: str
    bron: UUID
    tijd: datetime
    status: str
    pogingen: int
    volgende_poging_op: datetime
    afgerond_op: datetime | None
    laatste_code: str

    @property
    def titel(self) -> str:
        """Return the kind in words."""
        return find_soort(self.soort).titel

    @property
    def gebeurtenis(self) -> UUID:
        """Return the id under which the receiver knows it."""
        return id_of(self.soort, self.bron)


@dataclass(frozen=True, slots=True)
class Poging:
    """One try as it stands in the log."""

    tijd: datetime
    http_status: int | None
    code: str
    trace: str


def list_abonnementen(*, door: Actor) -> list[Abonnementstand]:
    """Return the subscriptions of the actor's own organisation, those that ended last."""
    rows = Abonnement.objects.select_related("host").filter(partner=get_own_partner(door))
    found = [_stand_of(row) for row in rows.order_by("-id")[:TELGRENS]]
    return sorted(found, key=lambda one: one.status == "beeindigd")


def get_abonnement(abonnement: UUID, *, door: Actor) -> Abonnementstand:
    """Return one subscription of the actor's own organisation. Raises DoesNotExist."""
    rows = Abonnement.objects.select_related("host")
    return _stand_of(rows.get(id=abonnement, partner=get_own_partner(door)))


def list_notificaties(
    *, abonnement: UUID, status: str, door: Actor, before: UUID | None = None, size: int = PAGE
) -> list[Notificatieregel]:
    """Return a page of the messages of one subscription in one state, newest first."""
    rows = Notificatie.objects.filter(abonnement=abonnement, partner=get_own_partner(door), status=status)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_regel_of(row) for row in rows.order_by("-id")[:size]]


def get_notificatie(notificatie: UUID, *, door: Actor) -> tuple[UUID, Notificatieregel, list[Poging]]:
    """Return a message with its subscription and every try, the newest first. Raises DoesNotExist."""
    row = Notificatie.objects.get(id=notificatie, partner=get_own_partner(door))
    tries = Notificatiepoging.objects.filter(notificatie=row).order_by("-id")[:TELGRENS]
    return row.abonnement_id, _regel_of(row), [Poging(t.tijd, t.http_status, t.code, t.trace) for t in tries]


def count_mislukt(*, door: Actor) -> dict[UUID, int]:
    """Count per subscription of the actor the messages that could not be delivered."""
    rows = Notificatie.objects.filter(partner=get_own_partner(door), status="mislukt")
    return dict(rows.values_list("abonnement").annotate(aantal=Count("id")).order_by("abonnement"))


def _stand_of(row: Abonnement) -> Abonnementstand:
    host: Any = row.host
    stand = "toegestaan" if host.toegestaan_op else "geweigerd" if host.geweigerd_op else "gevraagd"
    return Abonnementstand(
        id=row.id,
        naam=row.naam,
        adres=row.adres,
        soorten=tuple(row.soorten),
        status=row.status,
        host=host.host,
        host_stand=stand,
        host_reden=host.geweigerd_reden,
        gemaakt_op=row.gemaakt_op,
        bevestigd_op=row.bevestigd_op,
        laatste_succes_op=row.laatste_succes_op,
        laatste_code=row.laatste_code,
        volgende_poging_op=row.volgende_poging_op,
        vorig_geheim_tot=row.vorig_geheim_tot,
        per_minuut=row.per_minuut,
    )


def _regel_of(row: Notificatie) -> Notificatieregel:
    return Notificatieregel(
        row.id,
        row.soort,
        row.bron,
        row.tijd,
        row.status,
        row.pogingen,
        row.volgende_poging_op,
        row.afgerond_op,
        row.laatste_code,
    )
