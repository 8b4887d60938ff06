"""Give work to a colleague or a team: one zaak or many, and per zaak what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Uitvoerder
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_zaak
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.queries import list_collegas
from meldpunt.werkvoorraad.stapel import Stapeluitkomst, Zaaksleutel, do_each

DOEL = "vroegsignalering (Wgs art. 3 lid 1 onder b)"


def _get_open(zaak: UUID, gemeente: str, door: Actor) -> Zaak:
    row = Zaak.objects.select_for_update().get(id=zaak, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=row.postvak, team=row.team)
    if row.status not in OPEN:
        raise Weigering("Deze zaak is niet meer open. Heropen haar eerst. [zaak_status]")
    return row


def _check_may_move(row: Zaak, door: Actor) -> None:
    """Raise when a colleague has the zaak in hand: only a coordinator moves another's work."""
    if (
        door.rol != "coordinator"
        and row.status == "in_behandeling"
        and row.behandelaar not in {None, door.gebruiker}
    ):
        raise Weigering(
            "Een collega heeft deze zaak in behandeling. Vraag een coördinator om haar te verdelen, of neem haar "
            "zelf over. [zaak_bezet]"
        )


@transaction.atomic
def assign_zaak(*, zaak: UUID, gemeente: str, aan: UUID, door: Actor, now: datetime) -> None:
    """Give a zaak to a colleague of one's own party; a new one stays new until that colleague takes it.

    Raises Weigering when the colleague does not work here, or when another has the zaak in hand.
    """
    row = _get_open(zaak, gemeente, door)
    _check_may_move(row, door)
    if str(aan) not in {collega.sleutel for collega in list_collegas(door=door, on=timezone.localdate(now))}:
        raise Weigering(
            "Deze collega werkt vandaag niet bij uw organisatie. Kies een ander. [collega_onbekend]"
        )
    was, row.behandelaar = row.behandelaar, aan
    row.save(update_fields=["behandelaar"])
    _log("zaak_toegewezen", row, door=door, now=now, van=str(was or ""), aan=str(aan))


def assign_zaken(*, zaken: Iterable[Zaaksleutel], aan: UUID, door: Actor, now: datetime) -> Stapeluitkomst:
    """Give many zaken to a colleague; what cannot be given is skipped with the reason."""

    def assign(sleutel: Zaaksleutel) -> None:
        assign_zaak(zaak=sleutel.zaak, gemeente=sleutel.gemeente, aan=aan, door=door, now=now)

    return do_each(zaken, assign)


@transaction.atomic
def hand_over_to_team(*, zaak: UUID, gemeente: str, team: str, door: Actor, now: datetime) -> None:
    """Give a zaak to a team that works for the municipality, or take it back with an empty team.

    Nobody has it in hand afterwards. Raises Weigering for a team that does not work there.
    """
    row = _get_open(zaak, gemeente, door)
    _check_may_move(row, door)
    if team and door.rol == "uitvoerder":
        raise Weigering(
            "Een team kan een zaak alleen teruggeven aan de gemeente; die kiest een ander team. [team_niet_toegestaan]"
        )
    works_here = Uitvoerder.objects.exclude(soort=Uitvoerder.Soort.DIENST).filter(gemeenten=gemeente)
    if team and not works_here.filter(sleutel=team).exists():
        raise Weigering("Dit team werkt niet voor deze gemeente. Kies een team uit de lijst. [team_onbekend]")
    was, row.team, row.behandelaar = row.team, team, None
    row.save(update_fields=["team", "behandelaar"])
    _log("zaak_overgedragen", row, door=door, now=now, van=was, aan=team)


def _log(handeling: str, row: Zaak, *, door: Actor, now: datetime, **waarden: str) -> None:
    record(
        handeling,
        objectsoort="zaak",
        object=row.id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=DOEL,
        waarden=dict(waarden),
    )
