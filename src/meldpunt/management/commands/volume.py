"""`meldpunt volume`: write a delivery of any size to a file, and say how to deliver it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meldpunt.demo.volume import write_volume


class Command(BaseCommand):
    help = "Schrijf een aanlevering met verzonnen regels, om de snelheid en de drukte te meten."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rijen", type=int, required=True, help="hoeveel regels")
        parser.add_argument("--convenant", default="landelijk", help="de sleutel van het convenant")
        parser.add_argument("--seed", type=int, default=1, help="zelfde getal, zelfde regels")
        parser.add_argument("--naar", type=Path, help="het bestand; anders volume-<rijen>.csv in deze map")

    def handle(self, *args: Any, **options: Any) -> None:
        rijen, convenant = options["rijen"], options["convenant"]
        if rijen < 1:
            raise CommandError(f"--rijen is {rijen}; geef 1 of meer. [rijen_ongeldig]")
        path = options["naar"] or Path(f"volume-{rijen}.csv")
        try:
            inbreng = write_volume(
                path, rijen=rijen, dag=timezone.localdate(), convenant=convenant, seed=options["seed"]
            )
        except ValueError as error:
            raise CommandError(
                f"Voor convenant '{convenant}' heeft de demowereld geen partners. "
                "Kies een van de vijf meegeleverde convenanten. [convenant_onbekend]"
            ) from error
        self.stdout.write(f"{rijen} regels geschreven naar {path}. Zo levert u ze aan:")
        self.stdout.write(
            f"  meldpunt aanleveren {path} --partner {inbreng.organisatie} --convenant {convenant}"
        )
