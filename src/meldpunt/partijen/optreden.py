"""On whose behalf an account acts: its appointments, and the party behind the one it chose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from meldpunt.partijen.models import Gemeente, Signaalpartner, Uitvoerder
from meldpunt.partijen.overeenkomsten import list_gemeenten_of_uitvoerder
from meldpunt.partijen.proef import name_proefpartij
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Aanstelling, Gebruiker, Partijsoort
from meldpunt.toegang.policies import TOEPASSING
from meldpunt.toegang.toepassingen.models import Toepassing


@dataclass(frozen=True, slots=True)
class Optreden:
    """The actor, the names of party and role to print, and the other appointments of the same account."""

    actor: Actor
    partijnaam: str
    rolnaam: str
    aanstelling: UUID
    andere: tuple[tuple[UUID, str], ...]


def list_aanstellingen(gebruiker: UUID, *, on: date) -> list[Aanstelling]:
    """Return the appointments of an account that hold on a day."""
    holds = Q(vanaf__lte=on) & (Q(tot=None) | Q(tot__gte=on))
    return list(Aanstelling.objects.filter(holds, gebruiker=gebruiker).order_by("rol", "partij", "id"))


def find_optreden(gebruiker: object, *, gekozen: str | None, herkomst: str, on: date) -> Optreden | None:
    """Return on whose behalf an account acts; none for a visitor and for an account without an appointment."""
    if not isinstance(gebruiker, Gebruiker):
        return None
    aanstellingen = list_aanstellingen(gebruiker.id, on=on)
    if not aanstellingen:
        return None
    chosen = next((a for a in aanstellingen if str(a.id) == gekozen), aanstellingen[0])
    naam, gemeenten, partner = _partij(chosen.partijsoort, chosen.partij, on=on)
    actor = Actor(
        gebruiker=gebruiker.id,
        naam=gebruiker.naam,
        rol=chosen.rol,
        partijsoort=chosen.partijsoort,
        partij=chosen.partij,
        herkomst=herkomst,
        gemeenten=gemeenten,
        partner=partner,
    )
    others = tuple((a.id, f"{a.get_rol_display()} · {a.partij}") for a in aanstellingen if a is not chosen)
    return Optreden(actor, naam, chosen.get_rol_display(), chosen.id, others)


def list_optredens(*, rollen: Collection[str], herkomst: str, on: date) -> dict[Gebruiker, tuple[Actor, ...]]:
    """Return every active account with one of these roles on a day, with an actor for each such appointment."""
    holds = Q(vanaf__lte=on) & (Q(tot=None) | Q(tot__gte=on))
    rows = Aanstelling.objects.filter(holds, rol__in=rollen, gebruiker__is_active=True)
    found: dict[Gebruiker, tuple[Actor, ...]] = {}
    parties: dict[tuple[str, str], tuple[str, tuple[str, ...], UUID | None]] = {}
    for row in rows.select_related("gebruiker").order_by("gebruiker", "id"):
        key = (row.partijsoort, row.partij)
        parties[key] = parties.get(key) or _partij(*key, on=on)
        _, gemeenten, partner = parties[key]
        actor = Actor(
            gebruiker=row.gebruiker_id,
            naam=row.gebruiker.naam,
            rol=row.rol,
            partijsoort=row.partijsoort,
            partij=row.partij,
            herkomst=herkomst,
            gemeenten=gemeenten,
            partner=partner,
        )
        found[row.gebruiker] = (*found.get(row.gebruiker, ()), actor)
    return found


def has_aanstelling(gebruiker: object, aanstelling: UUID, *, on: date) -> bool:
    """Say whether this appointment is one of the account's own and holds on the day."""
    return isinstance(gebruiker, Gebruiker) and any(
        a.id == aanstelling for a in list_aanstellingen(gebruiker.id, on=on)
    )


def get_toepassing_actor(toepassing: Toepassing, *, on: date) -> Actor:
    """Return on whose behalf a program acts: its party, and the program itself in the place of a person."""
    soort, partij = toepassing.partijsoort, toepassing.partij
    if toepassing.proef:
        soort, partij = name_proefpartij(soort, partij)
    _, gemeenten, partner = _partij(soort, partij, on=on)
    return Actor(
        gebruiker=toepassing.id,
        naam=toepassing.naam,
        rol="behandelaar" if toepassing.proef and soort == Partijsoort.GEMEENTE else toepassing.rol,
        partijsoort=soort,
        partij=partij,
        herkomst=TOEPASSING,
        gemeenten=gemeenten,
        partner=partner,
    )


def _partij(partijsoort: str, partij: str, *, on: date) -> tuple[str, tuple[str, ...], UUID | None]:
    """Return name, municipalities and partner key of the party of an appointment or a program.

    An uitvoerder has the municipalities whose processor agreement runs that day: none, no access (AVG art. 28).
    """
    match partijsoort:
        case Partijsoort.PARTNER:
            partner = Signaalpartner.objects.get(sleutel=partij)
            return partner.naam, (), partner.id
        case Partijsoort.GEMEENTE:
            gemeente = Gemeente.objects.get(code=partij)
            return f"Gemeente {gemeente.naam}", (gemeente.code,), None
        case Partijsoort.UITVOERDER:
            uitvoerder = Uitvoerder.objects.get(sleutel=partij)
            return uitvoerder.naam, list_gemeenten_of_uitvoerder(uitvoerder.sleutel, on=on), None
        case _:
            return "Meldpunt", (), None
