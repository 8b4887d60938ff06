"""Processor agreements: whose runs on a day. No agreement, no access (AVG art. 28 lid 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from meldpunt.partijen.models import Gemeente, Uitvoerder, Verwerkersovereenkomst
from meldpunt.rules.proefinwoners import GEEN_GEMEENTE
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_overeenkomsten
from meldpunt.toegang.weigering import Weigering

WAARSCHUWDAGEN: Final = 60
MELDPUNT: Final = "meldpunt"
UITLEG: Final = (
    "Uw organisatie heeft nu geen verwerkersovereenkomst met een gemeente die vandaag loopt. Zonder overeenkomst mag u "
    "geen gegevens van inwoners zien (AVG artikel 28). Vraag de gemeente om de overeenkomst te verlengen en vast te "
    "leggen; daarna kunt u meteen weer verder. [geen_overeenkomst]"
)


def runs_on(day: date) -> Q:
    """Filter agreements on those that run on a day: begun, and neither past their term nor ended early."""
    begun = Q(vanaf__lte=day) & (Q(tot=None) | Q(tot__gte=day))
    return begun & (Q(beeindigd_per=None) | Q(beeindigd_per__gte=day))


def has_overeenkomst(*, gemeente: str, partij: str, on: date, partijsoort: str = "uitvoerder") -> bool:
    """Say whether the agreement of a municipality with this party runs on a day."""
    return Verwerkersovereenkomst.objects.filter(
        runs_on(on), gemeente=gemeente, partijsoort=partijsoort, partij=partij
    ).exists()


def list_gemeenten_of_uitvoerder(sleutel: str, *, on: date) -> tuple[str, ...]:
    """Return the codes of the municipalities for which an uitvoerder works and whose agreement with it runs."""
    running = Verwerkersovereenkomst.objects.filter(
        runs_on(on), partijsoort=Verwerkersovereenkomst.Partij.UITVOERDER, partij=sleutel
    )
    rows = Gemeente.objects.filter(uitvoerders=sleutel, code__in=running.values("gemeente"))
    return tuple(rows.order_by("code").values_list("code", flat=True))


def list_zonder_overeenkomst(gemeente: str, *, on: date) -> frozenset[str]:
    """Return the uitvoerders of a municipality whose agreement does not run on a day."""
    running = Verwerkersovereenkomst.objects.filter(
        runs_on(on), gemeente=gemeente, partijsoort=Verwerkersovereenkomst.Partij.UITVOERDER
    )
    rows = Uitvoerder.objects.filter(gemeenten=gemeente).exclude(sleutel__in=running.values("partij"))
    return frozenset(rows.values_list("sleutel", flat=True))


def check_overeenkomst(uitvoerder: str, *, gemeente: str, on: date) -> None:
    """Raise Weigering when the agreement with this uitvoerder does not run: it may get no zaak then."""
    if not has_overeenkomst(gemeente=gemeente, partij=uitvoerder, on=on):
        raise Weigering(
            f"Er loopt op {on:%d-%m-%Y} geen verwerkersovereenkomst met dit team of deze dienst. Leg eerst de "
            "overeenkomst vast, of kies een ander. [geen_overeenkomst]"
        )


@dataclass(frozen=True, slots=True)
class Overeenkomst:
    """One agreement for a list; `einde` is the day it really ends, `stand` how it stands on the day asked."""

    id: UUID
    gemeente: str
    gemeentenaam: str
    partijsoort: str
    partij: str
    partijnaam: str
    vanaf: date
    tot: date | None
    getekend_op: date
    kenmerk: str
    subverwerkers: tuple[str, ...]
    beeindigd_per: date | None
    beeindigd_reden: str
    einde: date | None
    stand: str


def list_overeenkomsten(*, door: Actor, on: date) -> list[Overeenkomst]:
    """List the agreements that the actor may see: beheer all of them, others those of their municipalities."""
    check_see_overeenkomsten(door)
    rows = Verwerkersovereenkomst.objects.select_related("gemeente")
    if door.rol not in {"beheer", "systeem"}:
        rows = rows.filter(gemeente__in=door.gemeenten)
    names = dict(Uitvoerder.objects.values_list("sleutel", "naam"))
    return [
        _overeenkomst(row, names, on) for row in rows.order_by("gemeente__naam", "partij", "-vanaf", "id")
    ]


@dataclass(frozen=True, slots=True)
class Gemis:
    """A party that works for a municipality without an agreement that runs."""

    gemeente: str
    gemeentenaam: str
    partijsoort: str
    partij: str
    partijnaam: str


def list_gemis(*, door: Actor, on: date) -> list[Gemis]:
    """List who works for a municipality without an agreement: uitvoerders, and the meldpunt where one takes part."""
    check_see_overeenkomsten(door)
    everywhere = door.rol in {"beheer", "systeem"}
    gemeenten = Gemeente.objects.exclude(code__in=GEEN_GEMEENTE).prefetch_related("uitvoerders")
    if not everywhere:
        gemeenten = gemeenten.filter(code__in=door.gemeenten)
    running = set(
        Verwerkersovereenkomst.objects.filter(runs_on(on)).values_list("gemeente_id", "partijsoort", "partij")
    )
    taking_part = set(
        Gemeente.objects.filter(
            Q(deelnames__tot=None) | Q(deelnames__tot__gte=on), deelnames__vanaf__lte=on
        ).values_list("code", flat=True)
    )
    found = []
    for gemeente in gemeenten.order_by("naam", "code"):
        works = [("uitvoerder", row.sleutel, row.naam) for row in gemeente.uitvoerders.all()]
        works += [(MELDPUNT, MELDPUNT, "Meldpunt")] if gemeente.code in taking_part else []
        found += [
            Gemis(gemeente.code, gemeente.naam, soort, sleutel, naam)
            for soort, sleutel, naam in works
            if (gemeente.code, soort, sleutel) not in running
        ]
    return found


def end_of(row: Verwerkersovereenkomst) -> date | None:
    """Return the last day of an agreement: the earlier of its term and an early end; none when it runs on."""
    return min((day for day in (row.tot, row.beeindigd_per) if day is not None), default=None)


def stand_of(row: Verwerkersovereenkomst, *, on: date) -> str:
    """Say how an agreement stands on a day: toekomstig, loopt, loopt_af (within the warning) or geeindigd."""
    last = end_of(row)
    if last is not None and last < on:
        return "geeindigd"
    if row.vanaf > on:
        return "toekomstig"
    return "loopt_af" if last is not None and last <= on + timedelta(days=WAARSCHUWDAGEN) else "loopt"


def _overeenkomst(row: Verwerkersovereenkomst, names: dict[str, str], on: date) -> Overeenkomst:
    return Overeenkomst(
        id=row.id,
        gemeente=row.gemeente_id,
        gemeentenaam=row.gemeente.naam,
        partijsoort=row.partijsoort,
        partij=row.partij,
        partijnaam=names.get(row.partij, "Meldpunt" if row.partijsoort == MELDPUNT else row.partij),
        vanaf=row.vanaf,
        tot=row.tot,
        getekend_op=row.getekend_op,
        kenmerk=row.kenmerk,
        subverwerkers=tuple(row.subverwerkers),
        beeindigd_per=row.beeindigd_per,
        beeindigd_reden=row.beeindigd_reden,
        einde=end_of(row),
        stand=stand_of(row, on=on),
    )
