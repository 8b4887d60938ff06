"""A panel of the page of a zaak, and what is known when one is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

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
