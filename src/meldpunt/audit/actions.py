"""Record what happened, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from meldpunt.audit.doelen import (
    EIGEN_AANLEVERINGEN,
    GEWEIGERD,
    TOEGANGSCONTROLE,
    betrokkenen_of,
    doel_of,
    name_betrokkene,
)
from meldpunt.audit.models import Logregel
from meldpunt.audit.spoor import get_spoor, new_span
from meldpunt.toegang.actor import Actor

# A page or file may hold thousands of signalen; a line of the log names no more than these.
PER_REGEL: Final = 500


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
    betrokkenen: Sequence[str] = (),
) -> None:
    """Write the line of an act in the transaction of that act (BIO2: action, object, result, origin, actor, time).

    `betrokkenen` are the residents it was about (see `doelen.name_betrokkene`); a zaak, signaal or persoon that
    is the object itself need not be named again. The database links the line into the chain at commit.
    Raises RuntimeError outside a transaction: a line that survives a rolled-back act would be a lie.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"no transaction around {handeling}")
    spoor = get_spoor()
    row = Logregel(
        tijd=now,
        gebruiker=door.gebruiker,
        partij=f"{door.partijsoort}:{door.partij}",
        rol=door.rol,
        handeling=handeling,
        objectsoort=objectsoort,
        object=str(object),
        gemeente=gemeente,
        resultaat=resultaat,
        herkomst=door.herkomst,
        doel=doel or doel_of(door),
        waarden=waarden or {},
        betrokkenen=betrokkenen_of(objectsoort, object, waarden, betrokkenen),
        trace=spoor.trace,
        span=new_span(),
        ouder=spoor.ouder,
        van_buiten=spoor.van_buiten,
    )
    # Without asking the row back, as `create` does: who signs in or answers a letter adds lines and reads none.
    Logregel.objects._insert([row], fields=Logregel._meta.concrete_fields, using=connection.alias)  # type: ignore[attr-defined]


@transaction.atomic
def record_inzage(  # noqa: PLR0913 - one look has these facts
    handeling: str,
    *,
    objectsoort: str,
    object: UUID | str,
    door: Actor,
    now: datetime,
    signalen: Iterable[UUID] = (),
) -> None:
    """Write that a partner looked at the persons behind its own signalen, and at which of them."""
    named = [name_betrokkene("signaal", key) for key in dict.fromkeys(signalen)]
    for start in range(0, max(1, len(named)), PER_REGEL):
        record(
            handeling,
            objectsoort=objectsoort,
            object=object,
            door=door,
            now=now,
            doel=EIGEN_AANLEVERINGEN,
            betrokkenen=named[start : start + PER_REGEL],
        )


@transaction.atomic
def record_weigering(*, pagina: str, waarden: dict[str, str], door: Actor, now: datetime) -> None:
    """Write that somebody asked for what is not theirs, in a transaction of its own: the act itself left nothing."""
    gemeente = waarden.get("gemeente", "")
    own = door.gemeenten[0] if door.gemeenten else ""
    record(
        "toegang_geweigerd",
        objectsoort="pagina",
        object=pagina[:80],
        # An attempt on another municipality is for the officer of one's own to see, who answers for this person.
        gemeente=own or (gemeente if len(gemeente) == 4 else ""),
        door=door,
        now=now,
        doel=TOEGANGSCONTROLE,
        waarden=waarden,
        resultaat=GEWEIGERD,
    )
