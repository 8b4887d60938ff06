"""`python -m meldpunt.demo.brpserver --poort 8081 lijsten.csv …`: serve person lists until Ctrl-C."""

from __future__ import annotations

import argparse
from pathlib import Path

from meldpunt.demo.brpserver.lijsten import read_bestanden
from meldpunt.demo.brpserver.server import Brpserver
from meldpunt.demo.gemeenten import PLAATSEN


def main() -> None:
    """Read the files that are there and serve them on this machine only."""
    parser = argparse.ArgumentParser(description="Een nagebootste BRP: Personen 2.7.0 op verzonnen personen.")
    parser.add_argument("--poort", type=int, default=8081)
    parser.add_argument("--sleutel", default="", help="wie vraagt, toont deze in X-API-KEY")
    parser.add_argument("bestanden", nargs="+", type=Path)
    asked = parser.parse_args()
    found = [pad for pad in asked.bestanden if pad.exists()]
    names = {code: plaats.naam for code, plaats in PLAATSEN.items()}
    with Brpserver(
        read_bestanden(*found), poort=asked.poort, sleutel=asked.sleutel, gemeenten=names
    ) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
