"""Who takes part in what on which day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from meldpunt.partijen.models import (
    Convenantgebeurtenis,
    GemeenteDeelname,
    Kolomkaart,
    PartnerDeelname,
    Signaalpartner,
    Werkprotocol,
)
from meldpunt.rules.deelname import Postcodebereik
from meldpunt.rules.proefinwoners import PROEFGEMEENTE


def holds_on(day: date) -> Q:
    """Filter participations on those that hold on a day."""
    return Q(vanaf__lte=day) & (Q(tot=None) | Q(tot__gte=day))


def has_later_deelname(row: GemeenteDeelname | PartnerDeelname, *, tot: date) -> bool:
    """Say whether the same parties take part again after this row, from this day or earlier."""
    same = {"convenant": row.convenant, "gemeente": row.gemeente_id}
    if isinstance(row, PartnerDeelname):
        again = PartnerDeelname.objects.filter(**same, partner=row.partner_id, vanaf__lte=tot)
        return again.filter(vanaf__gt=row.vanaf).exists()
    return GemeenteDeelname.objects.filter(**same, vanaf__lte=tot, vanaf__gt=row.vanaf).exists()


def has_overlap(
    deelnames: type[GemeenteDeelname] | type[PartnerDeelname], *, vanaf: date, **wie: Any
) -> bool:
    """Say whether a participation of these parties holds on this day or begins later."""
    return deelnames.objects.filter(Q(tot=None) | Q(tot__gte=vanaf), **wie).exists()


def get_partner(partner: UUID) -> Signaalpartner:
    """Return a signaalpartner. Raises Signaalpartner.DoesNotExist."""
    return Signaalpartner.objects.get(id=partner)


def find_partner(sleutel: str) -> Signaalpartner | None:
    """Return the signaalpartner with this key, or none."""
    return Signaalpartner.objects.filter(sleutel=sleutel).first()


class Levenseinde(NamedTuple):
    """The last day that was agreed (notice, end) and the last day before an emergency stop, each if there is one."""

    afgesproken: date | None
    gestopt: date | None

    @property
    def laatste_dag(self) -> date | None:
        """Give the earlier of the two; none while the covenant goes on."""
        return min((day for day in self if day is not None), default=None)


def find_last_day(convenant: str, *, on: date) -> date | None:
    """Return the last day of the covenant as it is known, or none; an emergency stop ends it the day before."""
    rows = Convenantgebeurtenis.objects.filter(convenant=convenant).order_by("vastgelegd_op", "id")
    return derive_einde(rows, on=on).laatste_dag


def derive_einde(gebeurtenissen: Iterable[Convenantgebeurtenis], *, on: date) -> Levenseinde:
    """Work out how a covenant ends from what happened to it, oldest first.

    A stop and a notice stand beside each other: notice given during a stop does not lift it, and a
    resumption lifts the stop and leaves the notice. Without a stop it takes the notice back. One that still
    waits for a second person changes nothing.
    """
    agreed: date | None = None
    stopped: date | None = None
    for gebeurtenis in gebeurtenissen:
        match gebeurtenis.soort:
            case Convenantgebeurtenis.Soort.EINDE | Convenantgebeurtenis.Soort.OPZEGGING:
                agreed = gebeurtenis.per
            case Convenantgebeurtenis.Soort.NOODSTOP if gebeurtenis.per <= on:
                stopped = gebeurtenis.per - timedelta(days=1)
            case Convenantgebeurtenis.Soort.HERVATTING if (
                gebeurtenis.per <= on and gebeurtenis.bevestigd_op is not None
            ):
                agreed, stopped = (agreed, None) if stopped is not None else (None, None)
    return Levenseinde(agreed, stopped)


def find_werkprotocol(convenant: str, gemeente: str, *, on: date) -> Werkprotocol | None:
    """Return the werkprotocol in force on a day, or none when the municipality has adopted none yet."""
    return (
        Werkprotocol.objects.filter(convenant=convenant, gemeente=gemeente, vanaf__lte=on)
        .order_by("-vanaf", "-id")
        .first()
    )


def list_werkprotocollen(convenant: str, gemeente: str) -> QuerySet[Werkprotocol]:
    """Return every werkprotocol of a municipality, newest first."""
    return Werkprotocol.objects.filter(convenant=convenant, gemeente=gemeente).order_by("-vanaf", "-id")


def list_beschikking_weken(gemeenten: Sequence[str]) -> list[tuple[str, str, date, int | None]]:
    """Return covenant, municipality, first day and weeks for the decision of each of their werkprotocollen."""
    rows = Werkprotocol.objects.filter(gemeente__in=gemeenten).order_by("vanaf", "id")
    return list(rows.values_list("convenant", "gemeente_id", "vanaf", "beschikking_weken"))


def list_active_gemeenten(convenant: str, *, on: date) -> list[tuple[GemeenteDeelname, Werkprotocol]]:
    """Return the municipalities that take part with all conditions met: decision, money and werkprotocol."""
    deelnames = (
        GemeenteDeelname.objects.filter(
            holds_on(on), convenant=convenant, besluit_op__lte=on, middelen_op__lte=on
        )
        .select_related("gemeente")
        .order_by("vanaf", "gemeente_id")
    )
    protocollen = {
        p.gemeente_id: p
        for p in Werkprotocol.objects.filter(convenant=convenant, vanaf__lte=on).order_by("vanaf", "id")
    }
    return [(d, protocollen[d.gemeente_id]) for d in deelnames if d.gemeente_id in protocollen]


def list_partner_deelnames(convenant: str, partner: Signaalpartner) -> list[PartnerDeelname]:
    """Return every participation of a partner in a covenant, whenever it holds."""
    return list(
        PartnerDeelname.objects.filter(convenant=convenant, partner=partner).order_by("gemeente_id", "vanaf")
    )


@dataclass(frozen=True, slots=True)
class Postcodeclaim:
    """A range of postcodes that another municipality has in its werkprotocol."""

    bereik: str
    gemeente: str
    vanaf: date


def find_postcodeclaim(
    convenant: str, gemeente: str, postcodes: Iterable[str], *, vanaf: date
) -> Postcodeclaim | None:
    """Return the first range of another municipality of the covenant that one of these touches, or none.

    What counts are the werkprotocollen of those that take part on the day or later, in force then or to come.
    """
    own = [Postcodebereik.parse(text) for text in postcodes]
    taking_part = GemeenteDeelname.objects.filter(Q(tot=None) | Q(tot__gte=vanaf), convenant=convenant)
    others = (
        Werkprotocol.objects.filter(convenant=convenant, gemeente__in=taking_part.values("gemeente"))
        .exclude(gemeente__in=(gemeente, PROEFGEMEENTE))
        .select_related("gemeente")
        .order_by("gemeente", "-vanaf", "-id")
    )
    settled: set[str] = set()
    for protocol in others:
        if protocol.gemeente_id in settled:
            continue
        if protocol.vanaf <= vanaf:
            settled.add(protocol.gemeente_id)
        for text in protocol.postcodes:
            other = Postcodebereik.parse(text)
            if any(bereik.van <= other.tot and other.van <= bereik.tot for bereik in own):
                return Postcodeclaim(text, protocol.gemeente.naam, protocol.vanaf)
    return None


def list_convenanten_of_partner(partner: Signaalpartner, *, on: date) -> list[str]:
    """Return the keys of the covenants in which a partner takes part on a day."""
    return list(
        PartnerDeelname.objects.filter(holds_on(on), partner=partner)
        .order_by("convenant")
        .values_list("convenant", flat=True)
        .distinct()
    )


def list_convenanten_of_gemeente(gemeente: str) -> list[str]:
    """Return the keys of the covenants in which a municipality takes or took part."""
    return list(
        GemeenteDeelname.objects.filter(gemeente=gemeente)
        .order_by("convenant")
        .values_list("convenant", flat=True)
        .distinct()
    )


def find_kolomkaart(partner: Signaalpartner, *, kop_sha256: str) -> dict[str, str] | None:
    """Return the column map that the partner saved for this header, or none."""
    kaart = Kolomkaart.objects.filter(partner=partner, kop_sha256=kop_sha256).first()
    return None if kaart is None else dict(kaart.kaart)


@dataclass(frozen=True, slots=True)
class Postcodegebied:
    """The postcodes that a partner may report for one municipality under one covenant."""

    gemeente: str
    naam: str
    postcodes: tuple[str, ...]


def list_postcodes_for_partner(partner: Signaalpartner, convenant: str, *, on: date) -> list[Postcodegebied]:
    """Return the postcodes that a partner may report on a day: where both municipality and partner take part."""
    allowed = set(
        PartnerDeelname.objects.filter(holds_on(on), partner=partner, convenant=convenant).values_list(
            "gemeente_id", flat=True
        )
    )
    return [
        Postcodegebied(d.gemeente_id, d.gemeente.naam, tuple(p.postcodes))
        for d, p in list_active_gemeenten(convenant, on=on)
        if d.gemeente_id in allowed
    ]
