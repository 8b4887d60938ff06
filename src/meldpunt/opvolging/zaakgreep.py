"""Take hold of a zaak for an act: lock it, check who asks and whose data it is, and write the line of the log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_zaak
from meldpunt.toegang.weigering import Weigering

IN_HAND: Final = ("in_behandeling",)


def lock_zaak(zaak: UUID, gemeente: str, *, door: Actor) -> Zaak:
    """Lock a zaak in any status until the transaction ends. Raises GeenToegang."""
    row = Zaak.objects.select_for_update().get(id=zaak, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=row.postvak, team=row.team)
    return row


def hold_zaak(zaak: UUID, gemeente: str, *, door: Actor, statussen: Collection[str] = IN_HAND) -> Zaak:
    """Lock a zaak until the transaction ends. Raises GeenToegang, and Weigering in another status."""
    row = lock_zaak(zaak, gemeente, door=door)
    if row.status not in statussen:
        doe = "Pak de zaak eerst op" if row.status in OPEN else "Heropen de zaak eerst"
        raise Weigering(f"Dit kan niet bij deze status van de zaak. {doe}. [zaak_status]")
    return row


def list_signalen_of_persoon(row: Zaak, persoon: UUID | None) -> set[UUID]:
    """Return the signalen of a resident of the zaak. Raises Weigering for anybody else."""
    links = Zaaksignaal.objects.filter(gemeente=row.gemeente_id, zaak=row)
    found = set(links.filter(persoon=persoon).values_list("signaal", flat=True)) if persoon else set()
    if not found:
        raise Weigering(
            "Kies een persoon van deze zaak. Zijn de personen veranderd? Ververs dan de pagina. [persoon_onbekend]"
        )
    return found


def check_datum(datum: date, *, row: Zaak, now: datetime) -> None:
    """Raise Weigering for a day in the future or before the month of the zaak."""
    today = timezone.localdate(now)
    if not row.maand <= datum <= today:
        raise Weigering(
            f"De datum {datum:%d-%m-%Y} kan niet: kies een dag vanaf {row.maand:%d-%m-%Y} tot en met vandaag. "
            "[stap_datum]"
        )
