"""`meldpunt demowereld`: fill an empty database with the demo world."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meldpunt.demo.wereld import can_load, empty_wereld, load_wereld


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Vul een lege database met de demowereld: vijf convenanten en drie maanden verzonnen inwoners."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--leeg-eerst", action="store_true", help="gooi eerst alles weg wat er staat")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "De demowereld kan alleen in een proefomgeving. Start met de instellingen van de demo. "
                "[geen_proefomgeving]"
            )
        if not can_load() and not options["leeg_eerst"]:
            raise CommandError(
                "De database is niet leeg. Voeg --leeg-eerst toe als alles wat er staat weg mag. "
                "[database_niet_leeg]"
            )
        empty_wereld()
        load_wereld(nu=timezone.now())
