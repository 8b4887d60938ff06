"""`meldpunt reservekopie`: make a sealed back-up, restore one, destroy the key of a month."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meldpunt.bewaring.herhaling import GrootboekFout, replay_grootboek
from meldpunt.bewaring.reservesleutels import KopieFout, destroy_key, list_maanden, open_kopie, seal_kopie
from meldpunt.database.fouten import DatabaseFout
from meldpunt.database.kopie import dump_database, is_empty_database, restore_database
from meldpunt.toegang.actor import system_actor

# As long as this file is there, `meldpunt start` opens no site.
BEZIG = "terugzetten.bezig"


class Command(BaseCommand):
    help = "Maak een versleutelde reservekopie, zet er een terug, of vernietig de sleutel van een maand."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        made = acts.add_parser("maak", help="maak een kopie, versleuteld met de sleutel van deze maand")
        made.add_argument("--naar", type=Path, required=True, help="map waar de kopie komt")
        restored = acts.add_parser("terugzetten", help="zet een kopie terug en herhaal de vernietiging")
        restored.add_argument("bestand", type=Path)
        restored.add_argument("--database", default="", help="adres van een lege database")
        acts.add_parser("herhaal", help="vernietig opnieuw wat na de kopie is vernietigd")
        key = acts.add_parser("sleutel", help="sleutels van de kopieën")
        key.add_argument("wat", choices=["lijst", "vernietigen"])
        key.add_argument("maand", nargs="?", default="", help="bijvoorbeeld 2026-05")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act']}")(options)
        except (KopieFout, DatabaseFout, GrootboekFout, OSError) as error:
            raise CommandError(str(error)) from error

    def _maak(self, options: dict[str, Any]) -> None:
        now = timezone.localtime(timezone.now())
        folder: Path = options["naar"]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"meldpunt-{now:%Y%m%d-%H%M%S}.kopie"
        aside = path.with_suffix(".bezig")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for block in seal_kopie(dump_database(_address()), maand=f"{now:%Y-%m}"):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        aside.rename(path)
        self.stdout.write(f"Reservekopie: {path}")

    def _terugzetten(self, options: dict[str, Any]) -> None:
        address = options["database"] or _address()
        if not is_empty_database(address):
            raise CommandError("Deze database is niet leeg. Zet terug in een lege. [database_niet_leeg]")
        # Once through: a copy that is damaged at the end must not be half in the database.
        for _ in open_kopie(options["bestand"]):
            pass
        busy = Path(settings.MELDPUNT_DATA) / BEZIG
        busy.write_text("reservekopie terugzetten\n")
        restore_database(address, open_kopie(options["bestand"]))
        environment = {**os.environ, "MELDPUNT_DATABASE_URL": address}
        for command in (["migrate", "--verbosity", "0"], ["reservekopie", "herhaal"]):
            done = subprocess.run(  # noqa: S603 - this very program
                [sys.executable, "-m", "meldpunt", *command], env=environment, check=False
            )
            if done.returncode != 0:
                raise CommandError(
                    "De kopie staat terug, maar de vernietiging is nog niet herhaald. De site gaat niet open. "
                    "Los de fout op en doe `meldpunt reservekopie herhaal`. [herhalen_mislukt]"
                )
        self.stdout.write("De kopie staat terug en wat daarna is vernietigd, is opnieuw vernietigd.")

    def _herhaal(self, _options: dict[str, Any]) -> None:
        count = replay_grootboek(door=system_actor(herkomst="opdracht"), now=timezone.now())
        (Path(settings.MELDPUNT_DATA) / BEZIG).unlink(missing_ok=True)
        self.stdout.write(f"Van {count} signalen zijn de personen opnieuw vernietigd.")

    def _sleutel(self, options: dict[str, Any]) -> None:
        if options["wat"] == "lijst":
            self.stdout.write("\n".join(list_maanden()) or "Er zijn geen sleutels.")
            return
        mark = destroy_key(options["maand"], now=timezone.now())
        self.stdout.write(f"De sleutel van {options['maand']} is vernietigd (kenmerk {mark}).")


def _address() -> str:
    """Return the address of the database of this installation, as its own programs read it."""
    address = os.environ.get("MELDPUNT_DATABASE_URL")
    if not address:
        raise KopieFout("Zet MELDPUNT_DATABASE_URL, of start de database. [database_onbekend]")
    return address
