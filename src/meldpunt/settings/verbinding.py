"""From a PostgreSQL address to Django's way of writing one."""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict

# Django has a place of its own for these; everything else libpq understands goes along as an option.
OWN_PLACE = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def read_address(url: str) -> dict[str, Any]:
    """Return the entry for DATABASES that belongs to this address."""
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    entry: dict[str, Any] = {django: parts.pop(libpq, "") for libpq, django in OWN_PLACE.items()}
    return {
        **entry,
        "ENGINE": "meldpunt.toegang.rijdatabase",
        "CONN_MAX_AGE": 300,
        # A server that was restarted must not show itself as an error on somebody's page.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parts,
    }
