"""A list that a coordinator uploads: in memory while it is read, and gone after that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest
from meldpunt.web.upload import Inkomend


@contextmanager
def hold_bestand(request: ActorRequest) -> Iterator[tuple[Path, str]]:
    """Give the uploaded file and its name for as long as it is read. Raises Weigering without a file."""
    bestand = request.FILES.get("bestand")
    if not isinstance(bestand, Inkomend):
        raise Weigering("Kies eerst een bestand. [bestand_ontbreekt]")
    with bestand.hold() as path:
        yield path, bestand.name or "bestand"
