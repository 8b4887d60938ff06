"""The address of the site: the port that was asked for, or the first free one."""

from __future__ import annotations

import os
import socket

EERSTE = 8000
AANTAL = 100


def choose_poort(host: str) -> int:
    """Return the port in MELDPUNT_PORT, else the first free one from 8000 on; raise when there is none."""
    asked = os.environ.get("MELDPUNT_PORT")
    candidates = [int(asked)] if asked else list(range(EERSTE, EERSTE + AANTAL))
    for port in candidates:
        if is_free(host, port):
            return port
    raise OSError(
        f"Poort {asked or f'{EERSTE} tot {EERSTE + AANTAL}'} is bezet. Stop wat daar draait, "
        "of kies met MELDPUNT_PORT een andere. [poort_bezet]"
    )


def is_free(host: str, port: int) -> bool:
    """Say whether nobody listens on this port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As gunicorn does: a connection that just closed does not keep the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def is_open(host: str, port: int) -> bool:
    """Say whether somebody answers on this port."""
    reachable = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
    try:
        socket.create_connection((reachable, port), timeout=1).close()
    except OSError:
        return False
    return True
