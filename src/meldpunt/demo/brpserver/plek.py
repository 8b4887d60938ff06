"""Where the register of the demo is found: a fixed port of this machine, and a file in the data folder."""

from __future__ import annotations

from typing import Final

POORT: Final = 18271
BESTAND: Final = "brp-demo.csv"
# Known to everybody, as every password of the demo is.
DEMOSLEUTEL: Final = "demo"
