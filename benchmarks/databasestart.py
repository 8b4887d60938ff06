"""Measure how long the embedded database takes to start: the first time, again, and after its processes were killed."""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import time
from pathlib import Path
from statistics import median

from meldpunt.database import Cluster


def seconds_to_start(cluster: Cluster) -> float:
    """Start the cluster and return how long that took."""
    begin = time.perf_counter()
    cluster.ensure_running()
    return time.perf_counter() - begin


def kill(cluster: Cluster) -> None:
    """Kill the server as a power cut would."""
    pidfile = next(cluster.map.rglob("postmaster.pid"), None)
    if pidfile is not None:
        os.kill(int(pidfile.read_text().split()[0]), signal.SIGKILL)


def main() -> None:
    """Print a line per kind of start, with the median of the runs."""
    choice = argparse.ArgumentParser(description=__doc__)
    choice.add_argument("--keren", type=int, default=5)
    keren = choice.parse_args().keren
    with tempfile.TemporaryDirectory(prefix="meldpunt-meting-") as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - the server runs under an account of its own when this is root
        cluster = Cluster(Path(folder) / "database")
        print(f"eerste keer, met aanmaken: {seconds_to_start(cluster):.2f} s")
        again = []
        for _ in range(keren):
            cluster.stop()
            again.append(seconds_to_start(cluster))
        print(f"opnieuw: mediaan {median(again):.2f} s van {keren}")
        after_kill = []
        for _ in range(keren):
            kill(cluster)
            time.sleep(0.2)
            after_kill.append(seconds_to_start(cluster))
        print(f"na een kill -9: mediaan {median(after_kill):.2f} s van {keren}")
        cluster.stop()


if __name__ == "__main__":
    main()
