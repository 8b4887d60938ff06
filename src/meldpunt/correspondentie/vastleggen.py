"""A message that went out is an attempt to reach somebody: recorded with its zaak, once, in one transaction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone

from meldpunt.correspondentie.actions import drop_verzending, log_verzending
from meldpunt.correspondentie.actueel import ACHTERHAALD, find_veranderd, is_achterhaald
from meldpunt.correspondentie.models import Verzending, Verzendpartij
from meldpunt.correspondentie.partijen import read_actor
from meldpunt.correspondentie.queries import write_kenmerk
from meldpunt.opvolging.actions import record_contactpoging
from meldpunt.rules.dagdeel import dagdeel_of
from meldpunt.rules.verzenden import CONTACTSOORT
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

# A card is printed beforehand: its attempt is recorded by whoever leaves it behind.
# A card is tried by whoever leaves it behind.
MET_POGING: Final = frozenset({"brief", "mail", "sms"})


@dataclass(frozen=True, slots=True)
class Drukuitkomst:
    """What came of a printed batch: how many attempts, and the marks of the letters to take out again."""

    gedaan: int
    uit_de_stapel: tuple[str, ...]


def record_gedrukt(*, partij: UUID, gemeente: str, herkomst: str) -> Drukuitkomst:
    """Record the attempts of a printed batch, zaak by zaak; what was recorded already is left alone.

    A letter whose zaak was closed or moved meanwhile, or that names a claim that is no more, is withdrawn: somebody
    takes it out of the pile.
    """
    batch = Verzendpartij.objects.get(id=partij, gemeente=gemeente)
    if batch.gedrukt_op is None or batch.gedrukt_als is None:
        raise Weigering("Deze stapel is nog niet als gedrukt gemarkeerd. [partij_niet_gedrukt]")
    door, moment = read_actor(batch.gedrukt_als, herkomst=herkomst), batch.gedrukt_op
    done, refused = 0, []
    waiting = Verzending.objects.filter(gemeente=gemeente, partij=batch, status=Verzending.Status.KLAAR)
    rows = list(waiting.select_related("sjabloon").order_by("zaak", "id"))
    changed = find_veranderd(gemeente=gemeente, zaken=[row.zaak_id for row in rows])
    for row in rows:
        if is_achterhaald(row, changed):
            _drop(row, van=Verzending.Status.KLAAR, fout=ACHTERHAALD, door=door, now=moment)
            refused.append(write_kenmerk(row.id))
        elif record_verzonden(row, van=Verzending.Status.KLAAR, door=door, now=moment):
            done += 1
        elif row.status == Verzending.Status.INGETROKKEN:
            refused.append(write_kenmerk(row.id))
    Verzendpartij.objects.filter(id=partij, gemeente=gemeente, vastgelegd_op=None).update(
        vastgelegd_op=moment
    )
    return Drukuitkomst(done, tuple(refused))


def list_vast_te_leggen() -> list[tuple[str, UUID]]:
    """Return the printed batches whose attempts are not all recorded."""
    rows = Verzendpartij.objects.filter(gedrukt_op__isnull=False, vastgelegd_op=None).order_by("id")
    return list(rows.values_list("gemeente", "id")[:100])


def record_verzonden(row: Verzending, *, van: str, door: Actor, now: datetime) -> bool:
    """Make a message sent and record its attempt; say whether this call did.

    When the zaak takes no attempt any more the message is withdrawn, and the row says so.
    """
    try:
        return _record(row, van=van, door=door, now=now)
    except (Weigering, GeenToegang, ObjectDoesNotExist) as refusal:
        found = re.search(r"\[(\w+)\]$", str(refusal))
        _drop(row, van=van, fout=found[1] if found else "zaak_weg", door=door, now=now)
        return False


@transaction.atomic
def _drop(row: Verzending, *, van: str, fout: str, door: Actor, now: datetime) -> None:
    held = Verzending.objects.select_for_update().get(id=row.id, gemeente=row.gemeente_id)
    if held.status == van:
        drop_verzending(held, fout=fout, door=door, now=now)
    row.status = held.status


@transaction.atomic
def _record(row: Verzending, *, van: str, door: Actor, now: datetime) -> bool:
    # Claimed first: whoever comes second finds no row, and the attempt is there once.
    claimed = Verzending.objects.filter(id=row.id, gemeente=row.gemeente_id, status=van).update(
        status=Verzending.Status.VERZONDEN, verzonden_op=now, volgende_op=None, fout=""
    )
    if not claimed:
        return False
    if row.kanaal in MET_POGING:
        record_contactpoging(
            zaak=row.zaak_id,
            gemeente=row.gemeente_id,
            soort=CONTACTSOORT[row.kanaal],
            bereikt=False,
            datum=timezone.localdate(now),
            dagdeel=dagdeel_of(timezone.localtime(now).hour),
            notitie=f"{row.sjabloon.naam}, kenmerk {write_kenmerk(row.id)}.",
            persoon=row.persoon,
            door=door,
            now=now,
        )
    log_verzending("bericht_verzonden", row, door=door, now=now, kanaal=row.kanaal)
    row.status = Verzending.Status.VERZONDEN
    return True
