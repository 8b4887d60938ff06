"""Sign in with a password: how often one may try, and one answer for whatever is wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.toegang.aanmelden.plek import Plek
from meldpunt.toegang.actor import Actor, account_actor, system_actor
from meldpunt.toegang.afleiding import hash_with_keys
from meldpunt.toegang.models import Aanmelding, Gebruiker, new_sessieteken
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.tellers import Grens, TeVaak, claim_try, hide_afzender, release_tries
from meldpunt.toegang.weigering import Weigering

PER_ACCOUNT: Final = Grens("aanmelden", 5, timedelta(minutes=15))
PER_AFZENDER: Final = Grens("aanmelden_van", 100, timedelta(minutes=15))
LANGST: Final = 200
ONJUIST: Final = (
    "E-mailadres of wachtwoord klopt niet. Controleer ze en probeer het opnieuw. [aanmelden_mislukt]"
)


def check_wachtwoord(*, email: str, wachtwoord: str, plek: Plek, now: datetime) -> Gebruiker:
    """Return the account that this password opens. Raises Weigering in the same words whatever is wrong.

    TeVaak comes after a number of tries for one address, known or not, or from one sender. An unknown address, an
    ended account and one without a password cost a hash and a log line too: the time tells nobody which it was.
    """
    email = email.strip().lower()
    claim_try(grenzen=[(PER_AFZENDER, hide_afzender(plek.adres, now=now))], now=now)
    try:
        claim_try(grenzen=[(PER_ACCOUNT, key_of(email))], now=now)
    except TeVaak:
        _note_lock(email, plek, now)
        raise
    found = authenticate(username=email, password=wachtwoord[:LANGST])
    if isinstance(found, Gebruiker):
        release_tries(soort=PER_ACCOUNT.soort, sleutel=key_of(email))
        return found
    with transaction.atomic():
        known = Gebruiker.objects.filter(email=email).first()
        record(
            "aanmelden_mislukt",
            objectsoort="account",
            object=known.id if known else key_of(email)[:32],
            door=system_actor(herkomst="web"),
            now=now,
            resultaat="geweigerd",
        )
    raise Weigering(ONJUIST)


def find_account(gebruiker: UUID) -> Gebruiker | None:
    """Return an account that may sign in."""
    return Gebruiker.objects.filter(id=gebruiker, is_active=True).first()


def key_of(email: str) -> str:
    """Return the key under which tries for an address are counted."""
    return hash_with_keys(email, doel="aanmelden")[0]


@acting_on_accounts()
def unlock(*, gebruiker: Gebruiker, door: Actor, now: datetime) -> None:
    """Let an account try again at once. Raises GeenToegang."""
    check_manage(door)
    with transaction.atomic():
        release_tries(soort=PER_ACCOUNT.soort, sleutel=key_of(gebruiker.email))
        release_tries(soort="aanmelden_code", sleutel=key_of(str(gebruiker.id)))
        record("account_ontgrendeld", objectsoort="account", object=gebruiker.id, door=door, now=now)


def set_wachtwoord(*, gebruiker: Gebruiker, wachtwoord: str, now: datetime) -> None:
    """Set a new password and end every session of the account. Raises Weigering with what is wrong with it."""
    try:
        validate_password(wachtwoord, gebruiker)
    except ValidationError as problem:
        raise Weigering(f"{' '.join(problem.messages)} [wachtwoord_zwak]") from problem
    with transaction.atomic():
        gebruiker.set_password(wachtwoord)
        gebruiker.sessieteken = new_sessieteken()
        gebruiker.save(update_fields=["password", "sessieteken"])
        release_tries(soort=PER_ACCOUNT.soort, sleutel=key_of(gebruiker.email))
        record(
            "wachtwoord_gezet",
            objectsoort="account",
            object=gebruiker.id,
            door=account_actor(gebruiker.id, gebruiker.naam),
            now=now,
        )


def _note_lock(email: str, plek: Plek, now: datetime) -> None:
    """Keep once per stretch of time that an address was locked, whether it is known or not."""
    known = Gebruiker.objects.filter(email=email).first()
    apparaat, netwerk = plek.hide(known.id if known else None)
    earlier = Aanmelding.objects.filter(
        gebruiker=known,
        netwerk=netwerk,
        tijd__gt=now - PER_ACCOUNT.venster,
        opvallend__contains=["veel_mislukt"],
    )
    if earlier.exists():
        return
    with transaction.atomic():
        Aanmelding.objects.create(
            gebruiker=known,
            tijd=now,
            gelukt=False,
            wijze="wachtwoord",
            apparaat=apparaat,
            netwerk=netwerk,
            opvallend=["veel_mislukt"],
        )
        record(
            "account_geblokkeerd",
            objectsoort="account",
            object=known.id if known else key_of(email)[:32],
            door=system_actor(herkomst="web"),
            now=now,
            resultaat="geweigerd",
        )
