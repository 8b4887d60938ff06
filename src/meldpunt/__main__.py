"""The `meldpunt` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

UITLEG = """\
meldpunt start              start de database, de site en de werker, en toon het adres
meldpunt proefdraai …       beoordeel een scenario zonder database en toon het antwoord
meldpunt aanleveren …       lever een bestand aan
meldpunt bag laad …         laad adressen uit een uittreksel van de BAG
meldpunt db start|stop|status|url|psql
meldpunt help               alle opdrachten"""

# These read the tables' description only, or nothing at all.
ZONDER_DATABASE = frozenset({"makemigrations", "collectstatic", "help", "version", "diffsettings"})


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    if not args or args[0] in {"-h", "--help"}:
        print(UITLEG)  # noqa: T201
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.settings.demo")
    from meldpunt.partijen.convenantbestanden import ConvenantFout
    from meldpunt.partijen.openbaarmakingbestanden import OpenbaarmakingFout

    command = OWN.get(args[0])
    try:
        return command(args[1:]) if command else run_django(args)
    except (ConvenantFout, OpenbaarmakingFout) as error:
        # Policy that cannot be read is no policy: nothing starts, and the text names the file and the key.
        print(error, file=sys.stderr)  # noqa: T201
        return 1


def run_django(args: Sequence[str]) -> int:
    """Run a command of Django's; the embedded database runs at least as long as it does."""
    from django.core.management import execute_from_command_line

    if args[0] in ZONDER_DATABASE or os.environ.get("MELDPUNT_DATABASE_URL"):
        execute_from_command_line(["meldpunt", *args])
        return 0
    from meldpunt.database import Cluster, DatabaseFout

    try:
        with Cluster(database_map()).in_use() as address:
            os.environ["MELDPUNT_DATABASE_URL"] = address
            execute_from_command_line(["meldpunt", *args])
    except DatabaseFout as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def database_map() -> Path:
    """Return the folder of the embedded database."""
    return Path(os.environ.get("MELDPUNT_DATA") or ".meldpunt") / "database"


def _proefdraai(args: Sequence[str]) -> int:
    # No Django here: the answer is there before Django would have been loaded.
    from meldpunt.inzicht.proefdraai import main as proefdraai

    return int(proefdraai(args) or 0)


def _start(args: Sequence[str]) -> int:
    from meldpunt.opzet.start import start

    return start(database_map(), args)


def _db(args: Sequence[str]) -> int:
    from meldpunt.opzet.databaseopdracht import run_database_command

    return run_database_command(database_map(), args)


OWN: dict[str, Callable[[Sequence[str]], int]] = {"proefdraai": _proefdraai, "start": _start, "db": _db}


if __name__ == "__main__":
    sys.exit(main())
