"""Somebody came in: keep it, see what is odd about it, and tell the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from meldpunt.adapters.mail import Mailbericht, Mailfout, can_mail, send_mail
from meldpunt.audit.actions import record
from meldpunt.toegang.aanmelden.plek import Plek
from meldpunt.toegang.aanmelden.sessies import start_sessie
from meldpunt.toegang.actor import Actor, account_actor
from meldpunt.toegang.models import Aanmelding, Gebruiker, Sessie
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.rijcontext import acting_on_accounts

NACHT_TOT: Final = 6
BEWAREN: Final = timedelta(days=400)
PAGE: Final = 50
# What a mail and a list say about each; `tegelijk` alone is shown to the person and wakes nobody.
REDENEN: Final = {
    "nieuw_apparaat": "vanaf een apparaat dat u niet eerder gebruikte",
    "nieuw_netwerk": "vanaf een netwerk dat u niet eerder gebruikte",
    "nacht": "tussen 0.00 en 6.00 uur",
    "herstelcode": "met een herstelcode",
    "veel_mislukt": "er werd vaak een verkeerd wachtwoord ingevuld en het account is een kwartier dicht",
    "tegelijk": "terwijl u ergens anders ook was aangemeld",
}


@dataclass(frozen=True, slots=True)
class Binnenkomst:
    """What is odd about a sign-in."""

    opvallend: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opvallend:
    """One odd sign-in, for the list of beheer."""

    id: UUID
    tijd: datetime
    gebruiker: UUID | None
    naam: str
    redenen: tuple[str, ...]
    gemeld_op: datetime | None


def enter(  # noqa: PLR0913 - a sign-in is these facts
    *, gebruiker: Gebruiker, sleutel: str, wijze: str, factor: str, plek: Plek, now: datetime
) -> Binnenkomst:
    """Keep a sign-in with its session, and say what is odd about it."""
    apparaat, netwerk = plek.hide(gebruiker.id)
    with transaction.atomic():
        odd = _judge(gebruiker.id, factor, (apparaat, netwerk), plek, now)
        Aanmelding.objects.create(
            gebruiker=gebruiker,
            tijd=now,
            gelukt=True,
            wijze=wijze,
            factor=factor,
            apparaat=apparaat,
            netwerk=netwerk,
            opvallend=list(odd),
        )
        start_sessie(gebruiker=gebruiker.id, sleutel=sleutel, plek=plek, wijze=wijze, factor=factor, now=now)
        record(
            "aangemeld",
            objectsoort="account",
            object=gebruiker.id,
            door=account_actor(gebruiker.id, gebruiker.naam),
            now=now,
            waarden={"wijze": wijze, "factor": factor, "opvallend": list(odd)},
        )
    return Binnenkomst(odd)


def _judge(gebruiker: UUID, factor: str, seen: tuple[str, str], plek: Plek, now: datetime) -> tuple[str, ...]:
    earlier = Aanmelding.objects.filter(gebruiker=gebruiker, gelukt=True)
    known = set(
        earlier.filter(Q(apparaat=seen[0]) | Q(netwerk=seen[1])).values_list("apparaat", "netwerk").distinct()
    )
    # The first time everything is new, and nothing odd.
    any_before = bool(known) or earlier.exists()
    elsewhere = Sessie.objects.filter(gebruiker=gebruiker, beeindigd_op=None, verloopt_op__gt=now)
    judged = {
        "nieuw_apparaat": any_before and seen[0] not in {one for one, _ in known},
        "nieuw_netwerk": any_before and seen[1] not in {one for _, one in known},
        "nacht": timezone.localtime(now).hour < NACHT_TOT,
        "herstelcode": factor == "herstelcode",
        "tegelijk": elsewhere.exclude(apparaat=plek.apparaat, netwerk=plek.netwerk).exists(),
    }
    return tuple(reason for reason, holds in judged.items() if holds)


def tell_opvallend(*, adres: str, now: datetime) -> int:
    """Mail everybody whose account was used in an odd way; return how many mails went out."""
    if not can_mail():
        return 0
    due = Aanmelding.objects.filter(gezien_op=None, gemeld_op=None, gebruiker__isnull=False).exclude(
        Q(opvallend=[]) | Q(opvallend=["tegelijk"])
    )
    sent = 0
    for row in due.filter(tijd__gt=now - timedelta(days=2)).select_related("gebruiker").order_by("id")[:100]:
        if Aanmelding.objects.filter(id=row.id, gemeld_op=None).update(gemeld_op=now):
            sent += _tell(row, adres)
    return sent


def _tell(row: Aanmelding, adres: str) -> int:
    assert row.gebruiker is not None  # noqa: S101 - asked for in the query
    what = "\n".join(f"- {REDENEN[reden]}" for reden in row.opvallend)
    begin = "is er aangemeld" if row.gelukt else "gebeurde dit"
    text = (
        f"Beste {row.gebruiker.naam},\n\n"
        f"Op {timezone.localtime(row.tijd):%d-%m-%Y om %H:%M} uur {begin} met uw account van het meldpunt:\n{what}\n\n"
        "Was u dat? Dan hoeft u niets te doen.\n"
        f"Was u dat niet? Ga naar {adres}, beëindig uw andere sessies en kies een nieuw wachtwoord. "
        "Bel daarna meteen uw beheerder.\n"
    )
    try:
        send_mail(Mailbericht(row.gebruiker.email, "Opvallende aanmelding bij het meldpunt", text))
    except Mailfout:
        # It stands in the list of beheer all the same; a mail that comes days later helps nobody.
        return 0
    return 1


@acting_on_accounts()
def list_opvallend(*, door: Actor, before: UUID | None = None) -> list[Opvallend]:
    """Return odd sign-ins that nobody looked at yet, newest first, one more than a page. Raises GeenToegang."""
    check_manage(door)
    rows = Aanmelding.objects.filter(gezien_op=None).exclude(opvallend=[]).select_related("gebruiker")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [
        Opvallend(
            row.id,
            row.tijd,
            row.gebruiker_id,
            row.gebruiker.naam if row.gebruiker else "Onbekend adres",
            tuple(row.opvallend),
            row.gemeld_op,
        )
        for row in rows.order_by("-id")[: PAGE + 1]
    ]


@acting_on_accounts()
def mark_gezien(*, aanmeldingen: Sequence[UUID], door: Actor, now: datetime) -> int:
    """Keep that beheer looked at odd sign-ins; return how many. Raises GeenToegang."""
    check_manage(door)
    with transaction.atomic():
        seen = Aanmelding.objects.filter(id__in=aanmeldingen, gezien_op=None)
        keys = list(seen.select_for_update().values_list("id", flat=True))
        Aanmelding.objects.filter(id__in=keys).update(gezien_op=now, gezien_door=door.gebruiker)
        for key in keys:
            record("opvallend_gezien", objectsoort="aanmelding", object=key, door=door, now=now)
    return len(keys)


def sweep_aanmeldingen(*, now: datetime) -> int:
    """Delete sign-ins that no report asks for any more; return how many."""
    return Aanmelding.objects.filter(tijd__lt=now - BEWAREN).delete()[0]
