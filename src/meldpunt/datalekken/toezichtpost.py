"""The mails to who watches over privacy: clocks of breaches, and agreements that run out."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import structlog
from django.utils import timezone

from meldpunt.adapters.mail import Mailfout, can_mail
from meldpunt.datalekken.dagbericht import send_datalekbericht
from meldpunt.partijen.optreden import list_optredens
from meldpunt.partijen.overeenkomstacties import list_te_waarschuwen, warn_einde
from meldpunt.toegang.actor import Actor

logger = structlog.get_logger()
TOEZICHT: Final = ("privacy", "beheer")
GEWAARSCHUWD: Final = ("privacy", "coordinator")


def mail_datalekken(*, adres: str, door: Actor, now: datetime) -> int:
    """Send everybody who keeps the register the word of this day; return how many mails went out."""
    if not can_mail():
        return 0
    day = timezone.localdate(now)
    people = list_optredens(rollen=TOEZICHT, herkomst=door.herkomst, on=day)
    return sum(
        send_datalekbericht(
            gebruiker=gebruiker.id,
            email=gebruiker.email,
            actors=actors,
            dag=day,
            adres=adres,
            door=door,
            now=now,
        )
        for gebruiker, actors in people.items()
    )


def warn_overeenkomsten(*, adres: str, door: Actor, now: datetime) -> int:
    """Warn of every agreement that runs out, once; return how many mails went out."""
    due = list_te_waarschuwen(on=timezone.localdate(now)) if can_mail() else []
    if not due:
        return 0
    people = list_optredens(rollen=GEWAARSCHUWD, herkomst=door.herkomst, on=timezone.localdate(now))
    aan = [(gebruiker.email, actor) for gebruiker, actors in people.items() for actor in actors]
    sent = 0
    for overeenkomst in due:
        try:
            sent += warn_einde(overeenkomst=overeenkomst, aan=aan, adres=adres, door=door, now=now)
        except Mailfout:
            logger.exception("overeenkomst_niet_gewaarschuwd", overeenkomst=str(overeenkomst))
    return sent
