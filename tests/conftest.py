"""A database server for the tests that ask for one; the others start nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from meldpunt.database import throwaway_cluster


@pytest.fixture(scope="session")
def databaseserver() -> Iterator[str]:
    """Give the address of a server: the one the environment names, else a throw-away cluster."""
    if named := os.environ.get("MELDPUNT_TEST_DATABASE_URL"):
        yield named
    else:
        with throwaway_cluster() as address:
            yield address


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    databaseserver: str, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Point Django at that server before pytest-django makes its test database there."""
    from django.db import connections

    from meldpunt.settings.verbinding import read_address

    settings = connections["default"].settings_dict
    settings.update({**read_address(databaseserver), "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False})
