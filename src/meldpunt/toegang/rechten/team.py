"""The people of a party: who has which role, till when, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Aanstelling, Gebruiker, Rechtaanvraag
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.rechten.functies import Functie, check_team
from meldpunt.toegang.rechten.gebruik import find_laatste_aanmeldingen, find_tweede_stappen
from meldpunt.toegang.rijcontext import acting_on_accounts


@dataclass(frozen=True, slots=True)
class Teamlid:
    """One role of one person at the party."""

    aanstelling: UUID
    gebruiker: UUID
    naam: str
    email: str
    functie: Functie
    vanaf: date
    tot: date | None
    beheert_team: bool
    laatst: datetime | None
    factoren: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wachtend:
    """A special right at the party that waits for a second person."""

    naam: str
    rolnaam: str
    verloopt_op: datetime


@acting_on_accounts()
def list_team(*, partijsoort: str, partij: str, door: Actor, on: date) -> list[Teamlid]:
    """Return everybody with a role at a party that is not over, by name. Raises GeenToegang."""
    check_team(door, partijsoort=partijsoort, partij=partij)
    rows = list(
        Aanstelling.objects.filter(Q(tot=None) | Q(tot__gte=on), partijsoort=partijsoort, partij=partij)
        .filter(gebruiker__is_active=True)
        .select_related("gebruiker")
        .order_by("gebruiker__naam", "rol", "id")
    )
    people = {row.gebruiker_id for row in rows}
    latest, factors = find_laatste_aanmeldingen(people), find_tweede_stappen(people)
    return [
        Teamlid(
            row.id,
            row.gebruiker_id,
            row.gebruiker.naam,
            row.gebruiker.email,
            Functie(row.rol, row.partijsoort, row.partij),
            row.vanaf,
            row.tot,
            row.beheert_team,
            latest.get(row.gebruiker_id),
            factors.get(row.gebruiker_id, ()),
        )
        for row in rows
    ]


@acting_on_accounts()
def list_wachtend(*, partijsoort: str, partij: str, door: Actor, now: datetime) -> list[Wachtend]:
    """Return the special rights at a party that wait for a second person. Raises GeenToegang."""
    check_team(door, partijsoort=partijsoort, partij=partij)
    rows = Rechtaanvraag.objects.filter(
        stand="open", verloopt_op__gt=now, partijsoort=partijsoort, partij=partij
    )
    return [
        Wachtend(row.gebruiker.naam, Functie(row.rol, partijsoort, partij).rolnaam, row.verloopt_op)
        for row in rows.select_related("gebruiker").order_by("id")
    ]


@acting_on_accounts()
def get_account(*, gebruiker: UUID, door: Actor) -> Gebruiker:
    """Return an account for beheer. Raises GeenToegang, and DoesNotExist when there is none."""
    check_manage(door)
    return Gebruiker.objects.get(id=gebruiker)
