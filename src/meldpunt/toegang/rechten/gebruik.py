"""When people last signed in, and which second factor they have: for the team and for the report of a quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Max

from meldpunt.toegang.aanmelden.factoren import HERSTELCODE, SOORTEN
from meldpunt.toegang.models import Aanmelding, Aanmeldnaam

ORGANISATIE = "organisatie"


def find_laatste_aanmeldingen(people: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when each of these people last signed in; who never did is not in it."""
    rows = Aanmelding.objects.filter(gebruiker__in=people, gelukt=True).values_list("gebruiker")
    return dict(rows.annotate(laatst=Max("tijd")).order_by())


def find_tweede_stappen(people: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the kinds of second factor of each of these people, the sign-in of their organisation among them.

    Recovery codes come with another factor and are none by themselves.
    """
    found: dict[UUID, set[str]] = defaultdict(set)
    for user, kind in Authenticator.objects.filter(user__in=people).values_list("user_id", "type"):
        found[user].add(SOORTEN[kind])
    for user in Aanmeldnaam.objects.filter(gebruiker__in=people).values_list("gebruiker_id", flat=True):
        found[user].add(ORGANISATIE)
    return {user: tuple(sorted(kinds - {HERSTELCODE})) for user, kinds in found.items()}
