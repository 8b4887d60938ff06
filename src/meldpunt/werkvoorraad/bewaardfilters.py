"""The filters that somebody keeps: saved under a name, used, renamed, overwritten, thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from meldpunt.audit.actions import record
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import get_gebruiker
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.models import Bewaardfilter

HOOGSTENS: Final = 30
VRAAGLENGTE: Final = 1000


@dataclass(frozen=True, slots=True)
class Filterkeuze:
    """One kept filter: the part of the address bar that chooses it, and its columns."""

    id: UUID
    naam: str
    vraag: str
    kolommen: tuple[str, ...]


def list_bewaardfilters(*, scherm: str, door: Actor) -> list[Filterkeuze]:
    """Return one's own kept filters of a screen, by name."""
    rows = Bewaardfilter.objects.filter(gebruiker=door.gebruiker, scherm=scherm).order_by("naam", "id")
    return [Filterkeuze(row.id, row.naam, row.vraag, tuple(row.kolommen)) for row in rows]


@transaction.atomic
def save_bewaardfilter(  # noqa: PLR0913 - a filter with its columns
    *, scherm: str, naam: str, vraag: str, kolommen: Sequence[str], door: Actor, now: datetime
) -> None:
    """Keep a filter under a name; one of that name is overwritten. Raises Weigering without a name, or past thirty."""
    named = _check_naam(naam)
    own = Bewaardfilter.objects.select_for_update().filter(gebruiker=door.gebruiker, scherm=scherm)
    names = set(own.values_list("naam", flat=True))
    if named not in names and len(names) >= HOOGSTENS:
        raise Weigering(
            f"U heeft al {HOOGSTENS} eigen filters. Gooi er eerst een weg, of kies een naam die er al is. "
            "[filters_vol]"
        )
    row, _ = Bewaardfilter.objects.update_or_create(
        gebruiker_id=get_gebruiker(door),
        scherm=scherm,
        naam=named,
        defaults={"vraag": vraag[:VRAAGLENGTE], "kolommen": list(kolommen), "bewaard_op": now},
    )
    _log("filter_bewaard", row.id, door=door, now=now)


@transaction.atomic
def rename_bewaardfilter(*, filter: UUID, naam: str, door: Actor, now: datetime) -> None:
    """Give one's own filter another name. Raises Weigering for a name that another filter has."""
    row = _get_own(filter, door)
    row.naam = _check_naam(naam)
    try:
        with transaction.atomic():
            row.save(update_fields=["naam"])
    except IntegrityError:
        raise Weigering("U heeft al een filter met die naam. Kies een andere naam. [filter_naam]") from None
    _log("filter_hernoemd", filter, door=door, now=now)


@transaction.atomic
def delete_bewaardfilter(*, filter: UUID, door: Actor, now: datetime) -> None:
    """Throw one's own filter away."""
    _get_own(filter, door).delete()
    _log("filter_weggegooid", filter, door=door, now=now)


def _get_own(filter: UUID, door: Actor) -> Bewaardfilter:
    row = Bewaardfilter.objects.select_for_update().filter(id=filter, gebruiker=door.gebruiker).first()
    if row is None:
        raise Weigering("Dit filter bestaat niet meer. Ververs de pagina. [filter_onbekend]")
    return row


def _check_naam(naam: str) -> str:
    named = " ".join(naam.split())
    if not named or len(named) > 60:
        raise Weigering("Geef het filter een naam van hoogstens 60 tekens. [filter_naam]")
    return named


def _log(handeling: str, filter: UUID, *, door: Actor, now: datetime) -> None:
    record(handeling, objectsoort="bewaardfilter", object=filter, door=door, now=now)
