"""Households of made-up residents, what each of them owes to whom, and how that goes from month to month."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final

from meldpunt.demo.gemeenten import PLAATSEN, Werkwijze
from meldpunt.demo.kalender import Kalender, make_toeval
from meldpunt.demo.namen import STRATEN, Naam, make_naam, vary_naam
from meldpunt.demo.organisaties import INBRENG, Inbreng

LETTERS: Final = "ABCDEGHJKLMNPRSTVWXZ"
# The three pairs that no Dutch postcode ends in are left out.
POSTCODELETTERS: Final = tuple(a + b for a in LETTERS for b in LETTERS if a + b not in {"SA", "SD", "SS"})
# In which of the three months a household is behind.
PATRONEN: Final = ((0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2), (0, 2))
PATROONGEWICHTEN: Final = (13, 15, 24, 13, 19, 11, 5)
# Months behind that an experiment demands; elsewhere the window of days is what counts.
LANGLOPEND: Final = {"duo-amsterdam": (100, 330), "cak-eigen-bijdrage": (165, 420)}
BEDRAGEN: Final = {
    "huur": (380, 1450),
    "energie": (90, 640),
    "warmte": (80, 420),
    "water": (34, 190),
    "zorgpremie": (140, 460),
    "gemeentebelasting": (110, 690),
    "waterschapsbelasting": (90, 380),
    "studielening": (275, 2400),
    "lesgeld": (300, 1250),
    "ov_boete": (290, 900),
    "wmo": (105, 380),
    "wlz": (160, 1900),
}


@dataclass(frozen=True, slots=True)
class Adres:
    """Where a household lives."""

    straat: str
    huisnummer: int
    letter: str
    toevoeging: str
    postcode: str
    woonplaats: str


@dataclass(frozen=True, slots=True)
class Inwoner:
    """One made-up resident; the BSN is of the range that is never given out."""

    naam: Naam
    geboren: date
    bsn: str
    nummer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vordering:
    """What one resident owes to one organisation, and the amounts in the months it is reported."""

    gemeente: str
    inbreng: Inbreng
    type: str
    klantnummer: str
    inwoner: Inwoner
    naam: Naam
    geboren: date | None
    sinds: date
    centen: Mapping[int, int]
    adressen: Mapping[int, Adres] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _list_bsns() -> tuple[str, ...]:
    return tuple(islice(iter_bsns(), 4000))


def iter_bsns() -> Iterator[str]:
    """Yield the numbers of the test range 9990 that pass the eleven test."""
    for number in range(999_000_000, 999_100_000):
        digits = [int(digit) for digit in str(number)]
        weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
        if sum(d * w for d, w in zip(digits, weights, strict=True)) % 11 == 0:
            yield str(number)


def make_vorderingen(werkwijze: Werkwijze, *, kalender: Kalender, eerste_nummer: int) -> list[Vordering]:
    """Make up all claims on the residents of one municipality under one covenant."""
    toeval = make_toeval("inwoners", kalender.vandaag, werkwijze.convenant, werkwijze.gemeente)
    bsns = _list_bsns()[eerste_nummer : eerste_nummer + 3 * werkwijze.huishoudens]
    inbreng = [
        row for row in INBRENG if row.convenant == werkwijze.convenant and werkwijze.gemeente in row.gemeenten
    ]
    found: list[Vordering] = []
    flats = [_address(werkwijze.gemeente, toeval) for _ in range(3)]
    for index in range(werkwijze.huishoudens):
        adres = _flat(flats, index, toeval) if index % 6 == 0 else _address(werkwijze.gemeente, toeval)
        bewoners = _residents(bsns[3 * index : 3 * index + 3], eerste_nummer + 3 * index, toeval)
        found += _claims(bewoners, adres, inbreng, kalender=kalender, toeval=toeval)
    return found


def _address(gemeente: str, toeval: random.Random) -> Adres:
    plaats = PLAATSEN[gemeente]
    van, _, tot = toeval.choice(plaats.postcodes[:1] * 4 + plaats.postcodes).partition("-")
    cijfers = toeval.randint(int(van), int(tot or van))
    postcode = f"{cijfers}{toeval.choice(POSTCODELETTERS)}"
    straat = STRATEN[make_toeval(postcode).randrange(len(STRATEN))]
    letter = toeval.choice("ABC") if toeval.random() < 0.08 else ""
    return Adres(straat, toeval.randint(1, 240), letter, "", postcode, plaats.naam)


def _flat(flats: Sequence[Adres], index: int, toeval: random.Random) -> Adres:
    """Return a flat of one of the buildings: the same number, with an addition of its own."""
    form = toeval.choice(("{0}", "{0} hoog", "{0}-{1}"))
    return replace(flats[index % 3], letter="", toevoeging=form.format(index // 6 + 1, toeval.randint(1, 4)))


def _residents(bsns: Sequence[str], nummer: int, toeval: random.Random) -> list[Inwoner]:
    """Make one household: alone, a couple, twins, father and son, or people who share a house."""
    geboren = date(toeval.randint(1945, 2003), toeval.randint(1, 12), toeval.randint(1, 28))
    first = Inwoner(make_naam(toeval), geboren, bsns[0], nummer)
    soort = toeval.choices(
        ("alleen", "paar", "tweeling", "vader_en_zoon", "huisgenoten"), (62, 20, 3, 5, 10)
    )[0]
    if soort == "alleen":
        return [first]
    if soort == "tweeling":
        other = replace(first.naam, voorletters=f"{toeval.choice('BDKLR')}.{toeval.choice('EV')}.")
        return [first, Inwoner(other, geboren, bsns[1], nummer + 1)]
    if soort == "vader_en_zoon":
        vader = replace(first, geboren=geboren.replace(year=min(geboren.year, 1980)))
        later = date(vader.geboren.year + toeval.randint(22, 27), geboren.month, toeval.randint(1, 28))
        return [vader, Inwoner(first.naam, later, bsns[1], nummer + 1)]
    born = date(toeval.randint(1950, 2004), toeval.randint(1, 12), toeval.randint(1, 28))
    return [first, Inwoner(make_naam(toeval), born, bsns[1], nummer + 1)]


def _claims(
    bewoners: Sequence[Inwoner],
    adres: Adres,
    inbreng: Sequence[Inbreng],
    *,
    kalender: Kalender,
    toeval: random.Random,
) -> list[Vordering]:
    """Make the claims of one household; those of different organisations often fall in the same months."""
    aantal = min(len(inbreng), toeval.choices((1, 2, 3, 4), (34, 38, 19, 9))[0])
    patroon = toeval.choices(PATRONEN, PATROONGEWICHTEN)[0]
    # Who moves in the last month, within the municipality or out of the eyes of the partner.
    verhuisd = _address(_code_of(adres), toeval) if toeval.random() < 0.04 else adres
    found = []
    # Some fall behind with one organisation after another: only a wider window brings those together.
    beurtelings = toeval.random() < 0.18
    for beurt, row in enumerate(toeval.sample(list(inbreng), aantal)):
        months = (beurt % 3,) if beurtelings else patroon
        inwoner = toeval.choice(bewoners)
        found.append(
            Vordering(
                gemeente=_code_of(adres),
                inbreng=row,
                type=toeval.choice(row.vorderingen[:2]),
                klantnummer=f"{row.organisatie[:2].upper()}{inwoner.nummer:05d}{toeval.randint(10, 99)}",
                inwoner=inwoner,
                naam=vary_naam(inwoner.naam, partner=bewoners[-1].naam, toeval=toeval),
                geboren=_birth_date(inwoner, row, toeval),
                sinds=_start(row, months, kalender=kalender, toeval=toeval),
                centen=dict(_amounts(row, months, toeval)),
                adressen={0: adres, 1: adres, 2: verhuisd},
            )
        )
    return found


def _code_of(adres: Adres) -> str:
    return next(code for code, plaats in PLAATSEN.items() if plaats.naam == adres.woonplaats)


def _birth_date(inwoner: Inwoner, row: Inbreng, toeval: random.Random) -> date | None:
    """Return the birth date as the organisation has it: sometimes none, seldom a slip of a digit."""
    chance = toeval.random()
    if row.convenant in LANGLOPEND or chance > 0.1:
        return inwoner.geboren
    if chance < 0.015:
        return inwoner.geboren.replace(day=inwoner.geboren.day % 28 + 1)
    return None


def _start(row: Inbreng, months: Sequence[int], *, kalender: Kalender, toeval: random.Random) -> date:
    """Return since when somebody is behind, so that every report falls in the window of the covenant."""
    first, last = (kalender.day_of(month, row.leverdag) for month in (months[0], months[-1]))
    low, high = LANGLOPEND.get(row.convenant, (31, max(31, 98 - (last - first).days)))
    return first - timedelta(days=toeval.randint(low, high))


def _amounts(row: Inbreng, months: Sequence[int], toeval: random.Random) -> Iterator[tuple[int, int]]:
    low, high = BEDRAGEN[row.vorderingen[0]]
    cent = toeval.randint(low * 100, high * 100)
    for month in months:
        yield month, cent
        # A month later: as much, part of it paid, or another term on top.
        cent = max(low * 100, round(cent * toeval.choice((1.0, 1.0, 0.85, 1.25, 1.5))))
