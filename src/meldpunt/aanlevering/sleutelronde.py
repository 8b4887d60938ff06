"""A round of new keys: what stands under an older key is sealed anew, row by row, and then that key is destroyed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from meldpunt.aanlevering import bsn
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.actions import record
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.sleutelbos import create_key, destroy_former_keys, newest_prefix
from meldpunt.toegang.toepassingen import tekenen

# The purposes that have rows to seal anew; a raw file lives for minutes and outlasts no round. What signs the passes
# of programs turns along: they hold for a quarter of an hour, and a former key stays an hour at least.
DOELEN: Final = (bsn.DOEL, bsn.INDEXDOEL, tekenen.DOEL)
PER_KEER: Final = 2000


@transaction.atomic
def begin_round(*, door: Actor, now: datetime) -> None:
    """Make new keys; from now on they seal, and `reseal_rows` brings what is there under them."""
    check_manage(door)
    for doel in DOELEN:
        made = create_key(doel, now=now)
        record("sleutel_gemaakt", objectsoort="sleutel", object=str(made), door=door, now=now, doel=doel)


@transaction.atomic
def reseal_rows(*, door: Actor, now: datetime) -> int:
    """Seal so many rows anew that stand under an older key and return how many; with none left the old keys go in time.

    The rows are claimed: two workers share them, and one that dies leaves its rows as they were.
    """
    rows = list(_stale().select_for_update(skip_locked=True, no_key=True).order_by("id")[:PER_KEER])
    numbers = [bsn.open_bsn(row.bsn_verzegeld) for row in rows]
    for row, number in zip(rows, numbers, strict=True):
        sealed = bsn.seal_bsn(number)
        row.bsn_verzegeld, row.bsn_index = sealed["bsn_verzegeld"], sealed["bsn_index"]
    SignaalPersoon.objects.bulk_update(rows, ["bsn_verzegeld", "bsn_index"])
    if not rows and not _stale().exists():
        for doel in DOELEN:
            destroy_former_keys(doel, door=door, now=now)
    return len(rows)


def count_stale() -> Mapping[str, int]:
    """Return how many rows wait for their new seal, by the table they are in."""
    return {"SignaalPersoon": _stale().count()}


def _stale() -> QuerySet[SignaalPersoon]:
    fresh = Q(bsn_verzegeld__startswith=newest_prefix(bsn.DOEL)) & Q(
        bsn_index__startswith=newest_prefix(bsn.INDEXDOEL)
    )
    return SignaalPersoon.objects.exclude(bsn_index="").exclude(fresh)
