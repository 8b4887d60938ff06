"""Webhooks of the demo world: one with a past that pauses, one whose server waits for the operator.

Their servers do not exist, so none of them is active: nothing ever leaves the demo.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.demo.kalender import Kalender
from meldpunt.demo.leveringen import SYSTEEM, actor_of
from meldpunt.notificaties.aankondigen import announce
from meldpunt.notificaties.actions import Aanvraag, create_abonnement
from meldpunt.notificaties.hosts import allow_host
from meldpunt.notificaties.models import Abonnement, Notificatie, Notificatiepoging
from meldpunt.partijen.models import Signaalpartner
from meldpunt.rules.gebeurtenissen import GEBEURTENISSOORTEN
from meldpunt.toegang.actor import Actor

BEHEERDER: Final = "ilse@meldpunt.example"
VERLOREN, WACHT = 2, 3
MINUUT: Final = timedelta(minutes=1)


def make_webhooks(kalender: Kalender) -> None:
    """Let one partner have listened for ten days until its server broke, and another have just asked."""
    begin, nu = kalender.nu - timedelta(days=10), kalender.nu
    pwn = Signaalpartner.objects.get(sleutel="pwn")
    wanted = Aanvraag("Debiteurensysteem", "https://haak.pwn.example/meldpunt", tuple(GEBEURTENISSOORTEN))
    key = create_abonnement(aanvraag=wanted, door=actor_of(pwn), now=begin).id
    row = Abonnement.objects.filter(id=key)
    allow_host(host=row.get().host_id, door=_beheerder(), now=begin + MINUUT)
    row.update(
        status="gepauzeerd",
        bevestigd_op=begin + 2 * MINUUT,
        aangekondigd_tot=begin + 2 * MINUUT,
        per_minuut=60,
    )
    announce(door=SYSTEEM, now=nu)
    _deliver(kalender)
    row.update(laatste_succes_op=nu - timedelta(days=3), laatste_code="serverfout")
    achmea = Signaalpartner.objects.get(sleutel="achmea")
    asked = Aanvraag("Proefopstelling", "https://proef.achmea.example/in", ("terugkoppeling_gegeven",))
    create_abonnement(aanvraag=asked, door=actor_of(achmea), now=nu - timedelta(hours=2))


def _deliver(kalender: Kalender) -> None:
    """Let all but the last messages have arrived, and two of them be lost."""
    moment = kalender.nu - timedelta(days=3)
    made = list(Notificatie.objects.order_by("id"))
    settled = made[: max(len(made) - WACHT, 0)]
    lost = {one.id for one in settled[-VERLOREN:]}
    for one in settled:
        failed = one.id in lost
        one.status, one.pogingen = ("mislukt", 3) if failed else ("afgeleverd", 1)
        one.afgerond_op, one.laatste_code = moment, "serverfout" if failed else ""
    Notificatie.objects.bulk_update(settled, ["status", "pogingen", "afgerond_op", "laatste_code"])
    Notificatiepoging.objects.bulk_create(
        Notificatiepoging(
            notificatie=one,
            partner_id=one.partner_id,
            tijd=moment - turn * timedelta(hours=1),
            http_status=500 if one.id in lost else 204,
            code=one.laatste_code,
        )
        for one in settled
        for turn in reversed(range(one.pogingen))
    )


def _beheerder() -> Actor:
    account = next(one for one in ACCOUNTS if one.email == BEHEERDER)
    return Actor(account.gebruiker, account.naam, "beheer", "meldpunt", "meldpunt", "web")
