"""Read the register of breaches: the list with its clocks, one breach, what can be begun from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from meldpunt.aanlevering.models import Aanlevering, Signaal
from meldpunt.audit.models import Logregel
from meldpunt.datalekken.grepen import list_own
from meldpunt.datalekken.models import Datalek, Datalekklok
from meldpunt.datalekken.werkblad import list_gemeentenamen
from meldpunt.partijen.models import Signaalpartner
from meldpunt.rules.datalekken import OVERGANGEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_see_datalekken

PAGE = 50
OPEN = frozenset({"loopt", "te_laat"})
EMPTY: Mapping[UUID, str] = {}


@dataclass(frozen=True, slots=True)
class Klokregel:
    """One clock for the screen; `toestand` is gedaan, te_laat_gedaan, niet_nodig, loopt or te_laat."""

    id: UUID
    soort: str
    partij: str
    naam: str
    uiterlijk: datetime
    grondslag: str
    toestand: str
    gedaan_op: datetime | None
    gedaan_door: str
    hoe: str
    reden: str


@dataclass(frozen=True, slots=True)
class Datalekregel:
    """One breach in the list, with what is due first."""

    id: UUID
    titel: str
    status: str
    risico: str
    ontdekt_op: datetime
    gemeenten: tuple[str, ...]
    aantal_personen: int | None
    eerst: Klokregel | None
    open: int
    te_laat: int


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """A line of the timeline: what was done, when, by whom."""

    moment: datetime
    handeling: str
    wie: str
    waarden: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Datalekbeeld:
    """Everything about one breach for its page."""

    id: UUID
    status: str
    velden: dict[str, Any]
    gemeenten: tuple[tuple[str, str, int | None], ...]
    partners: tuple[tuple[UUID, str], ...]
    klokken: tuple[Klokregel, ...]
    tijdlijn: tuple[Gebeurtenis, ...]
    kijkers: tuple[dict[str, Any], ...]
    werkblad: dict[str, Any]
    mag_naar: tuple[str, ...]


def list_datalekken(
    *, door: Actor, now: datetime, alleen_open: bool = False, before: UUID | None = None, size: int = PAGE
) -> list[Datalekregel]:
    """Return a page of the register, newest first; `before` is the last one of the page before it."""
    rows = _with_parts(list_own(door))
    if alleen_open:
        rows = rows.filter(status__in=["signaal", "onderzoek"])
    if before is not None:
        rows = rows.filter(id__lt=before)
    page = list(rows.order_by("-id")[:size])
    names = _names_of(page)
    return [_regel(row, now, names) for row in page]


def list_te_doen(*, door: Actor, now: datetime) -> list[tuple[Datalekregel, Klokregel]]:
    """List the open clocks of the actor's breaches, the first to end first."""
    rows = list(_with_parts(list_own(door).filter(status__in=["signaal", "onderzoek"])))
    names = _names_of(rows)
    found = [
        (_regel(row, now, names), klok)
        for row in rows
        for klok in map_klokken(row, now)
        if klok.toestand in OPEN
    ]
    return sorted(found, key=lambda one: (one[1].uiterlijk, one[1].id))


def get_datalek(*, datalek: UUID, door: Actor, now: datetime) -> Datalekbeeld:
    """Return everything about one breach. Raises Datalek.DoesNotExist for one that is not the actor's."""
    row = _with_parts(list_own(door)).get(id=datalek)
    done = {klok.gedaan_door for klok in row.klokken.all() if klok.gedaan_door}
    names = dict(Gebruiker.objects.filter(id__in=done).values_list("id", "naam"))
    partners = Signaalpartner.objects.filter(id__in=row.partners).order_by("naam", "id")
    return Datalekbeeld(
        id=row.id,
        status=row.status,
        velden={name: getattr(row, name) for name in VELDEN},
        gemeenten=tuple(
            (code, naam, row.aantallen.get(code)) for code, naam in list_gemeentenamen(row.gemeenten)
        ),
        partners=tuple(partners.values_list("id", "naam")),
        klokken=map_klokken(row, now, names),
        tijdlijn=_timeline(row),
        kijkers=_kijkers(row, door),
        werkblad=row.werkblad,
        mag_naar=OVERGANGEN[row.status],
    )


VELDEN = (
    "titel", "feiten", "oorzaak", "aard", "gegevenssoorten", "aantal_personen", "ontdekt_op", "ontdekt_door",
    "maatregelen", "risico", "reden_geen_risico", "conclusie", "convenanten", "vastgelegd_op", "gesloten_op",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Intrekking:
    """A recalled delivery of which no breach was begun."""

    id: UUID
    partner: str
    bestandsnaam: str
    ingetrokken_op: datetime
    reden: str


def list_intrekkingen(*, door: Actor) -> list[Intrekking]:
    """List the newest recalled deliveries that touch the actor's municipalities and have no breach yet."""
    check_see_datalekken(door)
    known = {key for keys in Datalek.objects.values_list("aanleveringen", flat=True) for key in keys}
    rows = (
        Aanlevering.objects.filter(status="ingetrokken", partner__proef=False)
        .exclude(id__in=known)
        .select_related("partner")
    )
    if door.rol != "beheer":
        here = Signaal.objects.filter(gemeente__in=door.gemeenten, aanlevering__in=rows.values("id"))
        rows = rows.filter(id__in=here.values("aanlevering"))
    return [
        Intrekking(row.id, row.partner.naam, row.bestandsnaam, row.ingetrokken_op, row.intrekreden)
        for row in rows.order_by("-ingetrokken_op", "-id")[:20]
        if row.ingetrokken_op is not None
    ]


def map_klokken(row: Datalek, now: datetime, names: Mapping[UUID, str] = EMPTY) -> tuple[Klokregel, ...]:
    """Give the clocks of a breach for the screen, the first to end first; `names` is who did them."""
    rows = sorted(row.klokken.all(), key=lambda klok: (klok.uiterlijk, klok.soort, klok.naam))
    return tuple(
        Klokregel(
            id=klok.id,
            soort=klok.soort,
            partij=klok.partij,
            naam=klok.naam,
            uiterlijk=klok.uiterlijk,
            grondslag=klok.grondslag,
            toestand=toestand_of(klok, now),
            gedaan_op=klok.gedaan_op,
            gedaan_door=names.get(klok.gedaan_door, "") if klok.gedaan_door else "",
            hoe=klok.hoe,
            reden=klok.reden,
        )
        for klok in rows
    )


def toestand_of(klok: Datalekklok, now: datetime) -> str:
    """Say how a clock stands at a moment."""
    if klok.niet_nodig:
        return "niet_nodig"
    if klok.gedaan_op is not None:
        return "gedaan" if klok.gedaan_op <= klok.uiterlijk else "te_laat_gedaan"
    return "loopt" if now <= klok.uiterlijk else "te_laat"


def _names_of(rows: Sequence[Datalek]) -> dict[str, str]:
    return dict(list_gemeentenamen(sorted({code for row in rows for code in row.gemeenten})))


def _with_parts(rows: QuerySet[Datalek]) -> QuerySet[Datalek]:
    return rows.prefetch_related("klokken")


def _regel(row: Datalek, now: datetime, names: Mapping[str, str]) -> Datalekregel:
    still = [klok for klok in map_klokken(row, now) if klok.toestand in OPEN]
    return Datalekregel(
        id=row.id,
        titel=row.titel,
        status=row.status,
        risico=row.risico,
        ontdekt_op=row.ontdekt_op,
        gemeenten=tuple(sorted(names.get(code, code) for code in row.gemeenten)),
        aantal_personen=row.aantal_personen,
        eerst=still[0] if still else None,
        open=len(still),
        te_laat=sum(klok.toestand == "te_laat" for klok in still),
    )


def _timeline(row: Datalek) -> tuple[Gebeurtenis, ...]:
    lines = Logregel.objects.filter(objectsoort="datalek", object=str(row.id)).order_by("tijd", "id")[:500]
    names = dict(
        Gebruiker.objects.filter(id__in={line.gebruiker for line in lines}).values_list("id", "naam")
    )
    found: dict[tuple[datetime, str, str], Gebeurtenis] = {}
    for line in lines:
        if line.handeling == "datalek_ingezien":
            continue
        who = names.get(line.gebruiker, "Meldpunt") if line.gebruiker else "Meldpunt"
        # One act leaves a line per municipality; the timeline shows it once.
        found.setdefault(
            (line.tijd, line.handeling, str(line.waarden)),
            Gebeurtenis(line.tijd, line.handeling, who, line.waarden),
        )
    return tuple(found.values())


def _kijkers(row: Datalek, door: Actor) -> tuple[dict[str, Any], ...]:
    """Name who opened the zaken meanwhile; a privacy officer sees those of the own municipality."""
    rows = [
        one
        for one in row.werkblad.get("keken", ())
        if door.rol == "beheer" or one["gemeente"] in door.gemeenten
    ]
    names = {
        str(key): naam
        for key, naam in Gebruiker.objects.filter(id__in=[one["gebruiker"] for one in rows]).values_list(
            "id", "naam"
        )
    }
    return tuple({**one, "naam": names.get(one["gebruiker"], "Verwijderd account")} for one in rows)
