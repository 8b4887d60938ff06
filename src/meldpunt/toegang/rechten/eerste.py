"""The first person of beheer: nobody is there yet to invite or approve, so whoever runs the machine does."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.toegang.aanmelden.uitnodigen import Linkmaker, check_persoonlijk
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Aanstelling, Gebruiker
from meldpunt.toegang.rechten.aanstellingen import grant
from meldpunt.toegang.rechten.functies import Functie
from meldpunt.toegang.weigering import Weigering

BEHEER = Functie("beheer", "meldpunt", "meldpunt")
# Two of these commands at once must not make two.
SLOT = 7_304_021


def make_first_beheerders(
    *, personen: list[tuple[str, str]], door: Actor, now: datetime
) -> list[tuple[Gebruiker, str]]:
    """Make the first two people of beheer and return the token of a link for each. Raises Weigering.

    Two, for four eyes: one alone could never have a special right approved.
    """
    if len({email.strip().lower() for email, _ in personen}) != 2:
        raise Weigering(
            "Noem twee verschillende personen: over bijzondere rechten beslissen er twee. [vier_ogen]"
        )
    holds = Q(tot=None) | Q(tot__gte=timezone.localdate(now))
    made = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SLOT])
        if Aanstelling.objects.filter(holds, rol="beheer", gebruiker__is_active=True).exists():
            raise Weigering(
                "Er is al een beheerder. Die nodigt de volgende uit bij Partijen, Team. [beheerder_is_er]"
            )
        for email, naam in personen:
            check_persoonlijk(email=email, naam=naam)
            gebruiker = Gebruiker.objects.create_user(email.strip().lower(), naam=naam.strip())
            record("account_gemaakt", objectsoort="account", object=gebruiker.id, door=door, now=now)
            grant(gebruiker=gebruiker.id, functie=BEHEER, tot=None, door=door, now=now)
            made.append((gebruiker, Linkmaker().make_token(gebruiker)))
    return made
