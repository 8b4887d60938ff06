"""Which zaken an actor can see, as a condition on rows: the twin of `check_see_zaak` for lists."""

from __future__ import annotations

from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import ZAAKROLLEN

# A row `z` of zaken in the municipality `g.code`.
VAN_TEAM = "z.team = %(partij)s"
VAN_DIENST = "z.postvak = %(partij)s"
VAN_GEMEENTE = "z.postvak = g.code"
VAN_NIEMAND = "FALSE"


def scope_of(door: Actor) -> str:
    """Return the SQL condition under which a zaak `z` of municipality `g.code` is one of this actor."""
    if door.rol not in ZAAKROLLEN:
        return VAN_NIEMAND
    if door.rol == "uitvoerder":
        return VAN_TEAM
    return {"gemeente": VAN_GEMEENTE, "uitvoerder": VAN_DIENST}.get(door.partijsoort, VAN_NIEMAND)
