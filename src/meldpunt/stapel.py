"""Acts on many zaken: each is the act of a single zaak, done by a worker, one zaak after the other.

What was asked stands in rows (`Stapelopdracht`, `Stapelregel`); the act and what came of it share a
transaction. A worker that is killed leaves the others as they were, and the next look goes on with them.
A part of the work that brings an act of its own adds it to `HANDELINGEN`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from meldpunt.correspondentie.actions import make_brieven
from meldpunt.opvolging.actions import close_zaak, record_contactpoging, take_zaak
from meldpunt.partijen.optreden import list_aanstellingen
from meldpunt.partijen.overeenkomsten import list_gemeenten_of_uitvoerder
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.rijcontext import DOELEN, acting
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.aanhouden import hold_zaak
from meldpunt.werkvoorraad.actions import assign_zaak
from meldpunt.werkvoorraad.models import Stapelopdracht
from meldpunt.werkvoorraad.stapel import (
    Handeling,
    Zaaksleutel,
    do_regel,
    finish_stapelopdracht,
    list_regels_to_do,
    read_actor,
)

logger = structlog.get_logger()
Clock = Callable[[], datetime]


def _assign(sleutel: Zaaksleutel, waarden: dict[str, Any], door: Actor, now: datetime) -> None:
    assign_zaak(
        zaak=sleutel.zaak,
        gemeente=sleutel.gemeente,
        aan=UUID(waarden["aan"]),
        reden=waarden.get("reden", ""),
        door=door,
        now=now,
    )


def _take(sleutel: Zaaksleutel, waarden: dict[str, Any], door: Actor, now: datetime) -> None:
    take_zaak(zaak=sleutel.zaak, gemeente=sleutel.gemeente, door=door, now=now)


def _attempt(sleutel: Zaaksleutel, waarden: dict[str, Any], door: Actor, now: datetime) -> None:
    record_contactpoging(
        zaak=sleutel.zaak,
        gemeente=sleutel.gemeente,
        soort=waarden["soort"],
        bereikt=bool(waarden["bereikt"]),
        datum=date.fromisoformat(waarden["datum"]),
        dagdeel=waarden["dagdeel"],
        notitie=waarden.get("notitie", ""),
        persoon=None,
        door=door,
        now=now,
    )


def _hold(sleutel: Zaaksleutel, waarden: dict[str, Any], door: Actor, now: datetime) -> None:
    hold_zaak(
        zaak=sleutel.zaak,
        gemeente=sleutel.gemeente,
        tot=date.fromisoformat(waarden["tot"]),
        reden=waarden["reden"],
        door=door,
        now=now,
    )


def _close(sleutel: Zaaksleutel, waarden: dict[str, Any], door: Actor, now: datetime) -> None:
    close_zaak(
        zaak=sleutel.zaak,
        gemeente=sleutel.gemeente,
        eindresultaat=waarden["eindresultaat"],
        door=door,
        now=now,
    )


HANDELINGEN: Final[dict[str, Handeling]] = {
    "oppakken": _take,
    "toewijzen": _assign,
    "poging": _attempt,
    "wacht": _hold,
    "sluiten": _close,
    "brief": make_brieven,
}


def run_stapelopdracht(*, opdracht: UUID, clock: Clock) -> int:
    """Do what is left of one stapelopdracht and return on how many zaken; another worker may do a part of it."""
    row = Stapelopdracht.objects.filter(id=opdracht, klaar_op=None).first()
    if row is None:
        return 0
    today = timezone.localdate(clock())
    door = _with_overeenkomsten(read_actor(row.actor), on=today)
    may = _holds_rol(door, on=today)
    act = HANDELINGEN[row.handeling] if may else _refuse
    done = 0
    for sleutel in list_regels_to_do(opdracht):
        # With the rows of who asked: what is not theirs is not there for the act either.
        with acting(door, doel=DOELEN[door.rol]):
            done += _do_one(opdracht, sleutel, partial(act, sleutel, row.waarden, door), clock=clock)
    finish_stapelopdracht(opdracht, now=clock())
    return done


def _do_one(opdracht: UUID, sleutel: Zaaksleutel, act: Callable[[datetime], None], *, clock: Clock) -> bool:
    """Do the act on one zaak; what goes wrong without a reason must not stand in the way of the others."""
    now = clock()
    try:
        return do_regel(opdracht, sleutel, partial(act, now), now=now)
    except (OperationalError, InterfaceError):
        # The database is away, not the zaak wrong: the row stays due and the next look takes it up.
        raise
    except Exception:
        logger.exception("stapelregel_mislukt", opdracht=str(opdracht), zaak=str(sleutel.zaak))
        return do_regel(opdracht, sleutel, _give_up, now=now)


def _give_up() -> None:
    raise Weigering(
        "Bij deze zaak ging iets mis. Doe het in de zaak zelf, of meld het uw beheerder. [stapel_mislukt]"
    )


def _holds_rol(door: Actor, *, on: date) -> bool:
    """Say whether who asked still has that role at that party: between asking and doing it may have ended."""
    if door.gebruiker is None:
        return False
    mine = (door.rol, door.partijsoort, door.partij)
    return any((a.rol, a.partijsoort, a.partij) == mine for a in list_aanstellingen(door.gebruiker, on=on))


def _with_overeenkomsten(door: Actor, *, on: date) -> Actor:
    """Leave an uitvoerder the municipalities whose processor agreement still runs: it may have ended since."""
    if door.partijsoort != "uitvoerder":
        return door
    running = list_gemeenten_of_uitvoerder(door.partij, on=on)
    return replace(door, gemeenten=tuple(code for code in door.gemeenten if code in running))


def _refuse(sleutel: Zaaksleutel, waarden: dict[str, Any], door: Actor, now: datetime) -> None:
    raise GeenToegang("U heeft deze rol niet meer. Vraag uw beheerder. [geen_toegang]")
