"""`meldpunt db`: the embedded database by hand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from meldpunt.database import Cluster, DatabaseFout
from meldpunt.database.kopie import hide_password
from meldpunt.database.rollen import EIGENAAR, WERKROLLEN


def run_database_command(map: Path, args: Sequence[str]) -> int:
    """Run one act on the embedded database and return the exit code."""
    act = ACTS.get(args[0] if args else "")
    if act is None:
        print(f"Gebruik: meldpunt db {'|'.join(ACTS)}", file=sys.stderr)  # noqa: T201
        return 2
    try:
        return act(Cluster(map), args[1:])
    except DatabaseFout as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1


def _start(cluster: Cluster, _args: Sequence[str]) -> int:
    cluster.ensure_running()
    return _status(cluster, [])


def _stop(cluster: Cluster, _args: Sequence[str]) -> int:
    cluster.stop()
    return _status(cluster, [])


def _status(cluster: Cluster, _args: Sequence[str]) -> int:
    print(f"{cluster.status().value} ({cluster.map})")  # noqa: T201
    return 0


def _url(cluster: Cluster, args: Sequence[str]) -> int:
    """Print the address for the owner, or for the role that is named: web, api or werker."""
    rol = f"meldpunt_{args[0]}" if args else EIGENAAR
    if rol not in {EIGENAAR, *WERKROLLEN}:
        print("Gebruik: meldpunt db url [web|api|werker]", file=sys.stderr)  # noqa: T201
        return 2
    with cluster.in_use() as address:
        print(cluster.find_address(rol=rol) or address)  # noqa: T201
    return 0


def _psql(cluster: Cluster, args: Sequence[str]) -> int:
    with cluster.in_use() as address:
        program = cluster.programma().path_of("psql")
        place, env = hide_password(address)
        return subprocess.run([str(program), place, *args], env=env, check=False).returncode  # noqa: S603


ACTS: Mapping[str, Callable[[Cluster, Sequence[str]], int]] = {
    "start": _start,
    "stop": _stop,
    "status": _status,
    "url": _url,
    "psql": _psql,
}
