"""What people do elsewhere happens by itself in the municipality that does not exist: take up, ask, close.

In two looks, so that who tries the interface hears first that a signaal is taken up and then how it ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.actions import close_zaak, record_contactpoging, take_zaak
from meldpunt.opvolging.models import Contactpoging
from meldpunt.rules.dagdeel import dagdeel_of
from meldpunt.rules.proefinwoners import PROEFGEMEENTE, Proefinwoner, find_proefinwoner
from meldpunt.terugkoppeling.models import Navraag
from meldpunt.terugkoppeling.navragen import ask_navraag
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering

ZAKEN_A_TURN: Final = 200
# How long a zaak is in hand before it ends; a look comes every minute.
BEDENKTIJD: Final = timedelta(seconds=20)


def follow_proef(*, door: Actor, now: datetime) -> int:
    """Take the next zaken of the trial municipality a step further; return how many moved."""
    open_ones = Zaak.objects.filter(gemeente=PROEFGEMEENTE)
    new = list(open_ones.filter(status__in=("nieuw", "niet_opgepakt")).order_by("id")[:ZAKEN_A_TURN])
    in_hand = open_ones.filter(status="in_behandeling", status_sinds__lte=now - BEDENKTIJD)
    ripe = list(in_hand.order_by("-status_sinds", "id")[:ZAKEN_A_TURN])
    residents = _list_residents(ripe)
    for zaak in new:
        take_zaak(zaak=zaak.id, gemeente=PROEFGEMEENTE, door=door, now=now)
    return len(new) + sum(
        _go_on(zaak, residents[zaak.adressignaal], door=door, now=now)
        for zaak in ripe
        if zaak.adressignaal in residents
    )


def _list_residents(zaken: Sequence[Zaak]) -> dict[UUID, Proefinwoner]:
    """Give the published resident of each zaak that is about one, by the signaal of its address."""
    persons = SignaalPersoon.objects.filter(
        gemeente=PROEFGEMEENTE, id__in=[zaak.adressignaal for zaak in zaken], suffix=""
    )
    found = {row.id: find_proefinwoner(row.postcode, row.huisnummer) for row in persons}
    return {key: resident for key, resident in found.items() if resident is not None}


def _go_on(zaak: Zaak, resident: Proefinwoner, *, door: Actor, now: datetime) -> bool:
    """Do what was published about this resident; say whether there was anything to do."""
    try:
        if resident.navraag:
            return _ask_once(zaak, door=door, now=now)
        if not resident.eindresultaat:
            return False
        _write_letter(zaak, door=door, now=now)
        close_zaak(
            zaak=zaak.id,
            gemeente=PROEFGEMEENTE,
            eindresultaat=resident.eindresultaat,
            door=door,
            now=now,
        )
    except Weigering:
        # Two persons on one address that nobody tells apart, a claim taken back: here too nobody forces it.
        return False
    return True


def _ask_once(zaak: Zaak, *, door: Actor, now: datetime) -> bool:
    asked = Navraag.objects.filter(gemeente=PROEFGEMEENTE, signaal=zaak.adressignaal).exists()
    return False if asked else bool(ask_navraag(zaak=zaak.id, gemeente=PROEFGEMEENTE, door=door, now=now))


def _write_letter(zaak: Zaak, *, door: Actor, now: datetime) -> None:
    if Contactpoging.objects.filter(gemeente=PROEFGEMEENTE, zaak=zaak).exists():
        return
    local = timezone.localtime(now)
    record_contactpoging(
        zaak=zaak.id,
        gemeente=PROEFGEMEENTE,
        soort="Brief",
        bereikt=False,
        datum=local.date(),
        dagdeel=dagdeel_of(local.hour),
        notitie="",
        persoon=None,
        door=door,
        now=now,
    )
