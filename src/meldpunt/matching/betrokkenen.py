"""Who is in a delivery or on a list: the residents of an act on many, as the log names them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from meldpunt.aanlevering.models import Signaal
from meldpunt.audit.doelen import name_betrokkene
from meldpunt.matching.models import Lijstregel


def list_betrokkenen(objectsoort: str, object: str) -> Iterator[str]:
    """Yield the signalen of a delivery, or the zaken of a list; nothing for another kind of object."""
    if objectsoort == "aanlevering":
        keys = Signaal.objects.filter(aanlevering=UUID(object)).order_by("id").values_list("id", flat=True)
        yield from (name_betrokkene("signaal", key) for key in keys.iterator())
    elif objectsoort == "matchrun":
        lines = Lijstregel.objects.filter(run=UUID(object)).order_by("volgorde")
        yield from (name_betrokkene("zaak", key) for key in lines.values_list("zaak", flat=True).iterator())
