"""How a connection stands: the breaker that every process looks at, and that none keeps for itself.

What speaks no HTTP (mail) uses it too: `check_open` before, `record_gelukt` or `record_mislukt` after. Call these
outside a transaction that may be rolled back: a failure that is forgotten is made again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import sleep
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from meldpunt.audit.spoor import get_spoor
from meldpunt.koppelingen.fouten import Koppelingdicht, Koppelingfout
from meldpunt.koppelingen.herkansing import rest_until
from meldpunt.koppelingen.models import Koppelingstand

# As long as the one try may take that shows whether it works again.
PROEF: Final = timedelta(minutes=1)
# A success is written once in so long: hundreds of calls a minute do not wait for one row.
BIJHOUDEN: Final = timedelta(seconds=10)
DRUK: Final = timedelta(seconds=15)
WACHTBEURTEN, WACHTTIJD = 20, 0.1


def check_open(sleutel: str, *, now: datetime) -> None:
    """Raise Koppelingdicht while the connection rests; when the rest is over, let one through to try."""
    stand = Koppelingstand.objects.filter(sleutel=sleutel).first()
    if stand is None or stand.open_tot is None:
        return
    if stand.open_tot > now:
        raise Koppelingdicht("dicht", wanneer_weer=stand.open_tot)
    # Who changes the row is the one that tries; the others wait for what comes of it.
    claimed = Koppelingstand.objects.filter(sleutel=sleutel, open_tot=stand.open_tot)
    if not claimed.update(open_tot=now + PROEF):
        raise Koppelingdicht("dicht", wanneer_weer=now + PROEF)


def record_gelukt(sleutel: str, *, now: datetime, naam: str = "") -> None:
    """Write that it works: nothing is wrong in a row any more, and nobody waits."""
    stale = Q(mislukt_op_rij__gt=0) | ~Q(open_tot=None) | Q(laatst_gelukt_op=None)
    stand = Koppelingstand.objects.filter(sleutel=sleutel)
    well = {"mislukt_op_rij": 0, "open_tot": None, "laatst_gelukt_op": now}
    if (
        not stand.filter(stale | Q(laatst_gelukt_op__lt=now - BIJHOUDEN)).update(**well)
        and not stand.exists()
    ):
        Koppelingstand.objects.bulk_create(
            [Koppelingstand(sleutel=sleutel, naam=naam, laatst_gelukt_op=now)], ignore_conflicts=True
        )


@transaction.atomic
def record_mislukt(sleutel: str, *, fout: Koppelingfout, now: datetime, naam: str = "") -> None:
    """Write what went wrong; after some in a row the connection rests, and ever longer."""
    Koppelingstand.objects.bulk_create([Koppelingstand(sleutel=sleutel, naam=naam)], ignore_conflicts=True)
    stand = Koppelingstand.objects.select_for_update().get(sleutel=sleutel)
    if fout.code == "limiet":
        # The other side is well and says when; that is no failure to count.
        stand.open_tot = fout.wanneer_weer
    else:
        stand.mislukt_op_rij += 1
        stand.open_tot = rest_until(stand.mislukt_op_rij, now)
    stand.laatst_mislukt_op, stand.laatste_code, stand.laatste_spoor = now, fout.code, get_spoor().trace
    stand.save(
        update_fields=["mislukt_op_rij", "open_tot", "laatst_mislukt_op", "laatste_code", "laatste_spoor"]
    )


@contextmanager
def holding_place(sleutel: str, *, plaatsen: int, now: datetime) -> Iterator[None]:
    """Hold one of so many places, counted over all processes; a process that dies lets go of its own.

    Raises Koppelingdicht when none comes free within two seconds.
    """
    for turn in range(WACHTBEURTEN):
        for plaats in range(plaatsen):
            if _lock(sleutel, plaats):
                try:
                    yield
                finally:
                    _unlock(sleutel, plaats)
                return
        if turn < WACHTBEURTEN - 1:
            sleep(WACHTTIJD)
    raise Koppelingdicht("druk", wanneer_weer=now + DRUK)


def _lock(sleutel: str, plaats: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 24))", [f"koppeling {sleutel} {plaats}"]
        )
        return bool(cursor.fetchone()[0])


def _unlock(sleutel: str, plaats: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_unlock(hashtextextended(%s, 24))", [f"koppeling {sleutel} {plaats}"]
        )


def forget_stand(sleutel: str, *, nu: bool = False) -> None:
    """Let a connection begin anew: nothing wrong in a row. `nu` only ends the rest, so that one may try."""
    fresh: dict[str, object] = {"open_tot": None} if nu else {"open_tot": None, "mislukt_op_rij": 0}
    Koppelingstand.objects.filter(sleutel=sleutel).update(**fresh)
