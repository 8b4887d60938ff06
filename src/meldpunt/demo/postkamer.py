"""The post of the demo world: as whom municipalities write, with which texts, and the piles that get printed."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings

from meldpunt.correspondentie.models import Verzendpartij
from meldpunt.correspondentie.partijen import fetch_partij, mark_gedrukt
from meldpunt.correspondentie.sjablonen import adopt_voorbeelden
from meldpunt.correspondentie.vastleggen import record_gedrukt
from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.demo.gemeenten import PLAATSEN
from meldpunt.demo.kalender import NEDERLAND, Kalender
from meldpunt.demo.werkzaak import actor_of
from meldpunt.partijen.afzenders import Afzendergegevens, save_afzender
from meldpunt.toegang.actor import Actor

DRUKTIJD = time(16, 30)


def prepare_post(kalender: Kalender, *, door: Actor) -> None:
    """Let every municipality fill in its sender and adopt the example texts, before the first delivery."""
    now = kalender.moment(kalender.maanden[0], 9)
    for plaats in PLAATSEN.values():
        name = plaats.naam.lower()
        gegevens = Afzendergegevens(
            naam=f"Gemeente {plaats.naam}",
            adresregels=("Postbus 99", f"{plaats.postcodes[0][:4]} ZZ {plaats.naam}"),
            telefoon=f"14 {plaats.code}",
            mail=f"geldhulp@{name}.example",
            antwoordadres=f"{settings.MELDPUNT_ADRES.rstrip('/')}/reageren/",
        )
        save_afzender(gemeente=plaats.code, gegevens=gegevens, door=door, now=now)
        adopt_voorbeelden(gemeente=plaats.code, door=door, now=now)


def print_piles(*, now: datetime) -> None:
    """Print and post, in the afternoon of their day, the piles that were made on days before this one."""
    midnight = datetime.combine(now.astimezone(NEDERLAND).date(), time(), tzinfo=NEDERLAND)
    waiting = Verzendpartij.objects.filter(gedrukt_op=None, gemaakt_op__lt=midnight)
    accounts = {account.gebruiker: account for account in ACCOUNTS}
    for row in waiting.order_by("gemaakt_op", "id"):
        day = row.gemaakt_op.astimezone(NEDERLAND).date()
        moment = datetime.combine(day, DRUKTIJD, tzinfo=NEDERLAND)
        if row.gemaakt_door not in accounts:
            continue
        door = actor_of(accounts[row.gemaakt_door])
        fetch_partij(partij=row.id, gemeente=row.gemeente_id, vorm="pdf", door=door, now=moment)
        mark_gedrukt(partij=row.id, gemeente=row.gemeente_id, door=door, now=moment)
        record_gedrukt(partij=row.id, gemeente=row.gemeente_id, herkomst="demo")
