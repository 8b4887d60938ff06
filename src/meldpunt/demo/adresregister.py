"""The register of addresses of the demo world: the homes of its residents, but for a few that it does not know."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from meldpunt.bag.actions import Inlading, load_bag
from meldpunt.bag.bronnen.kolommen import NAMEN
from meldpunt.demo.inwoners import Adres, Vordering
from meldpunt.demo.kalender import Kalender
from meldpunt.demo.leveringen import SYSTEEM

# What a case worker has to look at: a number that a partner wrote and nobody gave out.
ONBEKEND_OP: Final = 40
KOP: Final = tuple(
    NAMEN[own][0]
    for own in (
        *("nummeraanduiding", "object", "postcode", "huisnummer", "huisletter", "toevoeging"),
        *("straat", "woonplaats", "gemeentecode"),
    )
)


def load_register(vorderingen: Iterable[Vordering], kalender: Kalender) -> None:
    """Load the homes as an extract of the whole country, as beheer would."""
    with tempfile.TemporaryDirectory() as folder:
        pad = Path(folder) / "bag-demo.csv"
        with pad.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([KOP, *_rows(vorderingen)])
        load_bag(
            inlading=Inlading(bestand=pad, stand=kalender.maanden[0]),
            door=SYSTEEM,
            now=kalender.moment(kalender.maanden[0], 7),
        )


def _rows(vorderingen: Iterable[Vordering]) -> Iterator[tuple[str, ...]]:
    homes: dict[tuple[str, int, str], tuple[str, Adres]] = {}
    for vordering in vorderingen:
        for adres in vordering.adressen.values():
            sleutel = (adres.postcode, adres.huisnummer, adres.letter + adres.toevoeging)
            homes.setdefault(sleutel, (vordering.gemeente, adres))
    for place, (gemeente, adres) in enumerate(homes.values(), start=1):
        if place % ONBEKEND_OP:
            yield (
                f"{gemeente}20{place:010d}",
                f"{gemeente}01{place:010d}",
                adres.postcode,
                str(adres.huisnummer),
                adres.letter,
                adres.toevoeging,
                adres.straat,
                adres.woonplaats,
                gemeente,
            )
