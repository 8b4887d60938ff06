"""What a connection is to who asks over it: the row with its secrets opened, for as long as the asking lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MELDPUNT: Final = "meldpunt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Geheimen:
    """What is sealed in the row; never in a representation, and so never in a log."""

    sleutel: str = field(default="", repr=False)
    client_geheim: str = field(default="", repr=False)
    handtekeningsleutel: str = field(default="", repr=False)
    certificaatsleutel: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aanmeldwijze:
    """How we make ourselves known: `geen`, `sleutel`, `oauth_geheim` or `oauth_handtekening`."""

    soort: str = "geen"
    sleutelkop: str = "X-API-KEY"
    tokenadres: str = ""
    client_id: str = ""
    scope: str = ""
    audience: str = ""
    kid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Koppelinggegevens:
    """Everything that is needed to ask another system something.

    A row of `Koppeling` gives it by `find_koppeling`; what is addressed otherwise, such as a subscription to
    messages, makes its own, with a `plek` of its own.
    """

    soort: str
    adres: str
    # A municipality, the whole meldpunt, or the id of what is addressed.
    plek: str = MELDPUNT
    naam: str = ""
    aanmelding: Aanmeldwijze = field(default_factory=Aanmeldwijze)
    geheimen: Geheimen = field(default_factory=Geheimen)
    certificaat: str = field(default="", repr=False)
    ca: str = field(default="", repr=False)
    koppen: Mapping[str, str] = field(default_factory=dict)
    opties: Mapping[str, str] = field(default_factory=dict)
    verbinden_seconden: float = 5.0
    lezen_seconden: float = 20.0
    pogingen: int = 3
    gelijktijdig: int = 4

    @property
    def sleutel(self) -> str:
        """Return by what its state is found."""
        return f"{self.soort}:{self.plek}"
