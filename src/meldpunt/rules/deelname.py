"""Who takes part on the day of a delivery, and which municipality has a postcode."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from heapq import heappop, heappush
from typing import NamedTuple, Self

import polars as pl


@dataclass(frozen=True, slots=True)
class Levering:
    """One delivery as the rules see it; its day is the day it came in."""

    partner: str
    partnertype: str
    datum: date


class Postcodebereik(NamedTuple):
    """Two postcodes, both inside the range; four digits stand for all their letters."""

    van: str
    tot: str

    @classmethod
    def parse(cls, tekst: str) -> Self:
        """Read `2011-2037` or `2063AB-2063KZ`. Raises ValueError when it is not a range."""
        van, streep, tot = ("".join(deel.split()).upper() for deel in tekst.partition("-"))
        if not streep:
            tot = van
        if not (_is_postcode(van) and _is_postcode(tot)):
            raise ValueError(tekst)
        bereik = cls(van if len(van) == 6 else van + "AA", tot if len(tot) == 6 else tot + "ZZ")
        if bereik.van > bereik.tot:
            raise ValueError(tekst)
        return bereik


def _is_postcode(tekst: str) -> bool:
    cijfers, letters = tekst[:4], tekst[4:]
    digits = len(cijfers) == 4 and cijfers.isascii() and cijfers.isdigit() and cijfers[0] != "0"
    return digits and (not letters or (len(letters) == 2 and letters.isascii() and letters.isalpha()))


@dataclass(frozen=True, slots=True)
class DeelnemendeGemeente:
    """A municipality with its postcodes and its first and last day of taking part."""

    code: str
    postcodes: tuple[Postcodebereik, ...]
    vanaf: date | None = None
    tot: date | None = None
    naam: str = ""

    def takes_part(self, day: date) -> bool:
        """Say whether the municipality takes part on this day."""
        return is_within(day, self.vanaf, self.tot)


@dataclass(frozen=True, slots=True)
class Deelname:
    """The participation that a delivery is judged by.

    The order of `gemeenten` counts: a postcode that two of them claim belongs to the first.
    """

    gemeenten: tuple[DeelnemendeGemeente, ...]
    partner_gemeenten: frozenset[str] = field(default_factory=frozenset)
    partner_vanaf: date | None = None
    partner_tot: date | None = None
    einde: date | None = None

    def has_partner(self, day: date) -> bool:
        """Say whether the partner takes part on this day, in whichever municipality."""
        return is_within(day, self.partner_vanaf, self.partner_tot)


def is_within(day: date, vanaf: date | None, tot: date | None) -> bool:
    """Say whether a day lies between a first and a last day, either of which may be open."""
    return (vanaf is None or vanaf <= day) and (tot is None or day <= tot)


class _Strook(NamedTuple):
    begin: int
    gemeente: int | None


@lru_cache(maxsize=64)
def _strips(gemeenten: tuple[DeelnemendeGemeente, ...]) -> tuple[_Strook, ...]:
    """Cut the postcodes into strips of one owner each: the first municipality that claims them."""
    claims = sorted(
        (int(bereik.van, 36), int(bereik.tot, 36), index)
        for index, gemeente in enumerate(gemeenten)
        for bereik in gemeente.postcodes
    )
    edges = sorted({edge for van, tot, _ in claims for edge in (van, tot + 1)})
    strips, open_claims, upcoming = [_Strook(-1, None)], list[tuple[int, int]](), 0
    for edge in edges:
        while upcoming < len(claims) and claims[upcoming][0] <= edge:
            heappush(open_claims, (claims[upcoming][2], claims[upcoming][1]))
            upcoming += 1
        while open_claims and open_claims[0][1] < edge:
            heappop(open_claims)
        strips.append(_Strook(edge, open_claims[0][0] if open_claims else None))
    return tuple(strips)


def find_gemeenten(nummers: pl.Series, gemeenten: tuple[DeelnemendeGemeente, ...]) -> pl.Series:
    """Find for each postcode number the place of its municipality in the list; null when none has it."""
    strips = _strips(gemeenten)
    begins = pl.Series([strip.begin for strip in strips], dtype=pl.Int32)
    owners = pl.Series([strip.gemeente for strip in strips], dtype=pl.Int32)
    return owners.gather(begins.search_sorted(nummers.fill_null(-1), side="right") - 1)


def spread_codes(plaatsen: pl.Series, codes: Iterable[str | None]) -> pl.Series:
    """Turn places in the list into codes; a place without a code gives null."""
    return pl.Series("gemeente", list(codes), dtype=pl.String).gather(plaatsen)
