"""Notice a breach, write down its facts, and close it with a conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.audit.actions import record
from meldpunt.datalekken.grepen import get_own_for_update
from meldpunt.datalekken.klokken import DOEL, set_klokken
from meldpunt.datalekken.models import Datalek
from meldpunt.datalekken.werkblad import Werkblad, fill_werkblad, list_codes
from meldpunt.partijen.models import PartnerDeelname
from meldpunt.partijen.queries import holds_on
from meldpunt.rules.datalekken import can_follow, list_beletsels
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang, check_open_datalek, get_gebruiker
from meldpunt.toegang.rijcontext import acting_beyond
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
    row = _draft(titel=titel, feiten=feiten, ontdekt_op=ontdekt_op, door=door, now=now)
    row.gemeenten = _gemeenten_of(door, now)
    row.partners = [door.partner] if door.partner else []
    _begin(row, "datalek_gemeld", door=door, now=now)
    return row.id


@transaction.atomic
def open_from_aanlevering(*, aanlevering: UUID, door: Actor, now: datetime) -> UUID:
    """Begin a breach with its worksheet from a recalled delivery; the one that is there when it was begun before."""
    check_open_datalek(door)
    source = Aanlevering.objects.select_related("partner").get(id=aanlevering)
    # What a file held is counted for every municipality in it, also where this actor sees no row.
    with acting_beyond(*list_codes()):
        _lock(aanlevering)
        werkblad = fill_werkblad([source.id])
        known = Datalek.objects.filter(aanleveringen__contains=[source.id]).first()
    if door.rol not in {"beheer", "systeem"} and not set(werkblad.per_gemeente) & set(door.gemeenten):
        raise GeenToegang("Deze aanlevering raakt uw gemeente niet. [geen_toegang]")
    if source.ingetrokken_op is None:
        raise Weigering(
            "Deze aanlevering is niet ingetrokken. Meld wat er misging met het formulier. [niet_ingetrokken]"
        )
    if known is not None:
        return known.id
    row = _draft(
        titel=f"Ingetrokken aanlevering van {source.partner.naam} van {source.datum:%d-%m-%Y}",
        feiten=f"De partner trok de aanlevering in. Reden: {source.intrekreden or 'niet opgegeven'}",
        ontdekt_op=source.ingetrokken_op,
        door=door,
        now=now,
    )
    if door.rol in {"privacy", "beheer", "systeem"}:
        row.status = "onderzoek"
    _take_over(row, werkblad, source.id)
    _begin(row, "datalek_geopend", door=door, now=now)
    return row.id


def _take_over(row: Datalek, werkblad: Werkblad, aanlevering: UUID) -> None:
    row.aanleveringen, row.werkblad, row.aard = [aanlevering], werkblad.waarden, ["vertrouwelijkheid"]
    row.convenanten, row.partners = list(werkblad.convenanten), list(werkblad.partners)
    row.gegevenssoorten = list(werkblad.soorten)
    row.gemeenten, row.aantallen = sorted(werkblad.per_gemeente), dict(werkblad.per_gemeente)
    row.aantal_personen = sum(werkblad.per_gemeente.values())


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
        value = getattr(feiten, name)
        setattr(row, name, list(value) if isinstance(value, (list, tuple)) else value)
    row.aantallen = {code: count for code, count in row.aantallen.items() if code in row.gemeenten}
    row.status = "onderzoek"
    row.save()
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
            gemeenten=len(row.gemeenten),
        )
        if between:
            raise Weigering(" ".join(between))
    row.status = naar
    row.gesloten_op = now if naar in {"gesloten", "geen_datalek"} else None
    row.conclusie = conclusie.strip() or row.conclusie
    row.save(update_fields=["status", "gesloten_op", "conclusie"])
    _record(f"datalek_{naar}", row, door=door, now=now)


def _draft(*, titel: str, feiten: str, ontdekt_op: datetime, door: Actor, now: datetime) -> Datalek:
    return Datalek(
        status="signaal",
        titel=titel.strip()[:TITELLENGTE],
        feiten=feiten.strip(),
        ontdekt_op=ontdekt_op,
        ontdekt_door=door.naam[:120],
        gemeld_door=door.gebruiker,
        gemeld_partij=f"{door.partijsoort}:{door.partij}",
        vastgelegd_op=now,
    )


def _begin(row: Datalek, handeling: str, *, door: Actor, now: datetime) -> None:
    """Write a new breach with its clocks: for municipalities that its noticer may not look after."""
    if door.rol == "beheer":
        row.save(force_insert=True)
        set_klokken(row, door=door, now=now)
    else:
        with acting_beyond(*row.gemeenten):
            row.save(force_insert=True)
            set_klokken(row, door=door, now=now)
    _record(handeling, row, door=door, now=now)


def _lock(aanlevering: UUID) -> None:
    """Let a second press on the same delivery wait for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"datalek:{aanlevering}"])


def _gemeenten_of(door: Actor, now: datetime) -> list[str]:
    """Say whose privacy officers a notice is for: one's own municipalities; of a partner, where it reports."""
    if door.partner is None:
        return list(door.gemeenten)
    rows = PartnerDeelname.objects.filter(holds_on(timezone.localdate(now)), partner=door.partner)
    return list(rows.order_by("gemeente").values_list("gemeente_id", flat=True).distinct())


def _record(handeling: str, row: Datalek, *, door: Actor, now: datetime, **waarden: Any) -> None:
    """Write a line per municipality that is touched: each officer finds it in the own log."""
    for code in row.gemeenten or [""]:
        record(
            handeling,
            objectsoort="datalek",
            object=row.id,
            gemeente=code,
            door=door,
            now=now,
            doel=DOEL,
            waarden=waarden,
        )
