"""`meldpunt sleutels status|roteer|herverpak`: the keys of what is sealed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from meldpunt.aanlevering.sleutelronde import begin_round, count_stale, reseal_rows
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.sleutelbos import list_keys, rewrap_keys
from meldpunt.web.opmaak import datum

DOOR = system_actor(herkomst="opdracht")


class Command(BaseCommand):
    """Show the keys, make new ones, or wrap them with a new MELDPUNT_SLEUTEL."""

    help = "Toon de sleutels, maak nieuwe, of verpak ze met een nieuwe MELDPUNT_SLEUTEL."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the one thing to do."""
        parser.add_argument("wat", choices=["status", "roteer", "herverpak"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        {"status": self._show, "roteer": self._rotate, "herverpak": self._rewrap}[options["wat"]]()

    def _show(self) -> None:
        for sleutel in list_keys():
            gone = f"vernietigd op {datum(sleutel.vernietigd_op)}" if sleutel.vernietigd_op else "in gebruik"
            self.stdout.write(
                f"{sleutel.doel:24} {sleutel.id:>6}  gemaakt op {datum(sleutel.gemaakt_op)}  {gone}"
            )
        for tabel, count in count_stale().items():
            self.stdout.write(f"{tabel}: {count} rijen onder een oudere sleutel")

    def _rotate(self) -> None:
        if not any(count_stale().values()):
            begin_round(door=DOOR, now=timezone.now())
        else:
            self.stdout.write("Er loopt nog een ronde; die gaat verder.")
        done = 0
        while count := reseal_rows(door=DOOR, now=timezone.now()):
            done += count
        self.stdout.write(f"{done} rijen opnieuw verzegeld. De oudere sleutels worden vannacht vernietigd.")

    def _rewrap(self) -> None:
        with transaction.atomic():
            count = rewrap_keys()
        self.stdout.write(f"{count} sleutels opnieuw verpakt. Haal MELDPUNT_SLEUTEL_VORIGE nu weg.")
