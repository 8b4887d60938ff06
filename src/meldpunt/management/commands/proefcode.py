"""`meldpunt proefcode`: print a reply code of the demo world, to try the page of residents with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meldpunt.demo.vandaag import issue_proefcode


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = (
        "Maak een antwoordcode van een verzonnen inwoner en druk haar af met het adres van de antwoordpagina."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--adres", default=settings.MELDPUNT_ADRES, help="het adres van de site")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Een proefcode is er alleen in een proefomgeving. Start met de instellingen van de demo. "
                "[geen_proefomgeving]"
            )
        code = issue_proefcode(now=timezone.now())
        if code is not None:
            self.stdout.write(
                f"Reageren als inwoner: {options['adres'].rstrip('/')}/reageren/ met code {code}"
            )
