"""`meldpunt audit`: check the log, set an anchor, show the keys to check anchors with, end a closed period."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meldpunt.audit.ankers import ankerbestand, has_ankersleutel, list_public_keys, set_anker
from meldpunt.audit.controle import check_log, drop_period
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.weigering import Weigering


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = (
        "Controleer het logboek: elke veranderde, verwijderde, toegevoegde of verplaatste regel wordt gemeld."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="wat", required=True)
        check = acts.add_parser("controleer", help="loop de keten na en vergelijk met de ankers")
        check.add_argument(
            "--vanaf", default="", help="volgnummer, of moment als 2026-11-01 of 2026-11-01T08:00"
        )
        check.add_argument("--gemeente", default="", help="meld alleen regels van deze gemeente (code)")
        acts.add_parser("anker", help="teken het einde van de keten nu")
        acts.add_parser("sleutels", help="toon de openbare sleutels waarmee ankers te controleren zijn")
        drop = acts.add_parser("inkorten", help="haal een afgesloten, geankerde periode uit het logboek")
        drop.add_argument("--tot", type=int, required=True, help="volgnummer van het anker")
        drop.add_argument(
            "--ouder-dan", type=int, default=5 * 366, help="bewaartermijn van het logboek in dagen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['wat']}")(options)

    def _controleer(self, options: dict[str, Any]) -> None:
        start = time.monotonic()
        found = check_log(vanaf=_read_vanaf(options["vanaf"]), gemeente=options["gemeente"])
        seconds = max(time.monotonic() - start, 1e-6)
        keten = found.keten
        for breuk in found.alle_breuken:
            moment = f"{timezone.localtime(breuk.tijd):%Y-%m-%d %H:%M:%S}" if breuk.tijd else "tijd onbekend"
            self.stderr.write(f"regel {breuk.volgnummer} ({moment}): {breuk.tekst} [{breuk.soort}]")
        speed = f"{seconds:.1f} s, {keten.regels / seconds:.0f} regels per seconde"
        if not found.heel:
            number = keten.aantal_breuken + len(found.breuken)
            raise CommandError(
                f"Het logboek is gebroken: {number} keer in {keten.regels} regels ({speed}). "
                "Verander niets en volg 'Het logboek controleren' in docs/how-to. [logboek_gebroken]"
            )
        self.stdout.write(f"Het logboek is heel: regel {keten.eerste} tot en met {keten.laatste} ({speed}).")

    def _anker(self, options: dict[str, Any]) -> None:
        if not has_ankersleutel():
            raise CommandError(
                "Er is geen sleutel voor ankers. Zet MELDPUNT_ANKERSLEUTEL. [geen_ankersleutel]"
            )
        made = set_anker(now=timezone.now())
        self.stdout.write(
            f"Het anker staat in {ankerbestand()}." if made else "Er was niets nieuws te ankeren."
        )

    def _sleutels(self, options: dict[str, Any]) -> None:
        for naam, key in list_public_keys().items():
            self.stdout.write(f"{naam} ed25519 {key}")

    def _inkorten(self, options: dict[str, Any]) -> None:
        try:
            taken = drop_period(
                tot=options["tot"],
                jonger_dan=timedelta(days=options["ouder_dan"]),
                door=system_actor(herkomst="opdracht"),
                now=timezone.now(),
            )
        except Weigering as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{taken} regels tot en met regel {options['tot']} zijn uit het logboek gehaald.")


def _read_vanaf(text: str) -> int | datetime:
    if not text:
        return 1
    if text.isdecimal():
        return max(1, int(text))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"'{text}' is geen volgnummer of moment. Schrijf bijvoorbeeld 1200 of 2026-11-01. [vanaf_onbekend]"
        ) from None
    return moment if moment.tzinfo else timezone.make_aware(moment)
