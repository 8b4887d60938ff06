"""A request that is sent again, because its answer got lost: it does nothing twice and gets the same answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.toepassingen.models import Herhaalverzoek

# Whoever comes second waits here until the first is done, and finds its answer then.
CLAIM: Final = """
INSERT INTO meldpunt_herhaalverzoek (toepassing_id, sleutel, vingerafdruk, koppen, gemaakt_op)
VALUES (%s, %s, %s, '{}', %s) ON CONFLICT (toepassing_id, sleutel) DO NOTHING RETURNING id
"""


class Sleutelbezet(Exception):
    """The key belongs to another request: a mistake of the sender."""


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What a change answers with: status, content that can be written as JSON, and headers."""

    status: int
    inhoud: Any = None
    koppen: dict[str, str] = field(default_factory=dict)
    herhaald: bool = False


@transaction.atomic
def answer_once(
    *, toepassing: UUID, sleutel: str, vingerafdruk: str, act: Callable[[], Antwoord], now: datetime
) -> Antwoord:
    """Do an act and keep its answer in the same transaction, or give the answer that is kept.

    What was refused is not kept: mended, it may be sent again. Raises Sleutelbezet.
    """
    with acting_on_accounts(), connection.cursor() as cursor:
        cursor.execute(CLAIM, [toepassing, sleutel, vingerafdruk, now])
        claimed = cursor.fetchone()
        if claimed is None:
            return _earlier(toepassing, sleutel, vingerafdruk)
    answer = act()
    with acting_on_accounts():
        Herhaalverzoek.objects.filter(id=claimed[0]).update(
            status=answer.status, antwoord=answer.inhoud, koppen=answer.koppen
        )
    return answer


def _earlier(toepassing: UUID, sleutel: str, vingerafdruk: str) -> Antwoord:
    row = Herhaalverzoek.objects.get(toepassing=toepassing, sleutel=sleutel)
    if row.vingerafdruk != vingerafdruk or row.status is None:
        raise Sleutelbezet
    return Antwoord(row.status, row.antwoord, dict(row.koppen), herhaald=True)
