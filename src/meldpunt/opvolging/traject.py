"""The acts of the trajectory: record a step of a resident, and let one that was a mistake no longer count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from meldpunt.matching.beperkt import check_not_beperkt
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Trajectstap
from meldpunt.opvolging.termijnrijen import refresh_termijnen
from meldpunt.opvolging.zaakgreep import check_datum, hold_zaak, list_signalen_of_persoon
from meldpunt.rules.traject import (
    AARD,
    MAX_TERMIJNEN,
    REGELING,
    SIGNAAL,
    STAPSOORTEN,
    Gezet,
    Stapsoort,
    find_bezwaar,
    find_datumbezwaar,
    find_vervalbezwaar,
)
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.actions import log_zaak

# Beyond this the first day of an arrangement is a slip of the keyboard.
VERSTE_TERMIJN: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stapinvoer:
    """What somebody fills in for a step; which of it is needed stands with the kind of step."""

    soort: str
    datum: date
    aard: str = ""
    signaal: UUID | None = None
    bedrag_cent: int | None = None
    aantal_termijnen: int | None = None
    eerste_termijn: date | None = None
    toelichting: str = ""


@transaction.atomic
def record_trajectstap(  # noqa: PLR0913 - an act with its values
    *, zaak: UUID, gemeente: str, persoon: UUID | None, stap: Stapinvoer, door: Actor, now: datetime
) -> UUID:
    """Record a step of one resident of a zaak in hand; return its key.

    Raises Weigering when it cannot follow on what stands, on a day that cannot be, or about somebody else.
    """
    row = hold_zaak(zaak, gemeente, door=door)
    signalen = list_signalen_of_persoon(row, persoon)
    if stap.soort not in STAPSOORTEN:
        raise Weigering("Kies een stap uit de lijst. [stap_onbekend]")
    check_not_beperkt(signalen, gemeente=gemeente)
    check_datum(stap.datum, row=row, now=now)
    _check_invoer(stap, STAPSOORTEN[stap.soort], signalen)
    standing = _list_standing(row, signalen)
    bezwaar = find_bezwaar(stap.soort, standing) or find_datumbezwaar(stap.soort, stap.datum, standing)
    if bezwaar is not None:
        raise Weigering(str(bezwaar))
    made = Trajectstap.objects.create(
        gemeente_id=gemeente,
        zaak=row,
        persoon=persoon,
        soort=stap.soort,
        datum=stap.datum,
        aard=stap.aard,
        signaal=stap.signaal,
        bedrag_cent=stap.bedrag_cent,
        aantal_termijnen=stap.aantal_termijnen,
        eerste_termijn=stap.eerste_termijn,
        toelichting=stap.toelichting.strip(),
        vastgelegd_op=now,
        vastgelegd_door=door.gebruiker,
    )
    _after_change(row, now=now)
    _log("trajectstap_vastgelegd", made, row, door=door, now=now)
    return made.id


@transaction.atomic
def withdraw_trajectstap(*, stap: UUID, gemeente: str, reden: str, door: Actor, now: datetime) -> None:
    """Let a step no longer count, with the reason; the row stays. Raises Weigering when another stands on it."""
    zaak = Trajectstap.objects.get(id=stap, gemeente=gemeente).zaak_id
    row = hold_zaak(zaak, gemeente, door=door)
    # Read again behind the lock: a colleague may have withdrawn it meanwhile.
    found = Trajectstap.objects.get(id=stap, gemeente=gemeente)
    if found.vervallen_op is not None:
        raise Weigering("Deze stap is al vervallen. [stap_vervallen]")
    if not reden.strip():
        raise Weigering("Schrijf op waarom de stap vervalt. [reden_ontbreekt]")
    signalen = list_signalen_of_persoon(row, _find_persoon(found))
    others = _list_standing(row, signalen, zonder=found.id)
    if (bezwaar := find_vervalbezwaar(_gezet(found), others)) is not None:
        raise Weigering(str(bezwaar))
    found.vervallen_op, found.vervallen_door, found.vervalreden = now, door.gebruiker, reden.strip()
    found.save(update_fields=["vervallen_op", "vervallen_door", "vervalreden"])
    _after_change(row, now=now)
    _log("trajectstap_vervallen", found, row, door=door, now=now)


def _check_invoer(stap: Stapinvoer, regel: Stapsoort, signalen: set[UUID]) -> None:
    """Raise Weigering when something is missing, wrong, or filled in where the step does not ask for it."""
    if (stap.aard not in regel.aarden) if AARD in regel.vraagt else stap.aard:
        raise Weigering(f"Kies bij ‘{regel.titel}’ wat er gebeurde. [stap_aard]")
    # Another resident's claim must never come to stand with this one.
    if stap.signaal is not None and (SIGNAAL not in regel.vraagt or stap.signaal not in signalen):
        raise Weigering("Kies een vordering van deze persoon. [stap_signaal]")
    if stap.aard == "anders" and not stap.toelichting.strip():
        raise Weigering("Schrijf bij de toelichting wat er is afgesproken. [stap_toelichting]")
    given = (stap.bedrag_cent, stap.aantal_termijnen, stap.eerste_termijn)
    if REGELING in regel.vraagt:
        _check_regeling(stap)
    elif any(value is not None for value in given):
        raise Weigering(f"Bij ‘{regel.titel}’ hoort geen bedrag per termijn. [stap_regeling]")


def _check_regeling(stap: Stapinvoer) -> None:
    if not stap.bedrag_cent or stap.bedrag_cent < 0:
        raise Weigering("Vul in hoeveel de inwoner per termijn betaalt, zoals 50,00. [regeling_bedrag]")
    if not stap.aantal_termijnen or not 0 < stap.aantal_termijnen <= MAX_TERMIJNEN:
        raise Weigering(
            f"Het aantal termijnen kan niet: kies een aantal van 1 tot en met {MAX_TERMIJNEN}. [regeling_termijnen]"
        )
    first = stap.eerste_termijn
    if first is None or not stap.datum <= first <= stap.datum + VERSTE_TERMIJN:
        raise Weigering(
            "De dag van de eerste termijn kan niet: kies een dag op of na de afspraak, binnen een jaar. "
            "[regeling_begin]"
        )


def _list_standing(row: Zaak, signalen: set[UUID], *, zonder: UUID | None = None) -> list[Gezet]:
    """Return the steps that stand for the resident of these signalen, in the order of recording."""
    # A step keeps the key that the resident had then; when two turn out to be one, both keys are among these.
    rows = Trajectstap.objects.filter(
        gemeente=row.gemeente_id, zaak=row, persoon__in=signalen, vervallen_op=None
    ).order_by("id")
    return [_gezet(one) for one in rows if one.id != zonder]


def _find_persoon(stap: Trajectstap) -> UUID | None:
    """Return who the resident of a step is now."""
    link = stap.zaak.koppelingen.filter(gemeente=stap.gemeente_id, signaal=stap.persoon).first()
    return link.persoon if link else None


def _gezet(stap: Trajectstap) -> Gezet:
    return Gezet(stap.soort, stap.aard, stap.datum)


def _after_change(row: Zaak, *, now: datetime) -> None:
    """Let what hangs on the steps of a zaak follow: its clocks, and its partners may have something new to hear."""
    refresh_termijnen(zaak=row.id, gemeente=row.gemeente_id, now=now)
    row.terugkoppelen = True
    row.save(update_fields=["terugkoppelen"])


def _log(handeling: str, stap: Trajectstap, row: Zaak, *, door: Actor, now: datetime) -> None:
    log_zaak(
        handeling,
        row,
        door=door,
        now=now,
        stap=str(stap.id),
        soort=stap.soort,
        aard=stap.aard,
        datum=stap.datum.isoformat(),
        persoon=str(stap.persoon),
    )
