"""Breaches of the demo world: one in investigation from a recalled file, one closed, one that somebody noticed."""

from __future__ import annotations

from datetime import timedelta

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.datalekken.actions import (
    Feiten,
    move_datalek,
    open_from_aanlevering,
    report_voorval,
    save_feiten,
)
from meldpunt.datalekken.klokken import complete_klok, waive_klok
from meldpunt.datalekken.models import Datalekklok
from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.demo.kalender import Kalender
from meldpunt.demo.werkzaak import actor_of
from meldpunt.toegang.actor import Actor

OFFICER, BEHANDELAAR, BEHEERDER = "petra@haarlem.example", "noor@haarlem.example", "ilse@meldpunt.example"


def make_datalekken(kalender: Kalender) -> None:
    """Let something go wrong now and then, so that the register is not empty."""
    officer = _actor(OFFICER)
    _close_small_one(officer, kalender)
    recalled = Aanlevering.objects.filter(status="ingetrokken", ingetrokken_op__isnull=False)
    newest = recalled.order_by("-ingetrokken_op", "-id").first()
    if newest is not None and newest.ingetrokken_op is not None:
        open_from_aanlevering(
            aanlevering=newest.id,
            # Of municipalities that have no officer here: the operator began it.
            door=_actor(BEHEERDER),
            now=min(newest.ingetrokken_op + timedelta(hours=3), kalender.nu),
        )
    report_voorval(
        titel="Gespreksverslag lag bij de printer",
        feiten="Een collega vond een uitgeprint overzicht bij de printer op de gang. Het is nu versnipperd.",
        ontdekt_op=kalender.nu - timedelta(hours=4),
        door=_actor(BEHANDELAAR),
        now=kalender.nu - timedelta(hours=3),
    )


def _close_small_one(officer: Actor, kalender: Kalender) -> None:
    found = kalender.moment(kalender.day_of(1, 6), 14)
    hour = timedelta(hours=1)
    key = report_voorval(
        titel="Brief in verkeerde envelop", feiten="Een inwoner kreeg een brief voor een ander.", ontdekt_op=found,
        door=_actor(BEHANDELAAR), now=found + hour,
    )  # fmt: skip
    feiten = Feiten(
        titel="Brief in verkeerde envelop",
        feiten="Een inwoner kreeg een brief voor een ander en bracht die ongelezen terug.",
        oorzaak="Twee enveloppen verwisseld bij het inpakken",
        aard=["vertrouwelijkheid"],
        gegevenssoorten=["naam", "adres"],
        aantal_personen=1,
        ontdekt_op=found,
        ontdekt_door="Noor de Wit",
        maatregelen="Brief teruggehaald, uitleg gegeven, vensterenveloppen besteld.",
        risico="geen",
        reden_geen_risico="De brief kwam ongeopend terug.",
        gemeenten=["0392"],
        convenanten=["haarlem-zandvoort"],
        partners=[],
    )
    save_feiten(datalek=key, feiten=feiten, door=officer, now=found + 2 * hour)
    for klok in Datalekklok.objects.filter(datalek=key, gedaan_op=None, niet_nodig=False):
        if klok.soort == "partij":
            complete_klok(
                klok=klok.id, op=found + 3 * hour, hoe="mail", reden="", door=officer, now=found + 3 * hour
            )
        else:
            waive_klok(klok=klok.id, reden="De inwoner weet het.", door=officer, now=found + 3 * hour)
    conclusie = "Klein datalek zonder risico. Er gaan voortaan vensterenveloppen uit."
    move_datalek(datalek=key, naar="gesloten", conclusie=conclusie, door=officer, now=found + 48 * hour)


def _actor(email: str) -> Actor:
    return actor_of(next(account for account in ACCOUNTS if account.email == email))
