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
from meldpunt.database.rollen import EIGENAAR, WERKROLLEN


@contextmanager
def throwaway_cluster(*, programma: Programma | None = None) -> Iterator[str]:
    """Give the address of a fresh cluster that is deleted afterwards."""
    with throwaway_addresses(programma=programma) as addresses:
        yield addresses[EIGENAAR]


@contextmanager
def throwaway_addresses(*, programma: Programma | None = None) -> Iterator[dict[str, str]]:
    """Give the address of a fresh cluster for its owner and for each role that serves; it is deleted afterwards."""
    folder = find_temporary_folder()
    # The pipe to the watchdog closes when this process ends, however it ends.
    watchdog = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "meldpunt.database.waakhond", str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        cluster = Cluster(folder, programma=programma, extra=WEGWERP)
        owner = cluster.ensure_running()
        yield {EIGENAAR: owner, **{rol: cluster.find_address(rol=rol) or owner for rol in WERKROLLEN}}
    finally:
        watchdog.communicate()
