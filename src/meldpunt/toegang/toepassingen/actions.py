"""Register a program, let a second person agree, give it other keys, end it."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import TOEPASSING, GeenToegang
from meldpunt.toegang.rechten.functies import Functie, check_functie, check_team
from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.toepassingen.models import Herhaalverzoek, Toepassing
from meldpunt.toegang.toepassingen.scopes import find_unknown
from meldpunt.toegang.toepassingen.verbinding import OIN
from meldpunt.toegang.weigering import Weigering

# What a program acts as when nothing is said: what works with what its party works with.
ROL_VAN: Final = {
    "partner": "partner",
    "gemeente": "behandelaar",
    "uitvoerder": "uitvoerder",
    "statistiek": "statistiek",
}
MEESTE: Final = 20
HERHALEN: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nieuwetoepassing:
    """What somebody fills in about a program; the keys as `read_sleutels` gives them."""

    naam: str
    partijsoort: str
    partij: str
    scopes: Sequence[str]
    sleutels: Mapping[str, Any]
    certificaten: Sequence[str] = ()
    oin: str = ""
    rol: str = ""
    proef: bool = False


@acting_on_accounts()
@transaction.atomic
def register_toepassing(*, toepassing: Nieuwetoepassing, door: Actor, now: datetime) -> Toepassing:
    """Register a program of a party. Raises GeenToegang and Weigering.

    One of a partner holds at once: it reaches what that partner delivered itself. One of a municipality or its
    uitvoerder reaches residents, and waits for a second person.
    """
    check_toepassingen(door, partijsoort=toepassing.partijsoort, partij=toepassing.partij)
    rol = toepassing.rol or ROL_VAN.get(toepassing.partijsoort, "")
    _check(toepassing, rol)
    row = Toepassing.objects.create(
        client_id=f"{_slug(toepassing.partij)}-{secrets.token_hex(6)}",
        naam=toepassing.naam.strip(),
        partijsoort=toepassing.partijsoort,
        partij=toepassing.partij,
        rol=rol,
        scopes=list(dict.fromkeys(toepassing.scopes)),
        sleutels=dict(toepassing.sleutels),
        certificaten=list(toepassing.certificaten),
        oin=toepassing.oin,
        proef=toepassing.proef,
        gemaakt_op=now,
        gemaakt_door=door.gebruiker,
    )
    _log("toepassing_aangemaakt", row, door=door, now=now, scopes=row.scopes)
    return row


@acting_on_accounts()
@transaction.atomic
def approve_toepassing(*, toepassing: UUID, door: Actor, now: datetime) -> None:
    """Be the second person who lets a program in. Raises Weigering for who asked for it."""
    row = _get(toepassing, door=door)
    if row.goedgekeurd_op is not None:
        raise Weigering("Deze toepassing is al goedgekeurd. U hoeft niets te doen. [al_goedgekeurd]")
    if door.gebruiker is None or door.gebruiker == row.gemaakt_door:
        raise Weigering("Een ander dan de aanvrager moet dit goedkeuren. [vier_ogen]")
    Toepassing.objects.filter(id=row.id).update(goedgekeurd_op=now, goedgekeurd_door=door.gebruiker)
    _log("toepassing_goedgekeurd", row, door=door, now=now)


@acting_on_accounts()
@transaction.atomic
def replace_sleutels(*, toepassing: UUID, sleutels: Mapping[str, Any], door: Actor, now: datetime) -> None:
    """Give a program other public keys; what the former ones signed counts no more."""
    row = _get(toepassing, door=door)
    Toepassing.objects.filter(id=row.id).update(sleutels=dict(sleutels))
    _log("toepassing_sleutels", row, door=door, now=now, kids=[key["kid"] for key in sleutels["keys"]])


@acting_on_accounts()
@transaction.atomic
def end_toepassing(*, toepassing: UUID, door: Actor, now: datetime) -> None:
    """End a program; a pass it still has counts no more."""
    row = _get(toepassing, door=door)
    Toepassing.objects.filter(id=row.id).update(beeindigd_op=now, beeindigd_door=door.gebruiker)
    _log("toepassing_beeindigd", row, door=door, now=now)


def sweep_herhaalverzoeken(*, now: datetime) -> int:
    """Delete the answers that are kept no longer; return how many."""
    return Herhaalverzoek.objects.filter(gemaakt_op__lt=now - HERHALEN).delete()[0]


def check_toepassingen(door: Actor, *, partijsoort: str, partij: str) -> None:
    """Raise unless the actor decides which programs of this party come in: a person, and whoever decides on its team.

    For its own partner any of its people may: a program reaches no more than they do.
    """
    if door.herkomst == TOEPASSING:
        raise GeenToegang("Een toepassing regelt geen toepassingen. Doe dit op het scherm. [geen_toegang]")
    if door.rol == "partner" and (door.partijsoort, door.partij) == (partijsoort, partij):
        return
    check_team(door, partijsoort=partijsoort, partij=partij)


def _get(toepassing: UUID, *, door: Actor) -> Toepassing:
    row = Toepassing.objects.select_for_update().get(id=toepassing, beeindigd_op=None)
    if door.rol == "partner" and (row.partijsoort, row.partij) != (door.partijsoort, door.partij):
        raise Toepassing.DoesNotExist("a program of another party")
    check_toepassingen(door, partijsoort=row.partijsoort, partij=row.partij)
    return row


def _check(toepassing: Nieuwetoepassing, rol: str) -> None:
    if not 0 < len(toepassing.naam.strip()) <= 120:
        raise Weigering("Geef de toepassing een naam van hooguit 120 tekens. [naam_ontbreekt]")
    if not toepassing.scopes:
        raise Weigering("Kies wat de toepassing mag. [scope_ontbreekt]")
    if unknown := find_unknown(toepassing.scopes, partijsoort=toepassing.partijsoort):
        raise Weigering(f"'{unknown[0]}' bestaat niet voor deze partij. Kies uit de lijst. [scope_onbekend]")
    if toepassing.oin and not OIN.fullmatch(toepassing.oin):
        raise Weigering(f"Een OIN heeft 20 cijfers. Er staat '{toepassing.oin[:30]}'. [oin_ongeldig]")
    functie = Functie(rol, toepassing.partijsoort, toepassing.partij)
    check_functie(functie)
    if functie.bijzonder and rol != "coordinator":
        raise Weigering("Een toepassing krijgt geen bijzondere rol. Kies een andere. [recht_bijzonder]")
    running = Toepassing.objects.filter(
        partijsoort=toepassing.partijsoort, partij=toepassing.partij, beeindigd_op=None
    )
    if running.count() >= MEESTE:
        raise Weigering(f"Er zijn al {MEESTE} toepassingen. Beëindig er eerst een. [te_veel_toepassingen]")


def _slug(partij: str) -> str:
    plain = unicodedata.normalize("NFKD", partij).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "toepassing"


def _log(handeling: str, row: Toepassing, *, door: Actor, now: datetime, **waarden: Any) -> None:
    record(
        handeling,
        objectsoort="toepassing",
        object=row.id,
        gemeente=row.partij if row.partijsoort == "gemeente" else "",
        door=door,
        now=now,
        waarden={"partij": f"{row.partijsoort}:{row.partij}", **waarden},
    )
