"""`meldpunt analysekopie --naar MAP|DSN`: the facts for analysts, without a person."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from meldpunt.inzicht.analysekopie import make_analysekopie, open_bestemming
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.weigering import Weigering


class Command(BaseCommand):
    """Write a copy of the facts to a folder or another database."""

    help = (
        "Maak een kopie van de feiten voor analyse, zonder personen, in een lege map of een andere database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask where it goes."""
        parser.add_argument("--naar", required=True, help="een lege map, of postgresql://…")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and say what to mind."""
        try:
            naar = open_bestemming(options["naar"])
        except Weigering as weigering:
            raise CommandError(str(weigering)) from None
        made = make_analysekopie(naar=naar, door=system_actor(herkomst="opdracht"), now=timezone.now())
        self.stdout.write(
            f"{len(made)} tabellen gekopieerd, zonder personen. Aantallen onder 10 kunnen nog naar iemand wijzen: "
            "laat die weg in wat u publiceert."
        )
