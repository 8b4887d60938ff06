"""Take a resident out of what runs: no signaal counts any more, nothing waits to be sent, no zaak stays open for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from meldpunt.correspondentie.actions import WACHTEND, drop_verzending
from meldpunt.correspondentie.antwoordcodes import withdraw_codes
from meldpunt.correspondentie.models import Verzending
from meldpunt.matching.afmelding import remove_signalen
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak
from meldpunt.opvolging.termijnrijen import refresh_termijnen
from meldpunt.terugkoppeling.models import Navraag
from meldpunt.terugkoppeling.opschortingen import end_opschortingen_of
from meldpunt.toegang.actor import Actor, system_actor

# DDAS 1.2: the resident needs no help from early detection. What was asked for is never told.
EINDRESULTAAT: Final = "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering"
REDEN: Final = "bezwaar"


def stop_signalen(
    signalen: Sequence[UUID], *, gemeente: str, reden: str, door: Actor, now: datetime
) -> list[UUID]:
    """Stop what runs for a resident; return the zaken that were touched.

    Inside the transaction of the decision, under the lock of the municipality. A zaak in which nothing is left is
    closed; one with others in it goes on for them.
    """
    drop_messages(signalen, gemeente=gemeente, reden=reden, door=door, now=now)
    effects = remove_signalen(gemeente=gemeente, redenen=dict.fromkeys(signalen, REDEN), now=now)
    today: date = timezone.localdate(now)
    end_opschortingen_of([(gemeente, one) for one in signalen], reden="afgerond", on=today)
    Navraag.objects.filter(gemeente=gemeente, signaal__in=signalen, beantwoord_op=None).update(
        antwoord="vervallen", beantwoord_op=now, beantwoord_door=None
    )
    zaken = sorted({one.zaak for found in effects.values() for one in found})
    for zaak in zaken:
        _close_if_empty(zaak, gemeente, now=now)
        refresh_termijnen(zaak=zaak, gemeente=gemeente, now=now)
    return zaken


def drop_messages(signalen: Sequence[UUID], *, gemeente: str, reden: str, door: Actor, now: datetime) -> None:
    """Withdraw what waits to be sent to a resident, and the codes to answer with."""
    for zaak, persoon, keys in _list_personen(signalen, gemeente):
        waiting = Verzending.objects.select_for_update().filter(
            gemeente=gemeente, zaak=zaak, persoon__in=keys, status__in=WACHTEND
        )
        for row in waiting.order_by("id"):
            drop_verzending(row, fout=reden, door=door, now=now)
        withdraw_codes(zaak=zaak, gemeente=gemeente, persoon=persoon, door=door, now=now)


def _list_personen(signalen: Sequence[UUID], gemeente: str) -> list[tuple[UUID, UUID, set[UUID]]]:
    """Return the persons of these signalen with every key a message may carry for them."""
    own = set(
        Zaaksignaal.objects.filter(gemeente=gemeente, signaal__in=signalen).values_list("zaak", "persoon")
    )
    members: dict[tuple[UUID, UUID], set[UUID]] = {key: {key[1]} for key in own}
    rows = Zaaksignaal.objects.filter(gemeente=gemeente, zaak__in=[zaak for zaak, _ in own])
    for zaak, persoon, signaal in rows.values_list("zaak", "persoon", "signaal"):
        if (zaak, persoon) in members:
            members[zaak, persoon].add(signaal)
    return [(zaak, persoon, keys) for (zaak, persoon), keys in sorted(members.items())]


def _close_if_empty(zaak: UUID, gemeente: str, *, now: datetime) -> None:
    row = Zaak.objects.get(id=zaak, gemeente=gemeente)
    if row.status == "in_behandeling" and not row.aantal:
        # By the meldpunt: the officer has no inbox, and the log of the request says who decided.
        close_zaak(
            zaak=zaak,
            gemeente=gemeente,
            eindresultaat=EINDRESULTAAT,
            door=system_actor(herkomst="verzoek"),
            now=now,
        )
