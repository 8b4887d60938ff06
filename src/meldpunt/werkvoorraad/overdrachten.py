"""A zaak offered to the municipality somebody moved to: offer it, take the offer back, refuse it.

Accepting is in `opvolging/overname.py`, for it closes the old zaak.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.actions import record
from meldpunt.audit.doelen import AANBOD
from meldpunt.matching.beperkt import check_not_beperkt
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.matching.queries import name_of
from meldpunt.partijen.models import Gemeente, GemeenteDeelname
from meldpunt.partijen.queries import holds_on
from meldpunt.rules.aanhouden import REDENLENGTE
from meldpunt.rules.adres import find_adres
from meldpunt.rules.proefinwoners import GEEN_GEMEENTE
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import (
    check_coordinate,
    check_offer_overdracht,
    check_see_zaak,
    get_gebruiker,
)
from meldpunt.toegang.rijcontext import acting_beyond
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.actions import check_may_move, get_open_for_update
from meldpunt.werkvoorraad.models import Overdracht

AANGEBODEN: Final = Overdracht.Status.AANGEBODEN
# An offer holds a name and an address; who has not decided by then is not going to.
BEDENKTIJD: Final = timedelta(weeks=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aanbod:
    """To which municipality, who moved, where to, and what the other should know."""

    naar: str
    personen: tuple[UUID, ...]
    straat: str
    postcode: str
    huisnummer: str
    toevoeging: str
    woonplaats: str
    toelichting: str


def list_ontvangers(*, van: str, on: date) -> list[tuple[str, str]]:
    """Return the other municipalities that take part in a covenant on a day, by name."""
    part = GemeenteDeelname.objects.filter(holds_on(on)).values("gemeente")
    rows = Gemeente.objects.filter(code__in=part).exclude(code__in=(van, *GEEN_GEMEENTE))
    return list(rows.order_by("naam", "code").values_list("code", "naam"))


@transaction.atomic
def offer_overdracht(*, zaak: UUID, gemeente: str, aanbod: Aanbod, door: Actor, now: datetime) -> UUID:
    """Offer the signalen of who moved to the municipality they moved to, with the new address. Raises Weigering."""
    check_offer_overdracht(door, gemeente=gemeente)
    row = get_open_for_update(zaak, gemeente, door)
    check_may_move(row, door)
    _check_ready(row, aanbod, on=timezone.localdate(now))
    adres = _read_adres(aanbod)
    links = list(Zaaksignaal.objects.filter(gemeente=gemeente, zaak=row, persoon__in=aanbod.personen))
    if not links:
        raise Weigering("Kies wie er verhuisd is. [overdracht_persoon]")
    check_not_beperkt([link.signaal_id for link in links], gemeente=gemeente)
    try:
        with transaction.atomic():
            overdracht = Overdracht.objects.create(
                gemeente_id=aanbod.naar,
                van_gemeente_id=gemeente,
                van_zaak=row.id,
                persoon={"personen": _list_names(links, gemeente), "adres": adres},
                signalen=[link.signaal_id for link in links],
                toelichting=aanbod.toelichting.strip()[:500],
                aangeboden_op=now,
                aangeboden_door=get_gebruiker(door),
            )
    except IntegrityError:
        raise Weigering(
            "Deze zaak is al aan die gemeente aangeboden. Wacht op het besluit, of trek het aanbod in. "
            "[overdracht_loopt]"
        ) from None
    log_overdracht("overdracht_aangeboden", overdracht, door=door, now=now)
    return overdracht.id


def _check_ready(row: Zaak, aanbod: Aanbod, *, on: date) -> None:
    if row.status != "in_behandeling":
        raise Weigering("Pak de zaak eerst op; dan kunt u haar aanbieden. [zaak_status]")
    if row.vragen_open:
        raise Weigering(
            "Beslis eerst wie op dit adres dezelfde persoon is; anders gaat er misschien iets over een ander mee. "
            "[persoon_onbeslist]"
        )
    if Overdracht.objects.filter(van_gemeente=row.gemeente_id, van_zaak=row.id, status=AANGEBODEN).exists():
        raise Weigering(
            "Deze zaak is al aangeboden. Wacht op het besluit, of trek het aanbod in. [overdracht_loopt]"
        )
    if aanbod.naar not in dict(list_ontvangers(van=row.gemeente_id, on=on)):
        raise Weigering("Kies de gemeente waar de inwoner nu woont. [overdracht_gemeente_onbekend]")


def _read_adres(aanbod: Aanbod) -> dict[str, Any]:
    found = find_adres(aanbod.postcode, aanbod.huisnummer, aanbod.toevoeging)
    if found is None:
        raise Weigering(
            "Vul het nieuwe adres in: een postcode zoals 1234 AB en een huisnummer. [overdracht_adres]"
        )
    postcode, huisnummer, suffix = found
    return {
        "straat": aanbod.straat.strip()[:100],
        "postcode": postcode,
        "huisnummer": huisnummer,
        "suffix": suffix,
        "woonplaats": aanbod.woonplaats.strip()[:80],
    }


def _list_names(links: list[Zaaksignaal], gemeente: str) -> list[dict[str, str]]:
    """Name each person once, by the first of the signalen that still says who it is."""
    rows = SignaalPersoon.objects.filter(gemeente=gemeente, id__in=[link.signaal_id for link in links])
    known = {row.id: row for row in rows}
    per_person = {
        link.persoon: known[link.signaal_id] for link in reversed(links) if link.signaal_id in known
    }
    if not per_person:
        raise Weigering("De persoonsgegevens van deze zaak zijn vernietigd. [persoon_vernietigd]")
    return [
        {"naam": name_of(row), "geboortedatum": row.geboortedatum.isoformat() if row.geboortedatum else ""}
        for row in per_person.values()
    ]


@transaction.atomic
def withdraw_overdracht(*, overdracht: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Take an offer back, in the municipality that made it. Raises Weigering when it is decided."""
    row = get_for_decision(overdracht, van_gemeente=gemeente)
    zaak = Zaak.objects.get(id=row.van_zaak, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=zaak.postvak, team=zaak.team)
    check_offer_overdracht(door, gemeente=gemeente)
    decide_overdracht(row, Overdracht.Status.INGETROKKEN, door=door, now=now)
    log_overdracht("overdracht_ingetrokken", row, door=door, now=now)


@transaction.atomic
def refuse_overdracht(*, overdracht: UUID, gemeente: str, reden: str, door: Actor, now: datetime) -> None:
    """Refuse an offer with a reason, which the other municipality reads; its zaak is unread again."""
    check_coordinate(door, gemeente=gemeente)
    row = get_for_decision(overdracht, gemeente=gemeente)
    if not reden.strip():
        raise Weigering(
            "Schrijf op waarom u de overdracht weigert. De andere gemeente leest dit. [reden_ontbreekt]"
        )
    row.reden = reden.strip()[:REDENLENGTE]
    decide_overdracht(row, Overdracht.Status.GEWEIGERD, door=door, now=now)
    with acting_beyond(row.van_gemeente_id):
        Zaak.objects.filter(id=row.van_zaak, gemeente=row.van_gemeente_id).update(gezien_op=None)
    log_overdracht("overdracht_geweigerd", row, door=door, now=now)


@transaction.atomic
def lapse_overdrachten(*, door: Actor, now: datetime) -> int:
    """Take back offers on which nobody decided in four weeks, so that no name and address stays; return how many."""
    due = Overdracht.objects.select_for_update(skip_locked=True, no_key=True).filter(
        status=AANGEBODEN, aangeboden_op__lte=now - BEDENKTIJD
    )
    rows = list(due.order_by("id"))
    for row in rows:
        decide_overdracht(row, Overdracht.Status.INGETROKKEN, door=door, now=now)
        Zaak.objects.filter(id=row.van_zaak, gemeente=row.van_gemeente_id).update(gezien_op=None)
        log_overdracht("overdracht_ingetrokken", row, door=door, now=now)
    return len(rows)


def get_for_decision(overdracht: UUID, **waar: str) -> Overdracht:
    """Return an offer that is still open, locked. Raises Weigering when it is decided already."""
    row = Overdracht.objects.select_for_update().get(id=overdracht, **waar)
    if row.status != AANGEBODEN:
        raise Weigering(
            f"Over deze overdracht is al besloten: {row.get_status_display().lower()}. [overdracht_besloten]"
        )
    return row


def decide_overdracht(row: Overdracht, status: str, *, door: Actor, now: datetime) -> None:
    """Keep the decision and empty what was known of the person, inside the transaction of the act."""
    row.status, row.besloten_op, row.besloten_door = status, now, door.gebruiker
    row.persoon, row.toelichting = {}, ""
    row.save(
        update_fields=["status", "besloten_op", "besloten_door", "persoon", "toelichting", "reden", "zaak"]
    )


def log_overdracht(handeling: str, row: Overdracht, *, door: Actor, now: datetime) -> None:
    """Write the line in both municipalities: with the zaak where it was, with the offer where it went."""
    places = (("zaak", row.van_zaak, row.van_gemeente_id), ("overdracht", row.id, row.gemeente_id))
    for objectsoort, key, gemeente in places:
        record(
            handeling,
            objectsoort=objectsoort,
            object=key,
            gemeente=gemeente,
            door=door,
            now=now,
            doel=AANBOD,
            waarden={"overdracht": str(row.id), "van": row.van_gemeente_id, "naar": row.gemeente_id},
        )
