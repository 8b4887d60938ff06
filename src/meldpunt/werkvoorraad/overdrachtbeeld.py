"""Read offers between municipalities: as little as is needed to decide, and why something cannot be taken over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from meldpunt.aanlevering.models import Signaal
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.partijen.deelname import get_deelname
from meldpunt.partijen.models import Gemeente
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.convenant import Convenant
from meldpunt.rules.deelname import Deelname
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang, check_coordinate, check_see_zaak
from meldpunt.toegang.rijcontext import acting_beyond
from meldpunt.werkvoorraad.models import Overdracht

PAGE: Final = 50
AFGEMELD: Final = "De partner meldde dat dit signaal niet meer telt. [overdracht_afgemeld]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdrachtregel:
    """One offer, without whom it is about."""

    id: UUID
    gemeente: str
    gemeentenaam: str
    van_gemeente: str
    van_naam: str
    van_zaak: UUID
    status: str
    statusnaam: str
    aantal: int
    aangeboden_op: datetime
    besloten_op: datetime | None
    reden: str
    zaak: UUID | None


@dataclass(frozen=True, slots=True)
class Overneembaar:
    """A signaal of an offer: whose it is, and why it cannot be taken over; empty when it can."""

    signaal: UUID
    partner: str
    type_vordering: str
    bezwaar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdrachtbeeld:
    """An offer as the municipality sees it that decides."""

    regel: Overdrachtregel
    convenant: str
    personen: tuple[dict[str, Any], ...]
    adres: dict[str, Any]
    toelichting: str
    signalen: tuple[Overneembaar, ...]


def list_overdrachten(*, door: Actor, before: UUID | None = None, size: int = PAGE) -> list[Overdrachtregel]:
    """Return the offers to and from the municipalities of a coordinator, the newest first. Raises GeenToegang."""
    if door.rol != "coordinator":
        raise GeenToegang("Alleen een coördinator beslist over een overdracht. [geen_toegang]")
    rows = Overdracht.objects.filter(Q(gemeente__in=door.gemeenten) | Q(van_gemeente__in=door.gemeenten))
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_line(row) for row in rows.select_related("gemeente", "van_gemeente").order_by("-id")[:size]]


def list_overdrachten_of_zaak(*, zaak: UUID, gemeente: str) -> list[Overdrachtregel]:
    """Return the offers of one zaak, the newest first; the caller has checked that the zaak may be seen."""
    rows = Overdracht.objects.filter(van_gemeente=gemeente, van_zaak=zaak)
    return [_line(row) for row in rows.select_related("gemeente", "van_gemeente").order_by("-id")]


def get_overdracht(*, overdracht: UUID, gemeente: str, door: Actor, on: date) -> Overdrachtbeeld:
    """Return an offer for the municipality that decides. Raises Overdracht.DoesNotExist and GeenToegang."""
    check_coordinate(door, gemeente=gemeente)
    row = Overdracht.objects.select_related("gemeente", "van_gemeente").get(id=overdracht, gemeente=gemeente)
    # Of another municipality, and offered to this one: partner, kind and whether it can be taken over, no more.
    with acting_beyond(row.van_gemeente_id):
        signalen = list_overneembaar(row, on=on)
    return Overdrachtbeeld(
        regel=_line(row),
        convenant=_covenant_of(row),
        personen=tuple(row.persoon.get("personen", ())),
        adres=row.persoon.get("adres", {}),
        toelichting=row.toelichting,
        signalen=tuple(signalen),
    )


def find_zaak_of(regel: Overdrachtregel, *, door: Actor) -> bool:
    """Say whether this actor sees the zaak that came of an offer."""
    row = Zaak.objects.filter(id=regel.zaak, gemeente=regel.gemeente).first() if regel.zaak else None
    if row is None:
        return False
    try:
        check_see_zaak(door, gemeente=regel.gemeente, postvak=row.postvak, team=row.team)
    except GeenToegang:
        return False
    return True


def _covenant_of(row: Overdracht) -> str:
    found = Zaak.objects.filter(id=row.van_zaak, gemeente=row.van_gemeente_id).values_list(
        "convenant", flat=True
    )
    return found.first() or ""


def list_overneembaar(row: Overdracht, *, on: date) -> list[Overneembaar]:
    """Say of each signaal of an offer whether it can be taken over on a day, and if not why."""
    signalen = Signaal.objects.filter(id__in=row.signalen, gemeente=row.van_gemeente_id).select_related(
        "partner", "aanlevering"
    )
    taken_back = set(
        Zaaksignaal.objects.filter(
            gemeente=row.van_gemeente_id, zaak=row.van_zaak, afgemeld_op__isnull=False
        ).values_list("signaal", flat=True)
    )
    postcode = row.persoon.get("adres", {}).get("postcode", "")
    part: dict[tuple[str, UUID], Deelname] = {}
    found = []
    for signaal in signalen.order_by("id"):
        convenant = get_convenant(signaal.convenant)
        key = (signaal.convenant, signaal.partner_id)
        deelname = part.setdefault(key, get_deelname(convenant, signaal.partner, on=on))
        bezwaar = (
            AFGEMELD
            if signaal.id in taken_back
            else _find_bezwaar(signaal, convenant, deelname, gemeente=row.gemeente, postcode=postcode, on=on)
        )
        found.append(Overneembaar(signaal.id, signaal.partner.naam, signaal.type_vordering, bezwaar))
    return found


def _find_bezwaar(  # noqa: PLR0913 - what is offered, where to, and who takes part there
    signaal: Signaal, convenant: Convenant, deelname: Deelname, *, gemeente: Gemeente, postcode: str, on: date
) -> str:
    """Return why a signaal cannot be taken over; empty when it can."""
    if signaal.aanlevering.status == "ingetrokken":
        return "De partner heeft dit signaal ingetrokken. [overdracht_ingetrokken]"
    if not convenant.is_in_force(on, deelname.einde):
        return f"Het convenant {convenant.titel} geldt vandaag niet meer. [overdracht_convenant]"
    here = next((one for one in deelname.gemeenten if one.code == gemeente.code), None)
    if here is None:
        return f"Uw gemeente doet vandaag niet mee aan het convenant {convenant.titel}. [overdracht_gemeente]"
    if gemeente.code not in deelname.partner_gemeenten:
        return f"{signaal.partner.naam} doet vandaag in uw gemeente niet mee aan dit convenant. [overdracht_partner]"
    if postcode and not any(bereik.van <= postcode <= bereik.tot for bereik in here.postcodes):
        return f"De postcode {postcode} staat niet in uw werkprotocol. [overdracht_postcode]"
    return ""


def _line(row: Overdracht) -> Overdrachtregel:
    return Overdrachtregel(
        id=row.id,
        gemeente=row.gemeente_id,
        gemeentenaam=row.gemeente.naam,
        van_gemeente=row.van_gemeente_id,
        van_naam=row.van_gemeente.naam,
        van_zaak=row.van_zaak,
        status=row.status,
        statusnaam=row.get_status_display(),
        aantal=len(row.signalen),
        aangeboden_op=row.aangeboden_op,
        besloten_op=row.besloten_op,
        reden=row.reden,
        zaak=row.zaak,
    )
