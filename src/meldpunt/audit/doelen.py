"""Why somebody looks or acts, when the act itself does not say it more precisely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from meldpunt.toegang.actor import Actor

VROEGSIGNALERING: Final = "vroegsignalering"
# What the law asks of a municipality: an offer of a first conversation for every signaal.
AANBOD: Final = "vroegsignalering (Wgs art. 3 lid 1 onder b)"
EIGEN_AANLEVERINGEN: Final = "eigen aanleveringen volgen en verbeteren"
TOEZICHT: Final = "toezicht"
STATISTIEK: Final = "Landelijke statistiek over vroegsignalering (DDAS, CBS)"
BEHEER: Final = "beheer"
TOEGANGSCONTROLE: Final = "toegangscontrole"
# The result of an act that was refused.
GEWEIGERD: Final = "geweigerd"
# By whom an act is done; the system works for the law, as the case worker does.
_PER_ROL: Final = {"partner": EIGEN_AANLEVERINGEN, "privacy": TOEZICHT, "beheer": BEHEER}
# The kinds of object that are a resident, or a household of them.
BETROKKEN: Final = frozenset({"zaak", "signaal", "persoon"})


def doel_of(actor: Actor) -> str:
    """Return the purpose that goes with a role."""
    return _PER_ROL.get(actor.rol, VROEGSIGNALERING)


def name_betrokkene(soort: str, key: UUID | str) -> str:
    """Return how the log names a resident: the kind of key and the key, never a name or a number of the state."""
    if soort not in BETROKKEN:
        raise ValueError(f"not a kind of data subject: {soort}")
    return f"{soort}:{key}"


def betrokkenen_of(
    objectsoort: str, object: UUID | str, waarden: dict[str, Any] | None, named: Sequence[str]
) -> list[str]:
    """Return the residents an act was about: those it names, its object, and those in its values."""
    found = dict.fromkeys(named)
    values = {**(waarden or {}), objectsoort: object}
    for soort in sorted(BETROKKEN & values.keys()):
        # An act on many has no object of its own, and some name theirs otherwise.
        if _is_key(values[soort]):
            found[name_betrokkene(soort, str(values[soort]))] = None
    return list(found)


def _is_key(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
