"""Set a connection up, switch it, and try whether it works: by beheer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction

from meldpunt.adapters.uitgaand import Verzoek
from meldpunt.audit.actions import record
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.gegevens import MELDPUNT, Geheimen, Koppelinggegevens
from meldpunt.koppelingen.keuring import check_koppeling, read_einde
from meldpunt.koppelingen.models import Koppeling, Koppelingstand
from meldpunt.koppelingen.oproep import call
from meldpunt.koppelingen.queries import open_row
from meldpunt.koppelingen.stand import forget_stand
from meldpunt.koppelingen.verzegeling import seal, unseal
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.weigering import Weigering


def set_koppeling(
    *, gegevens: Koppelinggegevens, koppeling: UUID | None = None, door: Actor, now: datetime
) -> UUID:
    """Set up a connection, or change one; a secret that is left empty stays as it was. Raises Weigering, GeenToegang.

    `plek` is the code of the municipality, or the whole meldpunt.
    """
    check_manage(door)
    try:
        with transaction.atomic():
            row = _find_row(koppeling)
            kept = unseal(bytes(row.geheim), koppeling=row.id) if row.geheim else Geheimen()
            whole = _complete(gegevens, kept)
            check_koppeling(whole)
            _fill(row, whole, door=door, now=now)
            row.save(force_insert=koppeling is None)
            record(
                "koppeling_gezet",
                objectsoort="koppeling",
                object=row.id,
                gemeente=row.gemeente_id or "",
                door=door,
                now=now,
                waarden={
                    "soort": row.soort,
                    "server": urlsplit(row.adres).hostname,
                    "aanmelding": row.aanmelding,
                },
            )
    except IntegrityError as problem:
        raise Weigering("Deze gemeente heeft al zo'n koppeling. Wijzig die. [koppeling_bestaat]") from problem
    # What went wrong with the former settings says nothing about these.
    forget_stand(whole.sleutel)
    return row.id


@transaction.atomic
def switch_koppeling(*, koppeling: UUID, aan: bool, door: Actor, now: datetime) -> None:
    """Switch a connection on or off; what is due waits meanwhile. Raises Weigering and GeenToegang."""
    check_manage(door)
    row = _get_row(koppeling)
    Koppeling.objects.filter(id=row.id).update(aan=aan, gewijzigd_op=now, gewijzigd_door=door.gebruiker)
    record(
        "koppeling_aan" if aan else "koppeling_uit",
        objectsoort="koppeling",
        object=row.id,
        gemeente=row.gemeente_id or "",
        door=door,
        now=now,
    )


@dataclass(frozen=True, slots=True)
class Proef:
    """What came of a try: the code of what was wrong, '' when the other side answered."""

    soort: str
    code: str


def try_koppeling(*, koppeling: UUID, door: Actor, now: datetime) -> Proef:
    """Ask the other side whether it is there, now.

    A rest is ended first. It asks nothing about anybody: only the address of the connection, or `proefpad` behind it.
    Raises Weigering and GeenToegang.
    """
    check_manage(door)
    with transaction.atomic():
        row = _get_row(koppeling)
        gegevens = open_row(row)
        record(
            "koppeling_geprobeerd",
            objectsoort="koppeling",
            object=row.id,
            gemeente=row.gemeente_id or "",
            door=door,
            now=now,
        )
    forget_stand(gegevens.sleutel, nu=True)
    asked = Verzoek(
        adres=gegevens.opties.get("proefpad", ""), methode="GET", koppen={"Accept": "application/json"}
    )
    try:
        call(koppeling=gegevens, verzoek=asked, now=now)
    except Koppelingfout as fout:
        return Proef(gegevens.soort, fout.code)
    return Proef(gegevens.soort, "")


@transaction.atomic
def end_rest(*, sleutel: str, door: Actor, now: datetime) -> str:
    """End the rest of a connection, so that the next that asks may try, and return its kind.

    Raises Weigering and GeenToegang.
    """
    check_manage(door)
    if not Koppelingstand.objects.filter(sleutel=sleutel).exists():
        raise Weigering("Deze koppeling bestaat niet. Ververs de pagina. [koppeling_onbekend]")
    forget_stand(sleutel, nu=True)
    record("koppeling_geprobeerd", objectsoort="koppeling", object=sleutel, door=door, now=now)
    return sleutel.partition(":")[0]


def _find_row(koppeling: UUID | None) -> Koppeling:
    return Koppeling(id=new_id(), geheim=b"") if koppeling is None else _get_row(koppeling)


def _get_row(koppeling: UUID) -> Koppeling:
    row = Koppeling.objects.select_for_update().filter(id=koppeling).first()
    if row is None:
        raise Weigering("Deze koppeling bestaat niet. Ververs de pagina. [koppeling_onbekend]")
    return row


def _complete(gegevens: Koppelinggegevens, kept: Geheimen) -> Koppelinggegevens:
    """Return what was filled in with the secrets that were there, where none was filled in."""
    given = gegevens.geheimen
    fields = ("sleutel", "client_geheim", "handtekeningsleutel", "certificaatsleutel")
    secrets = Geheimen(**{name: getattr(given, name) or getattr(kept, name) for name in fields})
    changed: Mapping[str, Any] = {
        name: getattr(gegevens, name) for name in Koppelinggegevens.__dataclass_fields__
    }
    return Koppelinggegevens(**{**changed, "geheimen": secrets})


def _fill(row: Koppeling, gegevens: Koppelinggegevens, *, door: Actor, now: datetime) -> None:
    wijze = gegevens.aanmelding
    row.soort, row.naam, row.adres = gegevens.soort, gegevens.naam, gegevens.adres
    row.gemeente_id = None if gegevens.plek == MELDPUNT else gegevens.plek
    row.aanmelding, row.sleutelkop, row.tokenadres = wijze.soort, wijze.sleutelkop, wijze.tokenadres
    row.client_id, row.scope, row.audience, row.kid = (
        wijze.client_id,
        wijze.scope,
        wijze.audience,
        wijze.kid,
    )
    row.geheim = seal(gegevens.geheimen, koppeling=row.id)
    row.certificaat, row.ca = gegevens.certificaat, gegevens.ca
    row.certificaat_tot = read_einde(gegevens.certificaat).astimezone(UTC) if gegevens.certificaat else None
    row.koppen, row.opties = dict(gegevens.koppen), dict(gegevens.opties)
    row.verbinden_seconden, row.lezen_seconden = gegevens.verbinden_seconden, gegevens.lezen_seconden
    row.pogingen, row.gelijktijdig = gegevens.pogingen, gegevens.gelijktijdig
    row.gewijzigd_op, row.gewijzigd_door = now, door.gebruiker
