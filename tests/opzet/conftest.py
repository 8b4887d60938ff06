"""A data folder for commands that start a database of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meldpunt.database import Cluster
from meldpunt.database.cluster import remove
from meldpunt.database.plek import find_temporary_folder


@pytest.fixture
def datamap() -> Iterator[Path]:
    """Give a folder that root's server can reach too; pytest's own is closed, and the files would stay."""
    folder = find_temporary_folder()
    yield folder
    remove(Cluster(folder / "database"))
    for entry in folder.iterdir():
        entry.unlink()
    folder.rmdir()
