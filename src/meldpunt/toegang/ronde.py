"""What the clock does for sign-in and rights: mail that waits, roles and requests that lapse, old rows."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from meldpunt.toegang.aanmelden.berichten import send_berichten, sweep_berichten
from meldpunt.toegang.aanmelden.binnenkomst import sweep_aanmeldingen, tell_opvallend
from meldpunt.toegang.aanmelden.sessies import sweep_sessies
from meldpunt.toegang.aanmelden.uitnodigen import send_links, sweep_links
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.rechten.aanstellingen import end_lapsed
from meldpunt.toegang.rechten.herinnering import remind_rechtencontrole
from meldpunt.toegang.rechten.vierogen import lapse_aanvragen
from meldpunt.toegang.toepassingen.aanmelden import sweep_bewijzen
from meldpunt.toegang.toepassingen.actions import sweep_herhaalverzoeken

SWEEPS: Final = (
    sweep_sessies,
    sweep_links,
    sweep_berichten,
    sweep_aanmeldingen,
    sweep_bewijzen,
    sweep_herhaalverzoeken,
)


def send_aanmeldpost(*, now: datetime) -> int:
    """Mail the links that were asked for and word of changes and odd sign-ins; return how many mails went out."""
    sent = send_links(adres_of=link_of, aanmelden=_adres("aanmelden"), now=now)
    sent += send_berichten(adres=_adres("account"), now=now)
    return sent + tell_opvallend(adres=_adres("account"), now=now)


def keep_rechten(*, door: Actor, now: datetime) -> int:
    """End what is over and remind who must look at the rights; return how many sessions and requests ended."""
    ended = end_lapsed(door=door, now=now) + lapse_aanvragen(now=now)
    remind_rechtencontrole(adres=_adres("privacy:rechten"), now=now)
    for sweep in SWEEPS:
        sweep(now=now)
    return ended


def link_of(gebruiker: UUID, token: str) -> str:
    """Return the address of a link to set a password."""
    return f"{settings.MELDPUNT_ADRES}{reverse('wachtwoord_link', args=[gebruiker, token])}"


def _adres(naam: str) -> str:
    return f"{settings.MELDPUNT_ADRES}{reverse(naam)}"
