"""Write person lists in the form of the published test set, so that the server reads both in one way."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

KOLOMMEN: Final = (
    *("01.01.10", "01.01.20", "01.02.10", "01.02.30", "01.02.40", "01.03.10", "01.04.10", "01.61.10"),
    *("01.83.10", "01.83.20", "01.83.30"),
    *("05.01.20", "05.02.10", "05.02.30", "05.02.40", "05.03.10", "05.04.10", "05.06.10", "05.07.10", "05.H"),
    *(
        "06.08.10",
        "07.67.10",
        "07.67.20",
        "07.70.10",
        "08.09.10",
        "08.09.20",
        "08.10.10",
        "08.10.30",
        "08.11.10",
    ),
    *(
        "08.11.15",
        "08.11.20",
        "08.11.30",
        "08.11.40",
        "08.11.60",
        "08.11.70",
        "08.11.80",
        "08.11.90",
        "08.12.10",
    ),
    *("08.13.10", "08.13.20", "08.13.30", "08.83.10", "08.83.20", "08.83.30"),
)


def write_lijsten(pad: Path, lijsten: Iterable[Mapping[str, str]]) -> None:
    """Write a file with one row a person; an element that is not given stays empty."""
    with pad.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ("", *KOLOMMEN), delimiter=";", restval="")
        writer.writeheader()
        writer.writerows({"": f"P{number}", **row} for number, row in enumerate(lijsten, start=1))
