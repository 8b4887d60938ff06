"""Decide on a request and carry it out, in one transaction: what is granted has happened when the resident reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from meldpunt.betrokkenen.actions import (
    check_other_person,
    end_termijn,
    get_for_update,
    log_verzoek,
    move,
)
from meldpunt.betrokkenen.beperkingen import restrict_signalen
from meldpunt.betrokkenen.models import Verzoek
from meldpunt.betrokkenen.rectificaties import Correctie, correct_signalen
from meldpunt.betrokkenen.stoppen import stop_signalen
from meldpunt.betrokkenen.verzegeling import open_inwoner, seal_text
from meldpunt.betrokkenen.vinden import list_bevestigd
from meldpunt.bewaring.vernietiging import destroy_personen
from meldpunt.matching.frames import lock_gemeenten
from meldpunt.rules.verzoeken import find_besluit_bezwaar
from meldpunt.terugkoppeling.partnermededelingen import list_kenmerken, tell_recht
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_handle_verzoek
from meldpunt.toegang.rijcontext import acting_beyond
from meldpunt.toegang.weigering import Weigering

TOELICHTING_MAX: Final = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Besluit:
    """What was decided: granted or not, on which ground, with what words, and which corrections."""

    inwilligen: bool
    grond: str
    toelichting: str = ""
    correcties: Sequence[Correctie] = ()


@transaction.atomic
def decide_verzoek(*, verzoek: UUID, gemeente: str, besluit: Besluit, door: Actor, now: datetime) -> None:
    """Grant or refuse a request; what is granted is carried out at once, and partners concerned are told.

    Raises Weigering when the ground does not fit, nobody was confirmed, or it cannot be carried out.
    """
    check_handle_verzoek(door, gemeente=gemeente)
    with acting_beyond(gemeente):
        _decide(verzoek, gemeente, besluit, door=door, now=now)


def _decide(verzoek: UUID, gemeente: str, besluit: Besluit, *, door: Actor, now: datetime) -> None:
    # Before the row: matching beside it would bring back what is being stopped.
    lock_gemeenten([gemeente])
    row = get_for_update(verzoek, gemeente)
    check_other_person(open_inwoner(row.inwoner_verzegeld), door)
    found = list_bevestigd(row.id, gemeente)
    _check_besluit(row, besluit, found)
    move(row, "ingewilligd" if besluit.inwilligen else "geweigerd", door=door)
    if besluit.inwilligen and found:
        _CARRY_OUT[row.soort](row, besluit, found, door, now)
    row.grond, row.besluit_verzegeld = besluit.grond, seal_text(besluit.toelichting.strip())
    row.besloten_op, row.besloten_door = now, door.gebruiker
    row.save(update_fields=["status", "grond", "besluit_verzegeld", "besloten_op", "besloten_door"])
    end_termijn(row, toestand="gehaald", now=now)
    facts = {"soort": row.soort, "uitkomst": row.status, "grond": row.grond}
    log_verzoek("verzoek_besloten", row, door=door, now=now, signalen=found, **facts)


def _check_besluit(row: Verzoek, besluit: Besluit, found: Sequence[UUID]) -> None:
    reason = find_besluit_bezwaar(
        row.soort, besluit.grond, inwilligen=besluit.inwilligen, gevonden=len(found)
    )
    if reason:
        raise Weigering(reason)
    if row.status == "ontvangen" and besluit.grond != "identiteit_onzeker":
        raise Weigering("Stel eerst vast wie de inwoner is, of weiger om die reden. [identiteit_ontbreekt]")
    if not besluit.inwilligen and not besluit.toelichting.strip():
        raise Weigering(
            "Leg in gewone woorden uit waarom u weigert; de inwoner leest het. [toelichting_ontbreekt]"
        )
    if len(besluit.toelichting) > TOELICHTING_MAX:
        raise Weigering(f"De toelichting is langer dan {TOELICHTING_MAX} tekens. Maak haar korter. [te_lang]")


def _show(_row: Verzoek, _besluit: Besluit, _found: Sequence[UUID], _door: Actor, _now: datetime) -> None:
    """Change nothing: the overview is made when it is fetched, from what stands then."""


def _correct(row: Verzoek, besluit: Besluit, found: Sequence[UUID], door: Actor, now: datetime) -> None:
    correct_signalen(besluit.correcties, row=row, eigen=found, door=door, now=now)


def _destroy(row: Verzoek, besluit: Besluit, found: Sequence[UUID], door: Actor, now: datetime) -> None:
    kenmerken = list_kenmerken(found, gemeente=row.gemeente_id)
    stop_signalen(found, gemeente=row.gemeente_id, reden="gewist", door=door, now=now)
    grond = "bezwaar" if besluit.grond == "bezwaar_gegrond" else "verzoek"
    destroy_personen(signalen=found, gemeente=row.gemeente_id, grond=grond, door=door, now=now)
    tell_recht(kenmerken, gemeente=row.gemeente_id, soort="wissing", now=now)


def _rest(row: Verzoek, besluit: Besluit, found: Sequence[UUID], door: Actor, now: datetime) -> None:
    restrict_signalen(found, row=row, grond=besluit.grond, door=door, now=now)


def _stop(row: Verzoek, _besluit: Besluit, found: Sequence[UUID], door: Actor, now: datetime) -> None:
    kenmerken = list_kenmerken(found, gemeente=row.gemeente_id)
    stop_signalen(found, gemeente=row.gemeente_id, reden="bezwaar", door=door, now=now)
    tell_recht(kenmerken, gemeente=row.gemeente_id, soort="bezwaar", now=now)


_CARRY_OUT: Final[Mapping[str, Callable[[Verzoek, Besluit, Sequence[UUID], Actor, datetime], None]]] = {
    "inzage": _show,
    "rectificatie": _correct,
    "wissing": _destroy,
    "beperking": _rest,
    "bezwaar": _stop,
}
