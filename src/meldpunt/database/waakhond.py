"""Wait until the pipe to our parent closes, then remove its throw-away cluster."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from meldpunt.database.cluster import Cluster, remove


def main(folder: Path) -> None:
    """Wait for the end of the input and clean up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdin.read()
    # Only what this program made for itself may be deleted.
    if folder.name.startswith("meldpunt-proef-"):
        remove(Cluster(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
