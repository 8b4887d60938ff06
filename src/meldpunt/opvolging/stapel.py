"""Take many zaken in hand at once, through the same act as a single one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from meldpunt.opvolging.actions import take_zaak
from meldpunt.toegang.actor import Actor
from meldpunt.werkvoorraad.stapel import Stapeluitkomst, Zaaksleutel, do_each


def take_zaken(*, zaken: Iterable[Zaaksleutel], door: Actor, now: datetime) -> Stapeluitkomst:
    """Take many zaken in hand; what a colleague has, or what is closed, is skipped with the reason."""

    def take(sleutel: Zaaksleutel) -> None:
        take_zaak(zaak=sleutel.zaak, gemeente=sleutel.gemeente, door=door, now=now)

    return do_each(zaken, take)
