"""The configuration file: tuned for one small machine, silent about people."""

from __future__ import annotations

import os
from collections.abc import Mapping

MB = 1024 * 1024

# One machine with two cores that also runs the site.
VAST: Mapping[str, str] = {
    "max_connections": "60",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "unix_socket_permissions": "0700",
    "work_mem": "32MB",
    "wal_buffers": "16MB",
    "wal_compression": "on",
    # A delivery of a million rows is some hundreds of megabytes: no checkpoint halfway.
    "max_wal_size": "4GB",
    "min_wal_size": "256MB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    # Compiling costs more than our queries take.
    "jit": "off",
    "max_parallel_workers_per_gather": "1",
    "max_worker_processes": "4",
    # Containers have 64 MB of /dev/shm; this much of it is not asked for there.
    "min_dynamic_shared_memory": "32MB",
    "autovacuum_vacuum_insert_scale_factor": "0.05",
    # A failing statement holds the values of the row, and its detail repeats them: neither goes to the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}

# Nothing survives a throw-away cluster, so nothing needs to reach the disk.
WEGWERP: Mapping[str, str] = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "10min",
    "min_dynamic_shared_memory": "0",
}


def settings_for_memory(bytes_: int) -> dict[str, str]:
    """Return what depends on the size of the machine; a quarter at most is the server's own."""
    shared = max(64 * MB, min(1024 * MB, bytes_ // 8))
    return {
        "shared_buffers": f"{shared // MB}MB",
        "effective_cache_size": f"{max(256 * MB, bytes_ // 2) // MB}MB",
        "maintenance_work_mem": f"{min(512 * MB, max(64 * MB, bytes_ // 16)) // MB}MB",
    }


def read_memory() -> int:
    """Return how many bytes of memory there are, within the container's limit."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 2048 * MB
    try:
        with open("/sys/fs/cgroup/memory.max", encoding="ascii") as limit:
            return min(machine, int(limit.read()))
    except (OSError, ValueError):
        return machine


def format_settings(settings: Mapping[str, str]) -> str:
    """Return the text of the configuration file."""
    lines = [f"{key} = '{value}'" for key, value in settings.items()]
    own = ["# What you put in eigen.conf beside this file wins.", "include_if_exists 'eigen.conf'"]
    return "\n".join(["# Written anew at every start.", *lines, *own, ""])
