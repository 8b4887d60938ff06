"""Let somebody in whom the own organisation vouches for: only who was appointed, or whom a claim gives a role."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.toegang.aanmelden.uitnodigen import check_persoonlijk
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.models import Aanmeldbron, Aanmeldnaam, Aanstelling, Gebruiker
from meldpunt.toegang.rechten.aanstellingen import grant
from meldpunt.toegang.rechten.functies import Functie
from meldpunt.toegang.weigering import Weigering

ONBEKEND: Final = (
    "Uw organisatie kent u, maar u hebt hier nog geen rol. Vraag uw beheerder om een rol. [niet_aangesteld]"
)
ADRES: Final = (
    "Uw organisatie geeft geen bevestigd e-mailadres van een domein dat met ons is afgesproken. Vraag uw eigen "
    "helpdesk ernaar. [adres_niet_bevestigd]"
)


def admit(*, bron: Aanmeldbron, claims: Mapping[str, Any], now: datetime) -> Gebruiker:
    """Return the account of who signed in at the provider. Raises Weigering for whoever has nothing to do here.

    Known is a person by the provider's own name for them (`sub`). An address counts once, to find an account that
    somebody prepared, and only when the provider says it checked it and the domain is its own.
    """
    door = system_actor(herkomst="web")
    naam = str(claims["sub"])[:255]
    with transaction.atomic():
        known = Aanmeldnaam.objects.filter(bron=bron, naam=naam).select_related("gebruiker").first()
        gebruiker = known.gebruiker if known else _link(bron, naam, claims, door, now)
        if not gebruiker.is_active:
            raise Weigering(ONBEKEND)
        _follow_claim(bron, gebruiker, claims, door, now)
        has_role = _has_role(bron, gebruiker, now)
    # Outside: that a claim took a role away stays, also when it was the last one.
    if not has_role:
        raise Weigering(ONBEKEND)
    return gebruiker


def _link(bron: Aanmeldbron, naam: str, claims: Mapping[str, Any], door: Actor, now: datetime) -> Gebruiker:
    email = _checked_address(bron, claims)
    gebruiker = Gebruiker.objects.select_for_update().filter(email=email).first()
    if gebruiker is None:
        if not _roles_of(bron, claims):
            raise Weigering(ONBEKEND)
        full = (
            str(claims.get("name") or "").strip()[:200] or email.partition("@")[0].replace(".", " ").title()
        )
        check_persoonlijk(email=email, naam=full)
        gebruiker = Gebruiker.objects.create_user(email, naam=full)
        record("account_gemaakt", objectsoort="account", object=gebruiker.id, door=door, now=now)
    elif not _roles_of(bron, claims) and not _has_role(bron, gebruiker, now):
        raise Weigering(ONBEKEND)
    # Whoever has the address now is not who had it under another name before.
    if Aanmeldnaam.objects.filter(bron=bron, gebruiker=gebruiker).exists():
        raise Weigering(
            "Dit account hoort bij iemand anders van uw organisatie. Vraag uw beheerder. [aanmeldnaam_anders]"
        )
    Aanmeldnaam.objects.create(bron=bron, naam=naam, gebruiker=gebruiker, sinds=now)
    record(
        "account_gekoppeld",
        objectsoort="account",
        object=gebruiker.id,
        door=door,
        now=now,
        waarden={"aanmeldbron": str(bron.id)},
    )
    return gebruiker


def _checked_address(bron: Aanmeldbron, claims: Mapping[str, Any]) -> str:
    email = str(claims.get("email") or "").strip().lower()
    domeinen = {one.domein for one in bron.domeinen.all()}
    # Exactly true: the text "false" is true as well to whoever looks less closely.
    if claims.get("email_verified") is not True or email.rpartition("@")[2] not in domeinen:
        raise Weigering(ADRES)
    return email


def _roles_of(bron: Aanmeldbron, claims: Mapping[str, Any]) -> set[str]:
    if not bron.rolclaim:
        return set()
    said = claims.get(bron.rolclaim)
    values = said if isinstance(said, list) else [said]
    return {bron.rollen[value] for value in values if isinstance(value, str) and value in bron.rollen}


def _follow_claim(
    bron: Aanmeldbron, gebruiker: Gebruiker, claims: Mapping[str, Any], door: Actor, now: datetime
) -> None:
    """Give the roles that the claim gives, and end those that it gave before and gives no more."""
    roles, today = _roles_of(bron, claims), timezone.localdate(now)
    holds = Q(tot=None) | Q(tot__gte=today)
    rows = Aanstelling.objects.filter(
        holds, gebruiker=gebruiker, partijsoort=bron.partijsoort, partij=bron.partij
    )
    present = {row.rol: row for row in rows}
    for rol in sorted(roles - set(present)):
        functie = Functie(rol, bron.partijsoort, bron.partij)
        if not functie.bijzonder:
            grant(gebruiker=gebruiker.id, functie=functie, tot=None, door=door, now=now, bron=bron.id)
    for rol, row in present.items():
        if row.bron == bron.id and rol not in roles:
            Aanstelling.objects.filter(id=row.id).update(tot=today - timedelta(days=1))
            record(
                "rol_beeindigd",
                objectsoort="account",
                object=gebruiker.id,
                door=door,
                now=now,
                waarden={
                    "rol": rol,
                    "partij": f"{bron.partijsoort}:{bron.partij}",
                    "aanmeldbron": str(bron.id),
                },
            )


def _has_role(bron: Aanmeldbron, gebruiker: Gebruiker, now: datetime) -> bool:
    today = timezone.localdate(now)
    holds = Q(vanaf__lte=today) & (Q(tot=None) | Q(tot__gte=today))
    return Aanstelling.objects.filter(
        holds, gebruiker=gebruiker, partijsoort=bron.partijsoort, partij=bron.partij
    ).exists()
