"""What lies ready on the day of loading: letters to print, a round of visits, terms that ask for attention."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from meldpunt.correspondentie.actions import make_brieven
from meldpunt.correspondentie.antwoordcodes import issue_code
from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.demo.inkijk import look_around
from meldpunt.demo.kalender import NEDERLAND
from meldpunt.demo.leveringen import SYSTEEM
from meldpunt.demo.werkzaak import Werkzaak, actor_of, list_werkzaken
from meldpunt.opvolging.bezoeken import choose_for_ronde
from meldpunt.opvolging.herinneringen import escalate, remind_day, remind_week
from meldpunt.opvolging.risicoadressen import sweep_risicoadressen
from meldpunt.terugkoppeling.navragen import ask_navraag
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.stapel import Zaaksleutel

MET_STAPEL = ("noor@haarlem.example", "linda@sdd.example", "eva@utrecht.example")
PROEFGEMEENTE = "0392"
IN_STAPEL, OP_RONDE = 5, 6


def prepare_vandaag(*, now: datetime) -> None:
    """Lay a pile ready and plan a round for some case workers; mark the terms that are nearly over or late."""
    sweep_risicoadressen(door=SYSTEEM, now=now)
    zaken = list_werkzaken()
    for account in ACCOUNTS:
        if account.email in MET_STAPEL:
            _prepare(_list_own(zaken, account.gebruiker), email=account.email, now=now)
    for step in (remind_week, remind_day, escalate):
        step(now=now)


def issue_proefcode(*, now: datetime) -> str | None:
    """Make a reply code for a resident of a zaak in hand, to try the reply page with; none without such a zaak."""
    zaak = next(
        (z for z in list_werkzaken() if z.gemeente == PROEFGEMEENTE and z.status == "in_behandeling"), None
    )
    if zaak is None:
        return None
    return issue_code(
        zaak=zaak.id,
        gemeente=zaak.gemeente,
        persoon=zaak.personen[0],
        kanaal="brief",
        verzending=None,
        now=now,
    )


def _list_own(zaken: Sequence[Werkzaak], behandelaar: UUID) -> list[Werkzaak]:
    return [zaak for zaak in zaken if zaak.status == "in_behandeling" and zaak.behandelaar == behandelaar]


def _prepare(zaken: Sequence[Werkzaak], *, email: str, now: datetime) -> None:
    door = actor_of(next(account for account in ACCOUNTS if account.email == email))
    look_around(zaken, door=door, now=now)
    laid = 0
    for zaak in zaken:
        if laid == IN_STAPEL:
            break
        # Where it is undecided who is who, nothing is written.
        with suppress(Weigering):
            make_brieven(Zaaksleutel(zaak.gemeente, zaak.id), {"sjabloon": "herinnering"}, door, now)
            laid += 1
    for zaak in zaken[:IN_STAPEL]:
        # Partners find a question that waits for them today.
        with suppress(Weigering):
            ask_navraag(zaak=zaak.id, gemeente=zaak.gemeente, door=door, now=now)
    chosen = [Zaaksleutel(zaak.gemeente, zaak.id) for zaak in zaken[-OP_RONDE:]]
    choose_for_ronde(zaken=chosen, dag=now.astimezone(NEDERLAND).date(), erbij=True, door=door, now=now)
