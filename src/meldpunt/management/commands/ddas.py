"""`meldpunt ddas --van DAG --tot DAG`: the delivery for the national statistics, with what it misses said first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from meldpunt.inzicht.ddas.actions import Ddasvraag, write_levering
from meldpunt.inzicht.ddas.uittreksel import Periode
from meldpunt.inzicht.ddas.volledigheid import Volledigheid
from meldpunt.rules.ddas import NIEUWSTE, VERSIES
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.weigering import Weigering


class Command(BaseCommand):
    """Write a period for the CBS to a file."""

    help = (
        "Maak de levering aan het CBS (DDAS vroegsignalering) over een periode, met een volledigheidsrapport."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask which period, of whom, and where to."""
        parser.add_argument("--van", required=True, help="eerste dag, JJJJ-MM-DD")
        parser.add_argument("--tot", required=True, help="laatste dag, JJJJ-MM-DD")
        parser.add_argument(
            "--gemeente", action="append", default=[], help="CBS-code; mag vaker. Anders: alle"
        )
        parser.add_argument(
            "--versie", default=NIEUWSTE, choices=list(VERSIES), help="versie van de standaard"
        )
        parser.add_argument("--naar", type=Path, help="het bestand; anders een naam in deze map")
        parser.add_argument("--alleen-rapport", action="store_true", help="toon alleen wat er in zou staan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what the delivery holds, then write it beside its final name and put it there in one step."""
        periode = Periode(_read_dag(options["van"]), _read_dag(options["tot"]))
        vraag = Ddasvraag(periode, tuple(dict.fromkeys(options["gemeente"])), options["versie"])
        try:
            if options["alleen_rapport"]:
                self._report(_write(vraag, None))
                return
            path: Path = options["naar"] or Path(f"ddas-{vraag.versie}-{periode.van}-{periode.tot}.json")
            if path.exists():
                raise CommandError(
                    f"Bestand {path} bestaat al. Kies een andere naam met --naar. [bestand_bestaat]"
                )
            self._report(_write(vraag, path))
        except Weigering as weigering:
            raise CommandError(str(weigering)) from None
        self.stdout.write(
            f"\nGeschreven: {path}. Hierin staan persoonsgegevens: lever het bestand aan het CBS en vernietig het "
            "daarna."
        )

    def _report(self, told: Sequence[Volledigheid]) -> None:
        for one in told:
            self.stdout.write(
                f"{one.organisatie.naam} ({one.organisatie.gemeente}): {one.signalen} signalen, {one.zaken} zaken, "
                f"{one.contactpogingen} contactpogingen"
            )
            for found in one.bevindingen:
                self.stdout.write(f"  {found.aantal:>7}  {found.zin} {found.raad} [{found.code}]")


def _write(vraag: Ddasvraag, path: Path | None) -> list[Volledigheid]:
    door, now = system_actor(herkomst="opdracht"), timezone.now()
    if path is None:
        return write_levering(vraag=vraag, schrijf=None, door=door, now=now)
    beside = path.with_name(f".{path.name}.deel")
    with os.fdopen(
        os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        try:
            told = write_levering(vraag=vraag, schrijf=file.write, door=door, now=now)
        except BaseException:
            beside.unlink()
            raise
    beside.rename(path)
    return told


def _read_dag(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"Datum '{text}' is geen dag zoals 2026-09-30. [datum_ongeldig]") from None
