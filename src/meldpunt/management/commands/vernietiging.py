"""`meldpunt vernietiging`: destroy what is due now, give a certificate, check one."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meldpunt.bewaring.actions import destroy_due, forget_due
from meldpunt.bewaring.verklaring import check_verklaring, make_verklaring
from meldpunt.toegang.actor import system_actor


class Command(BaseCommand):
    help = "Vernietig wat voorbij zijn termijn is, maak een verklaring, of controleer er een."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("nu", help="vernietig nu wat anders vannacht weg zou gaan")
        made = acts.add_parser("verklaring", help="schrijf de ondertekende verklaring van een maand")
        made.add_argument("gemeente", help="code, bijvoorbeeld 0392")
        made.add_argument("maand", help="bijvoorbeeld 2026-11")
        made.add_argument("--naar", type=Path, required=True)
        checked = acts.add_parser("controleer", help="controleer handtekening en logboek")
        checked.add_argument("bestand", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['act']}")(options)

    def _nu(self, _options: dict[str, Any]) -> None:
        door, now = system_actor(herkomst="opdracht"), timezone.now()
        count = destroy_due(door=door, now=now)
        forget_due(door=door, now=now)
        self.stdout.write(f"Van {count} signalen zijn de personen vernietigd.")

    def _verklaring(self, options: dict[str, Any]) -> None:
        try:
            first = date.fromisoformat(f"{options['maand']}-01")
        except ValueError as error:
            raise CommandError(f"'{options['maand']}' is geen maand, zoals 2026-11.") from error
        row = make_verklaring(
            gemeente=options["gemeente"],
            maand=first,
            door=system_actor(herkomst="opdracht"),
            now=timezone.now(),
        )
        options["naar"].write_bytes(bytes(row.pdf))
        self.stdout.write(f"Geschreven: {options['naar']}")

    def _controleer(self, options: dict[str, Any]) -> None:
        found = check_verklaring(options["bestand"].read_bytes())
        for zin in found.zinnen:
            self.stdout.write(zin)
        if not found.klopt:
            raise CommandError("De verklaring klopt niet.")
