"""`meldpunt bag`: load an extract of the register of addresses, look something up in it, say what is loaded."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meldpunt.bag.actions import Inlading, load_bag
from meldpunt.bag.bronnen import Bronfout
from meldpunt.bag.queries import list_adressen, list_standen
from meldpunt.rules.adresvraag import Adresvraagfout, find_soort, read_adresvraag
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.weigering import Weigering


class Command(BaseCommand):
    help = "Laad een uittreksel van de BAG (laad), zoek er een adres in (zoek) of toon wat er is (stand)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="wat", required=True, metavar="laad|zoek|stand")
        laad = what.add_parser("laad", help="vervang de adressen door die van een uittreksel")
        laad.add_argument("bestand", type=Path, help="landelijk uittreksel (zip), GeoPackage of CSV")
        laad.add_argument("--gemeente", default="", help="alleen deze gemeente: vier cijfers")
        laad.add_argument("--stand", default="", help="dag van het uittreksel, JJJJ-MM-DD")
        laad.add_argument("--minder", action="store_true", help="het klopt dat er veel minder adressen zijn")
        zoek = what.add_parser("zoek", help="zoek een adres, met de namen van de BAG API")
        zoek.add_argument("vraag", nargs="+", metavar="NAAM=WAARDE", help="postcode=1234AB huisnummer=12 …")
        what.add_parser("stand", help="toon wat er geladen is")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            {"laad": self._load, "zoek": self._look_up, "stand": self._tell}[options["wat"]](options)
        except (Bronfout, Weigering, Adresvraagfout) as problem:
            raise CommandError(str(problem)) from problem

    def _load(self, options: dict[str, Any]) -> None:
        row = load_bag(
            inlading=Inlading(
                bestand=options["bestand"],
                gebied=options["gemeente"],
                stand=_read_dag(options["stand"]),
                krimp_bevestigd=options["minder"],
            ),
            door=system_actor(herkomst="opdracht"),
            now=timezone.now(),
        )
        self.stdout.write(
            f"{row.aantal} adressen in het uittreksel: {row.nieuw_of_anders} nieuw of anders, {row.verdwenen} "
            f"verdwenen, {row.overgeslagen} regels overgeslagen."
        )

    def _look_up(self, options: dict[str, Any]) -> None:
        vraag = read_adresvraag(dict(_pair(deel) for deel in options["vraag"]))
        for one in list_adressen(vraag):
            role = "" if one.hoofdadres else " (nevenadres)"
            self.stdout.write(
                f"{', '.join(one.adresregels)}: nummeraanduiding {one.nummeraanduiding}, "
                f"{find_soort(one.object)} {one.object}{role}"
            )

    def _tell(self, options: dict[str, Any]) -> None:
        for one in list_standen():
            day = f" van {one.stand:%d-%m-%Y}" if one.stand else ""
            self.stdout.write(
                f"{one.gebied or 'Nederland'}: {one.aantal} adressen uit {one.soort}{day}, geladen op "
                f"{timezone.localtime(one.geladen_op):%d-%m-%Y %H:%M}"
            )


def _read_dag(tekst: str) -> date | None:
    try:
        return date.fromisoformat(tekst) if tekst else None
    except ValueError as problem:
        raise Weigering(f"'{tekst}' is geen dag zoals 2026-10-31. [datum_ongeldig]") from problem


def _pair(deel: str) -> tuple[str, str]:
    naam, teken, waarde = deel.partition("=")
    if not teken:
        raise Adresvraagfout(f"'{deel}': schrijf naam=waarde, zoals postcode=1234AB. [adresvraag_ongeldig]")
    return naam, waarde
