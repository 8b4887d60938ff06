"""A cluster for one run of the tests: fast, unsafe, and gone afterwards, also after a kill."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from meldpunt.database.cluster import Cluster
from meldpunt.database.inrichting import WEGWERP
from meldpunt.database.plek import find_temporary_folder
from meldpunt.database.programma import Programma


@contextmanager
def throwaway_cluster(*, programma: Programma | None = None) -> Iterator[str]:
    """Give the address of a fresh cluster that is deleted afterwards."""
    folder = find_temporary_folder()
    # The pipe to the watchdog closes when this process ends, however it ends.
    watchdog = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "meldpunt.database.waakhond", str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield Cluster(folder, programma=programma, extra=WEGWERP).ensure_running()
    finally:
        watchdog.communicate()
