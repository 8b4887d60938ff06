"""The panels of the page of a zaak: each part of the work brings its own, so that the page itself stays short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld
from meldpunt.opvolging.queries import Pogingstand
from meldpunt.web.actor import ActorRequest


@dataclass(frozen=True, slots=True)
class Zaakpagina:
    """What is known when the page of a zaak is made; a panel reads more itself, in a fixed number of queries."""

    request: ActorRequest
    zaak: Zaakbeeld
    personen: Sequence[Persoonbeeld]
    stand: Pogingstand
    today: date


@dataclass(frozen=True, slots=True)
class Paneel:
    """One panel; its template finds `paneel` (the content), `zaak` and `open`.

    `plaats`: kop is a strip under the head without a frame, hoofd the left column, zij the right one.
    """

    titel: str
    sjabloon: str
    inhoud: dict[str, Any] = field(default_factory=dict)
    sleutel: str = ""
    telling: str = ""
    plaats: Literal["kop", "hoofd", "zij"] = "hoofd"


Paneelmaker = Callable[[Zaakpagina], Paneel | None]

# In the order in which they stand on the page. A maker returns None where its panel has no sense.
PANELEN: Final[tuple[Paneelmaker, ...]] = ()


def make_panelen(pagina: Zaakpagina) -> dict[str, list[Paneel]]:
    """Make every panel of a page, by the place where it stands."""
    places: dict[str, list[Paneel]] = {"kop": [], "hoofd": [], "zij": []}
    for maker in PANELEN:
        if (paneel := maker(pagina)) is not None:
            places[paneel.plaats].append(paneel)
    return places
