"""What a partner can subscribe to, and the envelope in which it is announced (NL GOV profile for CloudEvents 1.0).

The envelope says that something is there and where to fetch it, and nothing of anybody: what it is about stands
behind `dataref`, for who signs in at the API. Its `id` follows from the kind and the row, so that the same event
carries the same id however often and to however many it goes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5

SPECVERSIE: Final = "1.0"
MEDIATYPE: Final = "application/cloudevents+json; charset=utf-8"
_RUIMTE: Final = UUID("6f1d1a52-9d0b-5c0e-8c55-0d8f3f6f4c11")


@dataclass(frozen=True, slots=True)
class Gebeurtenissoort:
    """One kind of event: its type for machines, its title and sentence for people, and the resource it points to."""

    type: str
    titel: str
    zin: str
    pad: str


PROEF: Final = "proef"
GEBEURTENISSOORTEN: Final[dict[str, Gebeurtenissoort]] = {
    "aanlevering_verwerkt": Gebeurtenissoort(
        "nl.meldpunt.aanlevering-verwerkt",
        "Aanlevering verwerkt",
        "Een aanlevering is beoordeeld: geaccepteerd, of in haar geheel afgekeurd.",
        "aanleveringen/{bron}",
    ),
    "terugkoppeling_gegeven": Gebeurtenissoort(
        "nl.meldpunt.terugkoppeling-gegeven",
        "Terugkoppeling",
        "Er is nieuws over een signaal.",
        "terugkoppelingen/{bron}",
    ),
    "opschorting_begonnen": Gebeurtenissoort(
        "nl.meldpunt.opschorting-begonnen",
        "Opschorting begonnen",
        "De incasso van een vordering staat stil.",
        "opschortingen/{bron}",
    ),
    "opschorting_beeindigd": Gebeurtenissoort(
        "nl.meldpunt.opschorting-beeindigd",
        "Opschorting voorbij",
        "De incasso van een vordering staat niet meer stil.",
        "opschortingen/{bron}",
    ),
    "navraag_gesteld": Gebeurtenissoort(
        "nl.meldpunt.navraag-gesteld",
        "Navraag",
        "De gemeente vraagt of een vordering nog openstaat.",
        "navragen/{bron}",
    ),
    "mededeling_gedaan": Gebeurtenissoort(
        "nl.meldpunt.mededeling-gedaan",
        "Verzoek van een inwoner",
        "Een inwoner vroeg iets over gegevens die de partner aanleverde.",
        "mededelingen/{bron}",
    ),
}
# Only asked for by hand: it shows that the address and the signature work.
PROEFSOORT: Final = Gebeurtenissoort(
    "nl.meldpunt.proefbericht", "Proefbericht", "Een bericht om de ontvangst te proberen.", ""
)


@dataclass(frozen=True, slots=True)
class Afzender:
    """Who announces: the URN of this meldpunt, and where its API is found."""

    urn: str
    api: str


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """One thing that happened, by its kind and the row that shows it."""

    soort: str
    bron: UUID
    tijd: datetime


def find_soort(soort: str) -> Gebeurtenissoort:
    """Return what is known of a kind, also of the test message."""
    return PROEFSOORT if soort == PROEF else GEBEURTENISSOORTEN[soort]


def id_of(soort: str, bron: UUID) -> UUID:
    """Return the id of an event; asked again, it is the same."""
    return uuid5(_RUIMTE, f"{soort}:{bron}")


def name_afzender(*, oin: str, site: str) -> Afzender:
    """Return who announces: by its OIN; an installation without one by its name on the internet."""
    host = site.partition("://")[2].partition("/")[0].partition(":")[0] or "meldpunt"
    own = f"oin:{oin}" if oin else host
    return Afzender(f"urn:nld:{own}:systeem:meldpunt", f"{site}/api/v1")


def write_envelope(gebeurtenis: Gebeurtenis, *, afzender: Afzender) -> bytes:
    """Write the event as JSON in structured mode, always the same bytes for the same event."""
    soort = find_soort(gebeurtenis.soort)
    moment = gebeurtenis.tijd.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    envelope = {
        "specversion": SPECVERSIE,
        "type": soort.type,
        "source": afzender.urn,
        "id": str(id_of(gebeurtenis.soort, gebeurtenis.bron)),
        "time": moment,
    }
    if soort.pad:
        envelope["dataref"] = f"{afzender.api}/{soort.pad.format(bron=gebeurtenis.bron)}"
    return json.dumps(envelope, separators=(",", ":")).encode()
