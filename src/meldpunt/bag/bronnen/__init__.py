"""Read an extract of addresses, whichever of the three forms it has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from meldpunt.bag.bronnen import geopackage, landelijk
from meldpunt.bag.bronnen.geopackage import iter_geopackage
from meldpunt.bag.bronnen.kolommen import KOLOMMEN, Blok, Bronfout
from meldpunt.bag.bronnen.landelijk import iter_landelijk
from meldpunt.bag.bronnen.tabel import iter_csv

__all__ = ["KOLOMMEN", "Blok", "Bronfout", "Bronsoort", "iter_adressen", "iter_landelijk", "recognise_bron"]

Bronsoort = Literal["csv", "geopackage", "uittreksel"]


def recognise_bron(pad: Path) -> Bronsoort:
    """Say what a file is by how it begins, not by its name. Raises Bronfout when it is not there or empty."""
    try:
        with pad.open("rb") as file:
            begin = file.read(16)
    except OSError as problem:
        raise Bronfout(
            f"Het bestand {pad.name} is er niet of is niet te lezen. Controleer de naam. [bag_bestand]"
        ) from problem
    if not begin:
        raise Bronfout(f"Het bestand {pad.name} is leeg. [bag_bestand]")
    if begin.startswith(landelijk.MAGIE):
        return "uittreksel"
    return "geopackage" if begin == geopackage.MAGIE else "csv"


def iter_adressen(pad: Path, soort: Bronsoort, *, gemeente: str) -> Iterator[Blok]:
    """Yield the addresses of a CSV or GeoPackage; `gemeente` counts where a row names none."""
    return (iter_geopackage if soort == "geopackage" else iter_csv)(pad, gemeente=gemeente)
