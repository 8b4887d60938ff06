"""The example texts that come along, and the resident who does not exist to show them with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

from meldpunt.correspondentie.samenvoegen import Ontvanger, Vordering
from meldpunt.partijen.afzenders import Afzendergegevens

MAP: Final = Path(__file__).with_name("voorbeelden")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorbeeld:
    """One example text, as it stands in its file."""

    sleutel: str
    kanaal: str
    taal: str
    naam: str
    onderwerp: str
    tekst: str


@cache
def list_voorbeelden() -> tuple[Voorbeeld, ...]:
    """Read the example texts: a file per language, a table per text."""
    found = []
    for file in sorted(MAP.glob("*.toml")):
        for sleutel, text in tomllib.loads(file.read_text(encoding="utf-8")).items():
            found.append(
                Voorbeeld(
                    sleutel=sleutel,
                    taal=file.stem,
                    kanaal=text["kanaal"],
                    naam=text["naam"],
                    onderwerp=text.get("onderwerp", ""),
                    tekst=text["tekst"].strip(),
                )
            )
    return tuple(found)


def make_voorbeeldinwoner(*, on: date) -> Ontvanger:
    """Make somebody who does not exist, with two claims, to show a template with."""
    return Ontvanger(
        persoon=UUID(int=0),
        naam="F. van Voorbeeld",
        achternaam="van Voorbeeld",
        adresregels=("Voorbeeldstraat 12 A", "1234 AB  VOORBEELDSTAD"),
        telefoon="0612345678",
        email="f.van.voorbeeld@voorbeeld.example",
        vorderingen=(
            Vordering("Waterbedrijf Voorbeeld", 12050, on - timedelta(days=70)),
            Vordering("Woningstichting Voorbeeld", 61499, on - timedelta(days=45)),
        ),
    )


VOORBEELDAFZENDER: Final = Afzendergegevens(
    naam="Gemeente Voorbeeldstad",
    adresregels=("Postbus 1", "1234 AA Voorbeeldstad"),
    telefoon="14 0000",
    mail="hulp@voorbeeldstad.example",
    antwoordadres="https://meldpunt.voorbeeldstad.example/reageren/",
)
VOORBEELDAANBOD: Final = (
    "Een gesprek bij u thuis of op het gemeentehuis, binnen vier weken. Het gesprek is gratis."
)
