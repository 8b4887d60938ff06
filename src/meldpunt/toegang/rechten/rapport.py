"""The rights of a quarter: who has which role, since when, how safely, and whether it is used."""

from __future__ import annotations

import hashlib
import re
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Aanstelling, Gebruiker, Rechtencontrole
from meldpunt.toegang.policies import GeenToegang, get_gebruiker
from meldpunt.toegang.rechten.functies import Functie
from meldpunt.toegang.rechten.gebruik import find_laatste_aanmeldingen, find_tweede_stappen
from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.weigering import Weigering

ONGEBRUIKT: Final = timedelta(days=90)
MELDPUNT: Final = "meldpunt"


@dataclass(frozen=True, slots=True)
class Rechtregel:
    """One role of one person."""

    gebruiker: UUID
    naam: str
    email: str
    functie: Functie
    vanaf: date
    tot: date | None
    laatst: datetime | None
    factoren: tuple[str, ...]
    goedgekeurd_door: str
    ongebruikt: bool


@dataclass(frozen=True, slots=True)
class Wijziging:
    """A role that began or ended in the quarter."""

    dag: date
    wat: str
    naam: str
    functie: Functie


@dataclass(frozen=True, slots=True)
class Rechtenrapport:
    """The roles that hold on a day of a quarter, what changed in it, and who confirmed it."""

    kwartaal: str
    peildag: date
    regels: tuple[Rechtregel, ...]
    wijzigingen: tuple[Wijziging, ...]
    vingerafdruk: str
    bevestigd_op: datetime | None
    bevestigd_door: str


def kwartaal_of(dag: date) -> str:
    """Return the quarter of a day, as 2026-4."""
    return f"{dag.year}-{(dag.month + 2) // 3}"


def vorig_kwartaal(dag: date) -> str:
    """Return the last quarter that is over on a day."""
    return kwartaal_of(date(dag.year, (dag.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1))


def days_of(kwartaal: str) -> tuple[date, date]:
    """Return first and last day of a quarter. Raises Weigering when it is none."""
    found = re.fullmatch(r"(20\d\d)-([1-4])", kwartaal)
    if found is None:
        raise Weigering(f"'{kwartaal}' is geen kwartaal. Schrijf het zo: 2026-4. [kwartaal_ongeldig]")
    year, month = int(found[1]), int(found[2]) * 3
    first = date(year, month - 2, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return first, after - timedelta(days=1)


@acting_on_accounts()
def make_rapport(*, kwartaal: str, door: Actor, now: datetime) -> Rechtenrapport:
    """Return the rights of a quarter, on its last day or today; a privacy officer sees the own municipality."""
    reach = _reach(door)
    first, last = days_of(kwartaal)
    day = min(last, timezone.localdate(now))
    rows = Aanstelling.objects.filter(reach).select_related("gebruiker")
    present = rows.filter(Q(vanaf__lte=day) & (Q(tot=None) | Q(tot__gte=day)), gebruiker__is_active=True)
    lines = _lines(list(present.order_by("gebruiker__naam", "rol", "partij", "id")), day)
    changed = rows.filter(Q(vanaf__range=(first, last)) | Q(tot__range=(first, last)))
    changes = tuple(
        change for row in changed.order_by("vanaf", "id") for change in _changes(row, first, last)
    )
    control = Rechtencontrole.objects.filter(kwartaal=kwartaal, bereik=_bereik(door)).first()
    confirmed = control if control and control.bevestigd_op else None
    by = _name_of(confirmed.bevestigd_door) if confirmed else ""
    return Rechtenrapport(
        kwartaal,
        day,
        lines,
        changes,
        _fingerprint(lines),
        confirmed.bevestigd_op if confirmed else None,
        by,
    )


@acting_on_accounts()
def confirm_rapport(*, kwartaal: str, vingerafdruk: str, opmerking: str, door: Actor, now: datetime) -> None:
    """Confirm that a person looked at the rights of a quarter that is over. Raises Weigering if they changed since."""
    get_gebruiker(door)
    if days_of(kwartaal)[1] >= timezone.localdate(now):
        raise Weigering("Dit kwartaal loopt nog. Bevestig het na de laatste dag. [kwartaal_loopt]")
    with transaction.atomic():
        rapport = make_rapport(kwartaal=kwartaal, door=door, now=now)
        if rapport.vingerafdruk != vingerafdruk:
            raise Weigering(
                "De rechten zijn veranderd terwijl u keek. Bekijk ze opnieuw. [rechten_veranderd]"
            )
        row, _ = Rechtencontrole.objects.select_for_update().get_or_create(
            kwartaal=kwartaal, bereik=_bereik(door)
        )
        if row.bevestigd_op is not None:
            raise Weigering("Dit kwartaal is al bevestigd. [kwartaal_bevestigd]")
        Rechtencontrole.objects.filter(id=row.id).update(
            bevestigd_op=now,
            bevestigd_door=door.gebruiker,
            vingerafdruk=vingerafdruk,
            opmerking=opmerking[:1000],
        )
        record(
            "rechten_bevestigd",
            objectsoort="rechtencontrole",
            object=row.id,
            door=door,
            now=now,
            gemeente=door.partij if door.rol == "privacy" else "",
            waarden={"kwartaal": kwartaal, "rollen": len(rapport.regels), "vingerafdruk": vingerafdruk},
        )


def _name_of(gebruiker: UUID | None) -> str:
    found = Gebruiker.objects.filter(id=gebruiker).first() if gebruiker else None
    return found.naam if found else ""


def _lines(rows: list[Aanstelling], day: date) -> tuple[Rechtregel, ...]:
    people = {row.gebruiker_id for row in rows}
    latest, factors = find_laatste_aanmeldingen(people), find_tweede_stappen(people)
    approvers = {row.goedgekeurd_door for row in rows if row.goedgekeurd_door}
    names = dict(Gebruiker.objects.filter(id__in=approvers).values_list("id", "naam"))
    return tuple(
        Rechtregel(
            row.gebruiker_id,
            row.gebruiker.naam,
            row.gebruiker.email,
            Functie(row.rol, row.partijsoort, row.partij),
            row.vanaf,
            row.tot,
            latest.get(row.gebruiker_id),
            factors.get(row.gebruiker_id, ()),
            names.get(row.goedgekeurd_door, "") if row.goedgekeurd_door else "",
            _is_unused(row.vanaf, latest.get(row.gebruiker_id), day),
        )
        for row in rows
    )


def _is_unused(vanaf: date, laatst: datetime | None, day: date) -> bool:
    last_seen = timezone.localdate(laatst) if laatst else vanaf
    return max(last_seen, vanaf) < day - ONGEBRUIKT


def _changes(row: Aanstelling, first: date, last: date) -> list[Wijziging]:
    functie = Functie(row.rol, row.partijsoort, row.partij)
    found = []
    if first <= row.vanaf <= last:
        found.append(Wijziging(row.vanaf, "begonnen", row.gebruiker.naam, functie))
    if row.tot is not None and first <= row.tot <= last:
        found.append(Wijziging(row.tot, "beëindigd", row.gebruiker.naam, functie))
    return found


def _fingerprint(lines: tuple[Rechtregel, ...]) -> str:
    """Return what changes when somebody's rights do; that a person signs in changes no right."""
    texts = [
        f"{line.gebruiker} {astuple(line.functie)} {line.vanaf} {line.tot} {line.factoren}" for line in lines
    ]
    return hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest()


def _reach(door: Actor) -> Q:
    if door.rol in {"beheer", "systeem"}:
        return Q()
    if door.rol == "privacy":
        return Q(partijsoort="gemeente", partij__in=door.gemeenten)
    raise GeenToegang("Alleen een beheerder of privacyfunctionaris ziet het rechtenrapport. [geen_toegang]")


def _bereik(door: Actor) -> str:
    return door.partij if door.rol == "privacy" else MELDPUNT
