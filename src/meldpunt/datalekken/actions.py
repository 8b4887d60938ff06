"""Notice a breach, write down its facts, and close it with a conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.audit.actions import record
from meldpunt.datalekken.grepen import get_own_for_update
from meldpunt.datalekken.klokken import DOEL, set_klokken
from meldpunt.datalekken.models import Datalek, Datalekgemeente
from meldpunt.datalekken.werkblad import fill_werkblad
from meldpunt.partijen.models import PartnerDeelname
from meldpunt.partijen.queries import holds_on
from meldpunt.rules.datalekken import can_follow, list_beletsels
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang, check_open_datalek, get_gebruiker
from meldpunt.toegang.weigering import Weigering

TITELLENGTE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Feiten:
    """What is known of a breach, as a privacy officer writes it down."""

    titel: str
    feiten: str
    oorzaak: str
    aard: Sequence[str]
    gegevenssoorten: Sequence[str]
    aantal_personen: int | None
    ontdekt_op: datetime
    ontdekt_door: str
    maatregelen: str
    risico: str
    reden_geen_risico: str
    gemeenten: Sequence[str]
    convenanten: Sequence[str]
    partners: Sequence[UUID]


@transaction.atomic
def report_voorval(*, titel: str, feiten: str, ontdekt_op: datetime, door: Actor, now: datetime) -> UUID:
    """Let anybody with an account say that something went wrong; the privacy officers judge it. Returns its key."""
    get_gebruiker(door)
    if not titel.strip() or not feiten.strip():
        raise Weigering("Schrijf op wat er is gebeurd. [voorval_leeg]")
    if ontdekt_op > now:
        raise Weigering(
            "Het moment van ontdekken ligt in de toekomst. Kies een eerder moment. [moment_ongeldig]"
        )
    row = _create(titel=titel, feiten=feiten, ontdekt_op=ontdekt_op, status="signaal", door=door, now=now)
    partners = (door.partner,) if door.partner else ()
    row.partners = list(partners)
    row.save(update_fields=["partners"])
    _set_gemeenten(row, dict.fromkeys(_gemeenten_of(door, now)))
    set_klokken(row, door=door, now=now)
    _record("datalek_gemeld", row, door=door, now=now)
    return row.id


@transaction.atomic
def open_from_aanlevering(*, aanlevering: UUID, door: Actor, now: datetime) -> UUID:
    """Begin a breach with its worksheet from a recalled delivery; the one that is there when it was begun before."""
    check_open_datalek(door)
    source = Aanlevering.objects.select_for_update().select_related("partner").get(id=aanlevering)
    werkblad = fill_werkblad([source.id])
    if door.rol not in {"beheer", "systeem"} and not set(werkblad.per_gemeente) & set(door.gemeenten):
        raise GeenToegang("Deze aanlevering raakt uw gemeente niet. [geen_toegang]")
    if source.ingetrokken_op is None:
        raise Weigering(
            "Deze aanlevering is niet ingetrokken. Meld wat er misging met het formulier. [niet_ingetrokken]"
        )
    known = Datalek.objects.filter(aanleveringen__contains=[source.id]).first()
    if known is not None:
        return known.id
    row = _create(
        titel=f"Ingetrokken aanlevering van {source.partner.naam} van {source.datum:%d-%m-%Y}",
        feiten=f"De partner trok de aanlevering in. Reden: {source.intrekreden or 'niet opgegeven'}",
        ontdekt_op=source.ingetrokken_op,
        status="onderzoek" if door.rol in {"privacy", "beheer", "systeem"} else "signaal",
        door=door,
        now=now,
    )
    row.aanleveringen, row.convenanten, row.partners = (
        [source.id],
        list(werkblad.convenanten),
        list(werkblad.partners),
    )
    row.gegevenssoorten, row.werkblad, row.aard = (
        list(werkblad.soorten),
        werkblad.waarden,
        ["vertrouwelijkheid"],
    )
    row.aantal_personen = sum(werkblad.per_gemeente.values())
    row.save()
    _set_gemeenten(row, dict(werkblad.per_gemeente))
    set_klokken(row, door=door, now=now)
    _record("datalek_geopend", row, door=door, now=now, aanlevering=str(source.id))
    return row.id


@transaction.atomic
def save_feiten(*, datalek: UUID, feiten: Feiten, door: Actor, now: datetime) -> None:
    """Write down the facts; the clocks follow them. A signal that gets its facts is in investigation from then on."""
    row = get_own_for_update(datalek, door=door)
    if row.status not in {"signaal", "onderzoek"}:
        raise Weigering("Dit datalek is afgesloten. Heropen het om iets te veranderen. [datalek_status]")
    if feiten.ontdekt_op > now:
        raise Weigering(
            "Het moment van ontdekken ligt in de toekomst. Kies een eerder moment. [moment_ongeldig]"
        )
    if feiten.risico == "geen" and not feiten.reden_geen_risico.strip():
        raise Weigering(
            "Schrijf op waarom er waarschijnlijk geen risico is (AVG art. 33 lid 1). [reden_ontbreekt]"
        )
    if not feiten.gemeenten:
        raise Weigering("Kies welke gemeenten geraakt zijn. [gemeente_ontbreekt]")
    for name in Feiten.__slots__:
        if name != "gemeenten":
            value = getattr(feiten, name)
            setattr(row, name, list(value) if isinstance(value, (list, tuple)) else value)
    row.status = "onderzoek"
    row.save()
    counts: dict[str, int | None] = dict(row.gemeenten.values_list("gemeente_id", "aantal"))
    _set_gemeenten(row, {code: counts.get(code) for code in feiten.gemeenten})
    set_klokken(row, door=door, now=now)
    _record("datalek_feiten", row, door=door, now=now, risico=row.risico)


@transaction.atomic
def move_datalek(*, datalek: UUID, naar: str, conclusie: str, door: Actor, now: datetime) -> None:
    """Close a breach, say that it is none, or open it again. Raises Weigering while something stands in the way."""
    row = get_own_for_update(datalek, door=door)
    if not can_follow(row.status, naar):
        raise Weigering("Dit kan niet meer: de stand is veranderd. Ververs de pagina. [datalek_status]")
    if naar == "geen_datalek" and not conclusie.strip():
        raise Weigering("Schrijf op waarom dit geen datalek is. [conclusie_ontbreekt]")
    if naar == "gesloten":
        still = list(row.klokken.filter(gedaan_op=None, niet_nodig=False).order_by("uiterlijk", "id"))
        between = list_beletsels(
            conclusie=conclusie,
            risico=row.risico,
            open_klokken=[klok.naam for klok in still],
            gemeenten=row.gemeenten.count(),
        )
        if between:
            raise Weigering(" ".join(between))
    row.status = naar
    row.gesloten_op = now if naar in {"gesloten", "geen_datalek"} else None
    row.conclusie = conclusie.strip() or row.conclusie
    row.save(update_fields=["status", "gesloten_op", "conclusie"])
    _record(f"datalek_{naar}", row, door=door, now=now)


def _create(  # noqa: PLR0913 - the least that a breach begins with
    *, titel: str, feiten: str, ontdekt_op: datetime, status: str, door: Actor, now: datetime
) -> Datalek:
    return Datalek.objects.create(
        status=status,
        titel=titel.strip()[:TITELLENGTE],
        feiten=feiten.strip(),
        ontdekt_op=ontdekt_op,
        ontdekt_door=door.naam[:120],
        gemeld_door=door.gebruiker,
        gemeld_partij=f"{door.partijsoort}:{door.partij}",
        vastgelegd_op=now,
    )


def _gemeenten_of(door: Actor, now: datetime) -> tuple[str, ...]:
    """Say whose privacy officers a notice is for: one's own municipalities; of a partner, where it reports."""
    if door.partner is None:
        return door.gemeenten
    rows = PartnerDeelname.objects.filter(holds_on(timezone.localdate(now)), partner=door.partner)
    return tuple(rows.order_by("gemeente").values_list("gemeente_id", flat=True).distinct())


def _set_gemeenten(row: Datalek, counts: dict[str, int | None] | dict[str, Any]) -> None:
    row.gemeenten.exclude(gemeente__in=counts).delete()
    for code, aantal in counts.items():
        Datalekgemeente.objects.update_or_create(datalek=row, gemeente_id=code, defaults={"aantal": aantal})


def _record(handeling: str, row: Datalek, *, door: Actor, now: datetime, **waarden: Any) -> None:
    """Write a line per municipality that is touched: each officer finds it in the own log."""
    codes = list(row.gemeenten.order_by("gemeente_id").values_list("gemeente_id", flat=True)) or [""]
    for code in codes:
        record(
            handeling, objectsoort="datalek", object=row.id, gemeente=code, door=door, now=now, doel=DOEL,
            waarden=waarden,
        )  # fmt: skip
