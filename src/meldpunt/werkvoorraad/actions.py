"""Give work to a colleague, a team or another inbox; what changes hands is unread for who receives it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import AANBOD
from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Uitvoerder
from meldpunt.partijen.overeenkomsten import check_overeenkomst
from meldpunt.rules.aanhouden import REDENLENGTE
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_coordinate, check_see_zaak
from meldpunt.toegang.rijcontext import acting_beyond
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.queries import list_collegas


def get_open_for_update(zaak: UUID, gemeente: str, door: Actor) -> Zaak:
    """Return an open zaak of this actor, locked. Raises GeenToegang, and Weigering for one that is not open."""
    row = Zaak.objects.select_for_update().get(id=zaak, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=row.postvak, team=row.team)
    if row.status not in OPEN:
        raise Weigering("Deze zaak is niet meer open. Heropen haar eerst. [zaak_status]")
    return row


def check_may_move(row: Zaak, door: Actor) -> None:
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
def assign_zaak(  # noqa: PLR0913 - an act with its reason
    *, zaak: UUID, gemeente: str, aan: UUID, door: Actor, now: datetime, reden: str = ""
) -> None:
    """Give a zaak to a colleague of one's own party; a new one stays new until that colleague takes it.

    Raises Weigering when the colleague does not work here, or when another has the zaak in hand.
    """
    row = get_open_for_update(zaak, gemeente, door)
    check_may_move(row, door)
    if str(aan) not in {collega.sleutel for collega in list_collegas(door=door, on=timezone.localdate(now))}:
        raise Weigering(
            "Deze collega werkt vandaag niet bij uw organisatie. Kies een ander. [collega_onbekend]"
        )
    was, row.behandelaar = row.behandelaar, aan
    if aan != door.gebruiker:
        row.gezien_op = None
    _hand_over(row, reden)
    log_zaak("zaak_toegewezen", row, door=door, now=now, van=str(was or ""), aan=str(aan))


@transaction.atomic
def hand_over_to_team(  # noqa: PLR0913 - an act with its reason
    *, zaak: UUID, gemeente: str, team: str, door: Actor, now: datetime, reden: str = ""
) -> None:
    """Give a zaak to a team that works for the municipality, or take it back with an empty team.

    Nobody has it in hand afterwards. Raises Weigering for a team that does not work there, or may not.
    """
    row = get_open_for_update(zaak, gemeente, door)
    check_may_move(row, door)
    if team and door.rol == "uitvoerder":
        raise Weigering(
            "Een team kan een zaak alleen teruggeven aan de gemeente; die kiest een ander team. [team_niet_toegestaan]"
        )
    works_here = Uitvoerder.objects.exclude(soort=Uitvoerder.Soort.DIENST).filter(gemeenten=gemeente)
    if team and not works_here.filter(sleutel=team).exists():
        raise Weigering("Dit team werkt niet voor deze gemeente. Kies een team uit de lijst. [team_onbekend]")
    if team:
        check_overeenkomst(team, gemeente=gemeente, on=timezone.localdate(now))
    was, row.team, row.behandelaar, row.gezien_op = row.team, team, None, None
    _hand_over(row, reden)
    log_zaak("zaak_overgedragen", row, door=door, now=now, van=was, aan=team)


@transaction.atomic
def move_to_postvak(  # noqa: PLR0913 - an act with its reason
    *, zaak: UUID, gemeente: str, postvak: str, door: Actor, now: datetime, reden: str = ""
) -> None:
    """Put a zaak in the inbox of the municipality itself or of a shared service that works for it.

    A later signaal does not move it back. Raises Weigering for an inbox that is not there.
    """
    check_coordinate(door, gemeente=gemeente)
    row = get_open_for_update(zaak, gemeente, door)
    if postvak == row.postvak or postvak not in list_postvakken(gemeente):
        raise Weigering("Dit postvak is er niet voor deze gemeente. Kies een ander. [postvak_onbekend]")
    if postvak != gemeente:
        check_overeenkomst(postvak, gemeente=gemeente, on=timezone.localdate(now))
    was, row.postvak, row.postvak_vast = row.postvak, postvak, True
    row.team, row.behandelaar, row.gezien_op = "", None, None
    _hand_over(row, reden)
    log_zaak("zaak_verplaatst", row, door=door, now=now, van=was, aan=postvak)


def list_postvakken(gemeente: str) -> dict[str, str]:
    """Return the inboxes of a municipality: its own and those of the shared services that work for it."""
    services = Uitvoerder.objects.filter(soort=Uitvoerder.Soort.DIENST, gemeenten=gemeente)
    return {gemeente: "de gemeente", **dict(services.order_by("naam").values_list("sleutel", "naam"))}


# Where it went it may be out of the sight of who gave it away.
@acting_beyond()
def _hand_over(row: Zaak, reden: str) -> None:
    row.verdeelreden = reden.strip()[:REDENLENGTE]
    row.save(
        update_fields=["postvak", "postvak_vast", "team", "behandelaar", "gezien_op", "verdeelreden"],
    )


def log_zaak(handeling: str, row: Zaak, *, door: Actor, now: datetime, **waarden: Any) -> None:
    """Write the line of an act on a zaak: keys and codes, never what somebody wrote."""
    record(
        handeling,
        objectsoort="zaak",
        object=row.id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=AANBOD,
        waarden=waarden,
    )
