"""`meldpunt beheerders`: make the first two people of beheer of a new installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.rechten.eerste import make_first_beheerders
from meldpunt.toegang.ronde import link_of
from meldpunt.toegang.weigering import Weigering


class Command(BaseCommand):
    help = "Maak de eerste twee beheerders en druk voor elk de link af waarmee hij een wachtwoord kiest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--beheerder",
            nargs=2,
            action="append",
            required=True,
            metavar=("E-MAIL", "NAAM"),
            help="twee keer: e-mailadres en 'Voornaam Achternaam'",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        personen = [(email, naam) for email, naam in options["beheerder"]]
        try:
            made = make_first_beheerders(
                personen=personen, door=system_actor(herkomst="opdracht"), now=timezone.now()
            )
        except Weigering as problem:
            raise CommandError(str(problem)) from problem
        for gebruiker, token in made:
            self.stdout.write(f"{gebruiker.email}: {link_of(gebruiker.id, token)}")
