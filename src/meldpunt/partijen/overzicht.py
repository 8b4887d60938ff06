"""What beheer sees: the life of each covenant, who takes part in it, and what is still missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from meldpunt.partijen.grondslag import Wetswaarschuwing, list_wetswaarschuwingen
from meldpunt.partijen.models import Convenantgebeurtenis, GemeenteDeelname, PartnerDeelname, Werkprotocol
from meldpunt.partijen.queries import derive_einde, holds_on
from meldpunt.partijen.register import get_convenant, list_convenanten
from meldpunt.rules.convenant import Convenant
from meldpunt.rules.datum import add_months
from meldpunt.rules.proefinwoners import PROEFGEMEENTE

PAGE = 50


@dataclass(frozen=True, slots=True)
class Convenantstand:
    """Where a covenant is in its life on a day, and how many take part on that day."""

    sleutel: str
    titel: str
    versie_vanaf: date
    aantal_versies: int
    begin: date
    laatste_dag: date | None
    verlengt_op: date | None
    stand: str
    toon: str
    gemeenten: int
    partners: int


@dataclass(frozen=True, slots=True)
class Gebeurtenisregel:
    """Notice, end, emergency stop or resumption, with its reason."""

    soort: str
    naam: str
    per: date
    reden: str
    vastgelegd_op: object


@dataclass(frozen=True, slots=True)
class Voorwaarde:
    """A condition that must be met before deliveries count: since when it is, or not yet."""

    sleutel: str
    naam: str
    op: date | None


@dataclass(frozen=True, slots=True)
class Gemeenteregel:
    """The participation of one municipality, with its conditions."""

    id: UUID
    code: str
    naam: str
    vanaf: date
    tot: date | None
    voorwaarden: tuple[Voorwaarde, ...]
    stand: str
    toon: str


@dataclass(frozen=True, slots=True)
class Partnerregel:
    """The participation of one partner in one municipality; `waarschuwingen` stand as long as it lasts."""

    id: UUID
    partner: str
    type: str
    gemeente: str
    vanaf: date
    tot: date | None
    stand: str
    toon: str
    reden: str
    waarschuwingen: tuple[Wetswaarschuwing, ...]


def list_convenantstanden(*, on: date) -> list[Convenantstand]:
    """List every covenant with where it stands on a day."""
    events: dict[str, list[Convenantgebeurtenis]] = defaultdict(list)
    for event in Convenantgebeurtenis.objects.order_by("vastgelegd_op", "id"):
        events[event.convenant].append(event)
    gemeenten = Counter(
        GemeenteDeelname.objects.filter(holds_on(on))
        .exclude(gemeente=PROEFGEMEENTE)
        .values_list("convenant", flat=True)
        .order_by("id")
    )
    partners = Counter(
        convenant
        for convenant, _ in set(
            PartnerDeelname.objects.filter(holds_on(on))
            .exclude(gemeente=PROEFGEMEENTE)
            .values_list("convenant", "partner_id")
            .order_by("id")
        )
    )
    return [
        _standing(convenant, events[sleutel], on, (gemeenten[sleutel], partners[sleutel]))
        for sleutel, convenant in list_convenanten().items()
    ]


def get_convenantstand(sleutel: str, *, on: date) -> Convenantstand:
    """Return where one covenant stands on a day. Raises KeyError when it is not known."""
    get_convenant(sleutel)
    return next(one for one in list_convenantstanden(on=on) if one.sleutel == sleutel)


def _standing(
    convenant: Convenant, events: list[Convenantgebeurtenis], on: date, counts: tuple[int, int]
) -> Convenantstand:
    versie = convenant.version_on(on)
    einde = derive_einde(events, on=on)
    last = min(
        (day for day in (einde.laatste_dag, versie.looptijd.einde) if day is not None),
        default=None,
    )
    stand, toon = _life(convenant.begin, last, on, is_stopped=einde.gestopt is not None)
    renews = versie.looptijd.stilzwijgend_verlengd and last is None
    return Convenantstand(
        sleutel=convenant.sleutel,
        titel=versie.titel,
        versie_vanaf=versie.vanaf,
        aantal_versies=len(convenant.versies),
        begin=convenant.begin,
        laatste_dag=last,
        verlengt_op=_renewal(convenant.begin, versie.looptijd.duur_maanden, on) if renews else None,
        stand=stand,
        toon=toon,
        gemeenten=counts[0],
        partners=counts[1],
    )


def _life(begin: date, last: date | None, on: date, *, is_stopped: bool) -> tuple[str, str]:
    if on < begin:
        return "Begint nog", "info"
    if last is None:
        return "In werking", "goed"
    if on <= last:
        return "Opgezegd", "let_op"
    return ("Noodstop", "gevaar") if is_stopped else ("Geëindigd", "neutraal")


def _renewal(begin: date, months: int | None, on: date) -> date | None:
    if months is None:
        return None
    passed = max(0, (on.year - begin.year) * 12 + on.month - begin.month) // months
    return next(day for n in (passed, passed + 1) if (day := add_months(begin, n * months)) > on)


def list_gebeurtenissen(sleutel: str) -> list[Gebeurtenisregel]:
    """List what happened in the life of a covenant, newest first."""
    return [
        Gebeurtenisregel(row.soort, row.get_soort_display(), row.per, row.reden, row.vastgelegd_op)
        for row in Convenantgebeurtenis.objects.filter(convenant=sleutel).order_by("-vastgelegd_op", "-id")
    ]


def list_gemeenteregels(sleutel: str, *, on: date) -> list[Gemeenteregel]:
    """List the municipalities that take or took part in a covenant."""
    protocols: dict[str, date] = {}
    for gemeente, vanaf in (
        Werkprotocol.objects.filter(convenant=sleutel).order_by("-vanaf").values_list("gemeente_id", "vanaf")
    ):
        protocols[gemeente] = vanaf
    rows = GemeenteDeelname.objects.filter(convenant=sleutel).exclude(gemeente=PROEFGEMEENTE)
    rows = rows.select_related("gemeente")
    return [
        _gemeenteregel(row, protocols.get(row.gemeente_id), on)
        for row in rows.order_by("gemeente__naam", "-vanaf", "id")
    ]


def _gemeenteregel(row: GemeenteDeelname, protocol: date | None, on: date) -> Gemeenteregel:
    conditions = (
        Voorwaarde("besluit", "Besluit", row.besluit_op),
        Voorwaarde("geld", "Geld", row.middelen_op),
        Voorwaarde("werkprotocol", "Werkprotocol", protocol),
    )
    missing = [one.naam.lower() for one in conditions if one.op is None or one.op > on]
    stand, toon = _participation(row.vanaf, row.tot, on)
    if missing and stand == "Doet mee":
        stand, toon = f"Wacht op {' en '.join(missing)}", "let_op"
    return Gemeenteregel(
        row.id, row.gemeente_id, row.gemeente.naam, row.vanaf, row.tot, conditions, stand, toon
    )


def _participation(vanaf: date, tot: date | None, on: date) -> tuple[str, str]:
    if tot is not None and tot < on:
        return "Geëindigd", "neutraal"
    if vanaf > on:
        return "Begint nog", "info"
    return ("Doet mee", "goed") if tot is None else ("Stopt", "let_op")


def list_partnerregels(
    sleutel: str, *, on: date, zoek: str = "", after: UUID | None = None, size: int = PAGE
) -> list[Partnerregel]:
    """Return a page of the partners that take or took part in a covenant, each with its standing warnings.

    By name of partner and municipality; under the national covenant there are thousands. `after` is the key
    of the last row of the page before.
    """
    versie = get_convenant(sleutel).version_on(on)
    rows = PartnerDeelname.objects.filter(convenant=sleutel).exclude(gemeente=PROEFGEMEENTE)
    rows = rows.select_related("partner", "gemeente")
    if zoek:
        rows = rows.filter(Q(partner__naam__icontains=zoek) | Q(gemeente__naam__icontains=zoek))
    if (last := PartnerDeelname.objects.filter(id=after).first() if after else None) is not None:
        partner, gemeente = last.partner.naam, last.gemeente.naam
        rows = rows.filter(
            Q(partner__naam__gt=partner)
            | Q(partner__naam=partner, gemeente__naam__gt=gemeente)
            | Q(partner__naam=partner, gemeente__naam=gemeente, id__lt=last.id)
        )
    return [
        Partnerregel(
            id=row.id,
            partner=row.partner.naam,
            type=row.partner.type,
            gemeente=row.gemeente.naam,
            vanaf=row.vanaf,
            tot=row.tot,
            stand=(stand := _participation(row.vanaf, row.tot, on))[0],
            toon=stand[1],
            reden=row.reden_zonder_grondslag,
            waarschuwingen=list_wetswaarschuwingen(
                versie, partnertype=row.partner.type, gemeente=row.gemeente_id, on=on
            ),
        )
        for row in rows.order_by("partner__naam", "gemeente__naam", "-id")[:size]
    ]
