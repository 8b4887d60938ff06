"""Read person lists in the form of the published test set: a row per record, columns by category, group, element.

The first row of a list holds what is current; a filled column `nn.H` says that the next row holds an older record
of category nn, or one more of it (another child, another partner).
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from meldpunt.rules.namen import LETTERS

PARTNER: Final = "05"
# Made by mistake or wiped: the register answers as if they were not there.
AFGEVOERD: Final = frozenset({"F", "W"})


@dataclass(frozen=True, slots=True)
class Persoonslijst:
    """What is current of one person: elements by their number, and the records of its partners."""

    elementen: dict[str, str]
    partners: tuple[dict[str, str], ...] = ()

    def get(self, element: str) -> str:
        """Return an element as it is written, "" when it is not there."""
        return self.elementen.get(element, "")

    @property
    def bsn(self) -> str:
        return self.get("01.01.20")

    @property
    def reden(self) -> str:
        """Return why the register no longer follows this person; O for who died."""
        return self.get("07.67.20") or ("O" if self.get("06.08.10") else "")


class Bestand:
    """All lists that stand for somebody, and those with a number by that number."""

    def __init__(self, lijsten: Iterable[Persoonslijst]) -> None:
        self.lijsten = [one for one in lijsten if one.reden not in AFGEVOERD]
        self.op_bsn = {one.bsn: one for one in self.lijsten if one.bsn}


def read_bestanden(*paden: Path) -> Bestand:
    """Read files of lists; a number that stands in two of them is that of the first."""
    found: dict[object, Persoonslijst] = {}
    for one in (one for pad in paden for one in read_lijsten(pad)):
        found.setdefault(one.bsn or object(), one)
    return Bestand(found.values())


def read_lijsten(pad: Path) -> Iterator[Persoonslijst]:
    """Read the lists of one file."""
    group: list[dict[str, str]] = []
    with pad.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, delimiter=";")
        # From the back: a column that is named twice is the first of the two. The very first one names the list.
        names = list(enumerate(next(rows)))[:0:-1]
        for row in rows:
            if row[0] and group:
                yield _list(group)
                group = []
            group.append({name: row[place] for place, name in names if row[place]})
    if group:
        yield _list(group)


def fold(text: str) -> str:
    """Return text for comparing: lower case, without marks."""
    plain = unicodedata.normalize("NFKD", "".join(LETTERS.get(sign, sign) for sign in text))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().strip()


def _list(group: list[dict[str, str]]) -> Persoonslijst:
    return Persoonslijst(group[0], tuple(_partners(group)))


def _partners(group: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield the partners of now, and the last one when that ended; never an older record of the same one."""
    current = True
    ended: dict[str, str] | None = None
    found = False
    for row in group:
        if current and row.get("05.02.40"):
            if not row.get("05.07.10"):
                found = True
                yield row
            elif ended is None or row["05.07.10"] > ended["05.07.10"]:
                ended = row
        current = row.get("05.H") == PARTNER
    if not found and ended is not None:
        yield ended
