"""A list that a coordinator uploads: in a file of its own while it is read, and gone after that."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from meldpunt.aanlevering import ruw
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest


@contextmanager
def hold_bestand(request: ActorRequest) -> Iterator[tuple[Path, str]]:
    """Give the uploaded file and its name for as long as it is read. Raises Weigering without a file."""
    bestand = request.FILES.get("bestand")
    if not isinstance(bestand, UploadedFile):
        raise Weigering("Kies eerst een bestand. [bestand_ontbreekt]")
    # Among the raw files: what a killed process leaves there is swept at night.
    with tempfile.NamedTemporaryFile(suffix=ruw.INKOMEND, dir=ruw.folder()) as copy:
        for block in bestand.chunks():
            copy.write(block)
        copy.flush()
        yield Path(copy.name), bestand.name or "bestand"
