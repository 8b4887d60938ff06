"""`meldpunt rechtenrapport --kwartaal 2026-4`: who has which rights, as CSV."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meldpunt.aanlevering.schrijven import write_tabel_csv
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.rechten.rapport import make_rapport, vorig_kwartaal
from meldpunt.toegang.rechten.tabel import KOP, list_rijen
from meldpunt.toegang.weigering import Weigering


class Command(BaseCommand):
    help = "Druk het rechtenrapport van een kwartaal af: wie welke rol heeft, sinds wanneer en hoe veilig."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kwartaal", default="", help="bijvoorbeeld 2026-4; zonder: het vorige kwartaal")

    def handle(self, *args: Any, **options: Any) -> None:
        kwartaal = options["kwartaal"] or vorig_kwartaal(timezone.localdate())
        try:
            rapport = make_rapport(
                kwartaal=kwartaal, door=system_actor(herkomst="opdracht"), now=timezone.now()
            )
        except Weigering as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(write_tabel_csv(KOP, list_rijen(rapport)).decode("utf-8-sig"), ending="")
