"""`manage.py proefdraai`: the same dry run as `meldpunt proefdraai`, for who is in Django already."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from meldpunt.inzicht.proefdraai import main


class Command(BaseCommand):
    help = "Beoordeel een scenario en toon elk besluit als JSON; er wordt niets opgeslagen."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("geval", help="het scenario, een TOML-bestand")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(main([options["geval"]]))
