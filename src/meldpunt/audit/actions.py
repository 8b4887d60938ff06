"""One function: record what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from meldpunt.audit.models import Logregel
from meldpunt.toegang.actor import Actor


def record(  # noqa: PLR0913 - one line of the log has these facts
    handeling: str,
    *,
    objectsoort: str,
    object: UUID | str,
    door: Actor,
    now: datetime,
    gemeente: str = "",
    doel: str = "",
    waarden: dict[str, Any] | None = None,
    resultaat: str = "gelukt",
) -> None:
    """Write the line of an act in the transaction of that act (BIO2: action, object, result, origin, actor, time).

    Raises RuntimeError outside a transaction: a line that survives a rolled-back act would be a lie.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"no transaction around {handeling}")
    Logregel.objects.create(
        tijd=now,
        gebruiker=door.gebruiker,
        partij=f"{door.partijsoort}:{door.partij}",
        handeling=handeling,
        objectsoort=objectsoort,
        object=str(object),
        gemeente=gemeente,
        resultaat=resultaat,
        herkomst=door.herkomst,
        doel=doel,
        waarden=waarden or {},
    )
