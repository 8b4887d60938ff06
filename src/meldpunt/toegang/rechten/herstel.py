"""Help somebody who lost app, passkey and codes: only beheer takes a second factor away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.toegang.aanmelden.sessies import end_sessies_of
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.weigering import Weigering


@acting_on_accounts()
def remove_factoren(*, gebruiker: UUID, door: Actor, now: datetime) -> None:
    """Take away every second factor of another account and end its sessions. Raises Weigering, GeenToegang."""
    check_manage(door)
    if gebruiker == door.gebruiker:
        raise Weigering("Uw eigen tweede stap haalt een andere beheerder weg. [eigen_account]")
    with transaction.atomic():
        Authenticator.objects.filter(user_id=gebruiker).delete()
        record("factoren_weggehaald", objectsoort="account", object=gebruiker, door=door, now=now)
        end_sessies_of(gebruiker=gebruiker, reden="factoren_weggehaald", door=door, now=now)
