"""A CSV of addresses, whatever separates its cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from meldpunt.bag.bronnen.kolommen import Blok, Bronfout, make_blok, map_kolommen, missing_kolommen

RIJEN_PER_BLOK: Final = 50_000


def iter_csv(pad: Path, *, gemeente: str) -> Iterator[Blok]:
    """Yield the addresses of a CSV with a header. Raises Bronfout when it cannot be one of the register."""
    try:
        with pad.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            sign = max(";,\t|", key=head.count)
            kop = next(csv.reader([head], delimiter=sign), [])
            kolommen = map_kolommen(kop)
            if missing := missing_kolommen(kolommen):
                raise Bronfout(
                    f"In de kop van dit bestand ontbreekt: {', '.join(missing)}. Geef een uittreksel met per adres "
                    "de nummeraanduiding en het adresseerbaar object. [bag_kolommen]"
                )
            reader = csv.reader(file, delimiter=sign)
            while rijen := list(islice(reader, RIJEN_PER_BLOK)):
                yield make_blok(to_cellen(rijen, kolommen), gemeente=gemeente)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise Bronfout(
            "Dit bestand is niet als tekst te lezen. Sla het op als CSV in UTF-8. [bag_onleesbaar]"
        ) from problem


def to_cellen(rijen: Sequence[Sequence[str]], kolommen: dict[str, int]) -> pl.DataFrame:
    """Take the columns that count out of rows; what a short row lacks is empty."""
    return pl.DataFrame(
        {own: [rij[place] if place < len(rij) else "" for rij in rijen] for own, place in kolommen.items()},
        schema=dict.fromkeys(kolommen, pl.String),
    )
