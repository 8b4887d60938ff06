"""Where the programs of PostgreSQL are, and a copy of them where the server's account can read."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from meldpunt.database.fouten import DatabaseFout

SUFFIX = ".exe" if sys.platform == "win32" else ""


@dataclass(frozen=True)
class Programma:
    """One installation of PostgreSQL: the folder that holds `bin`, and its major version."""

    map: Path
    versie: int

    def path_of(self, naam: str) -> Path:
        """Return the file of one program."""
        return self.map / "bin" / f"{naam}{SUFFIX}"


def find_programma() -> Programma:
    """Return the newest PostgreSQL that came along in a wheel.

    Looked for by its shape: two wheels hold the same tree under a name of their own.
    """
    folders = [Path(entry) for entry in sys.path if entry.endswith("-packages")]
    found = [read_programma(post.parent.parent) for map in folders for post in _postgres_below(map)]
    if not found:
        raise DatabaseFout(
            "geen_postgresql",
            "Er is geen PostgreSQL in deze installatie. Doe 'make setup', "
            "of zet in MELDPUNT_DATABASE_URL het adres van een PostgreSQL 15 of nieuwer.",
        )
    return max(found, key=lambda programma: programma.versie)


def read_programma(map: Path) -> Programma:
    """Return the installation in this folder, with the version that it says it has."""
    answer = subprocess.run(  # noqa: S603
        [str(map / "bin" / f"postgres{SUFFIX}"), "--version"], capture_output=True, text=True, check=True
    )
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if version is None:
        raise DatabaseFout("geen_postgresql", f"In {map} staat geen PostgreSQL: '{answer.stdout.strip()}'.")
    return Programma(map, int(version[1]))


def is_reachable(pad: Path) -> bool:
    """Say whether every account may come here: all folders above it are open to pass through."""
    try:
        return all(step.stat().st_mode & stat.S_IXOTH for step in [pad, *pad.parents])
    except OSError:
        return False


def copy_programma(programma: Programma, naar: Path) -> Programma:
    """Return the same installation inside `naar`, copied there the first time.

    The libraries that the wheel's build put beside the package are found by a relative path, so they go along
    in the same relative place.
    """
    package = programma.map.parent
    bibliotheken = package.with_name(f"{package.name}.libs")
    source = (programma.path_of("postgres")).stat()
    # Another wheel with the same version number must not be mistaken for this one.
    copy = naar / f"postgresql-{programma.versie}-{source.st_size}"
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(programma.map, half / package.name / programma.map.name, symlinks=True)
        if bibliotheken.is_dir():
            shutil.copytree(bibliotheken, half / bibliotheken.name, symlinks=True)
        half.rename(copy)
    return Programma(copy / package.name / programma.map.name, programma.versie)


def _postgres_below(map: Path) -> list[Path]:
    return sorted(map.glob(f"*/pginstall*/bin/postgres{SUFFIX}"))
