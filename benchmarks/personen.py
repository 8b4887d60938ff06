"""Who is who: precision, recall and seconds on made-up households with a known truth.

Run: python benchmarks/personen.py [rows]. Names are put together from syllables; nobody in it exists.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

import polars as pl

from meldpunt.rules.personen import group_personen

SEED = 20260101
PREFIXES = [None, None, None, None, "van", "de", "van der", "van den", "ter", "el"]
_STARTS = "Bak Vis Meu Hof Dijk Kram Scho Wes Lin Bruij Ha Ver Pol Groe Sme Ijs Mül Yıl Wei Kel"
STARTS = _STARTS.split()
_MIDDLES = "ker len man sen ter ma stra huis kamp beek dou lof"
MIDDLES = _MIDDLES.split()
ENDS = ["", "s", "stra", "ma", "man", "veld", "sen", "inga", "berg", "aar", "ss", "ß"]
LETTERS = "ABCDEFGHJKLMNPRSTW"
SCHEMA = {
    "groep": pl.String,
    "waar": pl.Int64,
    "bsn": pl.String,
    "geboortedatum": pl.Date,
    "voorletters": pl.String,
    "tussenvoegsel": pl.String,
    "achternaam": pl.String,
}


class Person(NamedTuple):
    """The truth about one made-up person."""

    number: int
    born: date
    initials: str
    prefix: str | None
    surname: str


def make_rows(count: int) -> pl.DataFrame:
    """Return signalen with `waar`, the person each is about; over half of the addresses have one signaal."""
    rng = Random(SEED)  # noqa: S311
    rows: list[tuple[object, ...]] = []
    address = 0
    while len(rows) < count:
        address += 1
        family = household(address, rng)
        for _ in range(rng.choices([1, 2, 3, 4, 5], weights=[55, 25, 12, 5, 3])[0]):
            person = rng.choices(family, weights=[6, 3, 1, 1][: len(family)])[0]
            rows.append((f"z{address}", person.number, *as_written(person, family, rng)))
    frame = pl.DataFrame(rows[:count], schema=SCHEMA, orient="row")
    return frame.with_columns(signaal=pl.int_range(pl.len(), dtype=pl.Int64).shuffle(SEED))


def household(address: int, rng: Random) -> list[Person]:
    """Return a household: someone, a partner of the same name or not, a child, now and then a twin."""
    prefix, surname = make_name(rng)
    born = date(1945, 1, 1) + timedelta(days=rng.randrange(20_000))
    first = Person(address * 4, born, make_initials(rng), prefix, surname)
    own = (prefix, surname) if rng.random() < 0.5 else make_name(rng)
    near = born + timedelta(days=rng.randrange(-2_000, 2_000))
    child = Person(
        address * 4 + 2, born + timedelta(days=rng.randrange(8_000, 12_000)), make_initials(rng), *first[3:]
    )
    family = [first, Person(address * 4 + 1, near, make_initials(rng), *own), child]
    if rng.random() < 0.02:
        family.append(child._replace(number=address * 4 + 3, initials=make_initials(rng)))
    return family[: rng.choices([1, 2, 3, 4], weights=[40, 35, 20, 5])[0]]


def make_name(rng: Random) -> tuple[str | None, str]:
    """Return a prefix and a surname."""
    return rng.choice(PREFIXES), rng.choice(STARTS) + rng.choice(MIDDLES) + rng.choice(ENDS)


def make_initials(rng: Random) -> str:
    """Return one to three initials with points."""
    return "".join(rng.choice(LETTERS) + "." for _ in range(rng.choice([1, 1, 2, 2, 3])))


def as_written(person: Person, family: list[Person], rng: Random) -> tuple[object, ...]:
    """Write a person as partners do: prefix moved, capitals, initials cut, the odd mistake."""
    prefix, surname = person.prefix, person.surname
    if rng.random() < 0.02:
        spot = rng.randrange(1, len(surname))
        surname = surname[:spot] + surname[spot + 1 :]
    if len(family) > 1 and rng.random() < 0.06:
        surname += "-" + family[1 - (person.number % 4 == 1)].surname
    if prefix and rng.random() < 0.4:
        prefix, surname = None, rng.choice([f"{prefix} {surname}", f"{surname}, {prefix}", surname])
    if rng.random() < 0.15:
        surname = surname.upper()
    return (
        (rng.random() < 0.2 and f"{person.number:09}") or None,
        born_as_written(person.born, rng),
        *(
            initials_as_written(person.initials, rng),
            prefix,
            surname,
        ),
    )


def initials_as_written(initials: str, rng: Random) -> str | None:
    """Leave initials out, cut them to one, or write them without points."""
    return rng.choices([initials, initials.replace(".", ""), initials[:2], None], weights=[50, 25, 20, 5])[0]


def born_as_written(born: date, rng: Random) -> date | None:
    """Make the odd mistake of one day."""
    return born if rng.random() > 0.003 else born + timedelta(days=rng.choice([1, -1]))


def count_pairs(frame: pl.DataFrame, *keys: str) -> int:
    """Count the pairs of rows that agree on the keys."""
    sizes = frame.group_by(keys).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def count_asked(vragen: pl.DataFrame, found: pl.DataFrame) -> int:
    """Count the pairs of one person that the machine left to a human."""
    rows = found.select("groep", "persoon", "waar")
    pairs = vragen.join(rows.rename({"persoon": "persoon_a"}), on=["groep", "persoon_a"])
    both = pairs.join(rows.rename({"persoon": "persoon_b"}), on=["groep", "persoon_b", "waar"])
    return both.height


def main(count: int) -> None:
    """Print what was found beside the truth, and the seconds of the best of three runs."""
    rows = make_rows(count)
    rows_in = rows.drop("waar")
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        indeling = group_personen(rows_in)
        seconds.append(time.perf_counter() - start)
    found = indeling.personen.with_columns(waar=rows["waar"])
    true, said = count_pairs(found, "groep", "waar"), count_pairs(found, "groep", "persoon")
    both = count_pairs(found, "groep", "persoon", "waar")
    print(f"{count:,} signalen, {rows['groep'].n_unique():,} zaken, {len(indeling.vragen):,} vragen")
    asked = count_asked(indeling.vragen, found)
    print(f"precisie {both / said:.4f}  dekking {both / true:.4f}  met vragen {(both + asked) / true:.4f}")
    print(f"seconden {min(seconds):.2f} (slechtste {max(seconds):.2f})")
    for frame in (indeling.personen, indeling.vragen):
        print(frame["trap"].value_counts(sort=True))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
