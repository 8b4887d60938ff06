"""The tables and documents of the published scenarios, read from their own files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EIGEN = Path(__file__).parent
GEDEELD = Path(__file__).parents[3] / "shared" / "contracts" / "bag"
Tabel = list[dict[str, str]]


@dataclass
class Stap:
    """One sentence with the table or document under it."""

    zin: str
    tabel: Tabel = field(default_factory=list)
    document: Any = None


def read_stappen(pad: Path) -> list[tuple[str, list[Stap]]]:
    """Return the scenarios in their order, each with its steps; what comes before the first is the background."""
    scenarios: list[tuple[str, list[Stap]]] = [("Achtergrond", [])]
    lines = iter(pad.read_text("utf-8").splitlines())
    kop: list[str] = []
    for line in map(str.strip, lines):
        if found := re.match(r"Scenario: (.*)", line):
            scenarios.append((found[1], []))
        elif re.match(r"(Gegeven|Als|Dan|En) ", line):
            scenarios[-1][1].append(Stap(line))
            kop = []
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not kop and cells[0][:4].isdigit():
                kop = ["postcode", "huisnummer", "huisletter", "huisnummertoevoeging"]
            if kop:
                scenarios[-1][1][-1].tabel.append(dict(zip(kop, cells, strict=False)))
            else:
                kop = cells
        elif line == '"""':
            text = "\n".join(iter(lambda: next(lines).strip(), '"""'))
            scenarios[-1][1][-1].document = json.loads(text)
    return scenarios
