"""The OpenID providers of organisations: rows that beheer adds and switches off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from meldpunt.audit.actions import record
from meldpunt.toegang.aanmelden.factorslot import seal, unseal
from meldpunt.toegang.aanmelden.sessies import end_sessies_of
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Aanmeldbron, Aanmelddomein, Aanmeldnaam
from meldpunt.toegang.oidc import Aanbieder, OidcFout, check_adres
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.rechten.functies import Functie, check_functie
from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.weigering import Weigering

# Anybody gets an address there.
OPENBAAR: Final = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.nl", "live.nl", "live.com",
        "msn.com", "icloud.com", "yahoo.com", "ziggo.nl", "kpnmail.nl", "planet.nl", "xs4all.nl",
        "proton.me", "protonmail.com",
    }
)  # fmt: skip
# One part of a name between its points: whole names are cut first, so that no pattern repeats within a repeat.
DEEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def is_domein(tekst: str) -> bool:
    """Say whether a text can be the domain of an address: two parts or more, and the last has letters only."""
    parts = tekst.split(".")
    return len(parts) > 1 and all(map(DEEL.fullmatch, parts)) and parts[-1].isalpha() and len(parts[-1]) > 1


@dataclass(frozen=True, slots=True)
class Nieuwebron:
    """What beheer fills in about a provider."""

    naam: str
    partijsoort: str
    partij: str
    issuer: str
    client_id: str
    geheim: str
    domeinen: tuple[str, ...]
    rolclaim: str
    rollen: Mapping[str, str]
    acr: tuple[str, ...]
    amr: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bronregel:
    """One provider for the list of beheer; never its secret."""

    id: UUID
    naam: str
    partij: str
    issuer: str
    domeinen: tuple[str, ...]
    rollen: tuple[str, ...]
    tweede_stap: str
    actief: bool


@acting_on_accounts()
def create_bron(*, bron: Nieuwebron, door: Actor, now: datetime) -> UUID:
    """Add a provider for an organisation. Raises Weigering and GeenToegang."""
    check_manage(door)
    domeinen = _check(bron)
    try:
        with transaction.atomic():
            row = Aanmeldbron.objects.create(
                naam=bron.naam,
                partijsoort=bron.partijsoort,
                partij=bron.partij,
                issuer=bron.issuer,
                client_id=bron.client_id,
                geheim=seal(bron.geheim).encode(),
                rolclaim=bron.rolclaim,
                rollen=dict(bron.rollen),
                acr=list(bron.acr),
                amr=list(bron.amr),
                aangemaakt_op=now,
            )
            Aanmelddomein.objects.bulk_create(Aanmelddomein(domein=one, bron=row) for one in domeinen)
            record(
                "aanmeldbron_toegevoegd",
                objectsoort="aanmeldbron",
                object=row.id,
                door=door,
                now=now,
                waarden={"partij": f"{bron.partijsoort}:{bron.partij}", "domeinen": domeinen},
            )
    except IntegrityError as problem:
        raise Weigering(
            "Een van deze domeinen hoort al bij een andere aanmeldbron. [domein_bezet]"
        ) from problem
    return row.id


@acting_on_accounts()
def set_actief(*, bron: UUID, actief: bool, door: Actor, now: datetime) -> None:
    """Switch a provider on or off; off ends the sessions of everybody it knows. Raises GeenToegang."""
    check_manage(door)
    with transaction.atomic():
        row = Aanmeldbron.objects.select_for_update().get(id=bron)
        Aanmeldbron.objects.filter(id=row.id).update(actief=actief)
        record(
            "aanmeldbron_aan" if actief else "aanmeldbron_uit",
            objectsoort="aanmeldbron",
            object=row.id,
            door=door,
            now=now,
        )
        if not actief:
            for gebruiker in Aanmeldnaam.objects.filter(bron=row).values_list("gebruiker_id", flat=True):
                end_sessies_of(gebruiker=gebruiker, reden="aanmeldbron_uit", door=door, now=now)


@acting_on_accounts()
def list_bronnen(*, door: Actor) -> list[Bronregel]:
    """Return every provider, by name. Raises GeenToegang."""
    check_manage(door)
    return [
        Bronregel(
            row.id,
            row.naam,
            f"{row.partijsoort} {row.partij}",
            row.issuer,
            tuple(sorted(one.domein for one in row.domeinen.all())),
            tuple(f"{value} → {rol}" for value, rol in sorted(row.rollen.items())),
            ", ".join([*(f"acr {one}" for one in row.acr), *(f"amr {one}" for one in row.amr)]),
            row.actief,
        )
        for row in Aanmeldbron.objects.prefetch_related("domeinen").order_by("naam", "id")
    ]


def find_bron_for(email: str) -> Aanmeldbron | None:
    """Return the provider with which the people of this mail domain sign in."""
    domein = email.strip().lower().rpartition("@")[2]
    found = Aanmelddomein.objects.filter(domein=domein, bron__actief=True).select_related("bron").first()
    return found.bron if found else None


def get_aanbieder(bron: UUID, *, terugkeer: str) -> tuple[Aanmeldbron, Aanbieder]:
    """Return a provider that is on and how to speak with it. Raises DoesNotExist."""
    row = Aanmeldbron.objects.prefetch_related("domeinen").get(id=bron, actief=True)
    geheim = unseal(bytes(row.geheim).decode())
    return row, Aanbieder(row.issuer, row.client_id, geheim, terugkeer, acr=tuple(row.acr))


def has_second_factor(bron: Aanmeldbron, claims: Mapping[str, Any]) -> bool:
    """Say whether the provider says in the way agreed with it that it asked a second factor itself."""
    said = claims.get("amr")
    methods = set(said) if isinstance(said, list) else set()
    return str(claims.get("acr", "")) in bron.acr or bool(methods & set(bron.amr))


def _check(bron: Nieuwebron) -> list[str]:
    """Return the domains as they are kept. Raises Weigering."""
    try:
        check_adres(bron.issuer)
    except OidcFout as problem:
        raise Weigering(
            "Het adres van de aanmeldbron moet met https:// beginnen en mag niet in ons eigen netwerk liggen. "
            "[issuer_onveilig]"
        ) from problem
    if bron.issuer.rstrip("/") != bron.issuer and "/.well-known/" in bron.issuer:
        raise Weigering("Vul het adres in zonder '/.well-known/…'. [issuer_ongeldig]")
    for value, rol in bron.rollen.items():
        functie = Functie(rol, bron.partijsoort, bron.partij)
        check_functie(functie)
        if functie.bijzonder:
            raise Weigering(
                f"'{value}' geeft de rol {functie.rolnaam}. Zo'n bijzonder recht geven twee personen, niet een "
                "aanmeldbron. [recht_bijzonder]"
            )
    domeinen = sorted({one.strip().lower().lstrip("@") for one in bron.domeinen if one.strip()})
    wrong = next((one for one in domeinen if not is_domein(one) or one in OPENBAAR), None)
    if wrong is not None or not domeinen:
        raise Weigering(
            f"'{wrong or ''}' is geen domein van één organisatie. Vul een eigen domein in, zoals haarlem.nl. "
            "[domein_ongeldig]"
        )
    return domeinen
