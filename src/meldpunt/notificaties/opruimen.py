"""What is old: messages that nobody could deliver for a month are given up, and after three months all are gone."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from meldpunt.notificaties.models import Abonnement, Notificatie
from meldpunt.rules.afleverritme import BEWAREN, VERVAL
from meldpunt.toegang.actor import Actor

PER_KEER: Final = 10_000


def give_up_old(*, door: Actor, now: datetime) -> int:
    """Put what waited longer than a month with what could not be delivered; return how many."""
    old = Notificatie.objects.filter(status="wacht", tijd__lt=now - VERVAL)
    return old.update(status="mislukt", afgerond_op=now, laatste_code="vervallen")


def forget_old(*, door: Actor, now: datetime) -> int:
    """Remove messages with their tries three months after the event; return how many.

    Later than the night looks back (`aankondigen.MAAND`), so that nothing is announced anew.
    """
    done = 0
    while gone := _forget(now):
        done += gone
    Abonnement.objects.filter(vorig_geheim_tot__lt=now).update(
        vorig_geheim_verzegeld="", vorig_geheim_tot=None
    )
    return done


@transaction.atomic
def _forget(now: datetime) -> int:
    old = Notificatie.objects.filter(tijd__lt=now - BEWAREN).order_by("tijd", "id")
    keys = list(old.values_list("id", flat=True)[:PER_KEER])
    Notificatie.objects.filter(id__in=keys).delete()
    return len(keys)
