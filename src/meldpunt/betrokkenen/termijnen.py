"""Remind who handles requests, say what is late, empty what was decided long ago, and follow new keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from meldpunt.aanlevering.bsn import INDEXDOEL
from meldpunt.adapters.mail import Mailbericht, Mailfout, can_mail, send_mail
from meldpunt.audit.actions import record
from meldpunt.betrokkenen.actions import DOEL, log_verzoek
from meldpunt.betrokkenen.models import Verzoek, Verzoeksignaal, Verzoektermijn
from meldpunt.betrokkenen.verzegeling import index_of, open_inwoner
from meldpunt.partijen.optreden import list_optredens
from meldpunt.rules.verzoeken import HERINNER, NOGMAALS
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.sleutelbos import newest_prefix

# Long enough for an objection, an appeal and a complaint about the decision; the ground and the days stay.
BEWAREN: Final = timedelta(days=365)
ROND: Final = 200


def remind_verzoeken(*, door: Actor, now: datetime) -> int:
    """Mark the clocks that end within a week, tomorrow, or are over, each once, and mail the officers; return how many.

    The mail names no resident: how many requests, and where to look.
    """
    today = timezone.localdate(now)
    due = [
        *_claim("herinnerd_op", today + HERINNER, now=now),
        *_claim("nogmaals_herinnerd_op", today + NOGMAALS, now=now),
        *_claim("geescaleerd_op", today - timedelta(days=1), now=now),
    ]
    for gemeente in sorted({gemeente for gemeente, _ in due}):
        found = {verzoek for code, verzoek in due if code == gemeente}
        with transaction.atomic():
            record(
                "verzoektermijn_herinnerd",
                objectsoort="gemeente",
                object=gemeente,
                gemeente=gemeente,
                door=door,
                now=now,
                doel=DOEL,
                waarden={"verzoeken": len(found)},
            )
        _mail(gemeente, len(found), now=now)
    return len({verzoek for _, verzoek in due})


@transaction.atomic
def _claim(veld: str, tot: object, *, now: datetime) -> Sequence[tuple[str, UUID]]:
    rows = Verzoektermijn.objects.select_for_update(skip_locked=True).filter(
        toestand="loopt", eind__lte=tot, **{f"{veld}__isnull": True}
    )
    found = list(rows.order_by("eind", "id").values_list("gemeente", "verzoek", "id")[:ROND])
    Verzoektermijn.objects.filter(
        id__in=[key for _, _, key in found], gemeente__in={gemeente for gemeente, _, _ in found}
    ).update(**{veld: now})
    return [(gemeente, verzoek) for gemeente, verzoek, _ in found]


def _mail(gemeente: str, aantal: int, *, now: datetime) -> None:
    if not can_mail():
        return
    what = "1 verzoek van een inwoner wacht" if aantal == 1 else f"{aantal} verzoeken van inwoners wachten"
    text = (
        f"{what} op antwoord; de termijn is bijna of al voorbij (AVG art. 12 lid 3).\n\n"
        f"{settings.MELDPUNT_ADRES}/privacy/verzoeken/\n"
    )
    people = list_optredens(rollen=["privacy"], herkomst="werker", on=timezone.localdate(now))
    for gebruiker, actors in people.items():
        if any(gemeente in one.gemeenten for one in actors):
            try:
                send_mail(Mailbericht(gebruiker.email, f"Meldpunt: {what} op antwoord", text))
            except Mailfout:
                # The list on the screen says the same; the next mark mails again.
                continue


def empty_verzoeken(*, door: Actor, now: datetime) -> int:
    """Empty who asked and what was written of requests that were decided a year ago; return how many.

    The reason of a longer term was for the resident and goes too; that it was longer stays.
    """
    with transaction.atomic():
        rows = Verzoek.objects.select_for_update(skip_locked=True).filter(
            geleegd_op=None, besloten_op__lt=now - BEWAREN
        )
        due = list(rows.order_by("id")[:ROND])
        for row in due:
            row.inwoner_verzegeld = row.besluit_verzegeld = row.bsn_index = ""
            row.geleegd_op = now
            row.save(update_fields=["inwoner_verzegeld", "besluit_verzegeld", "bsn_index", "geleegd_op"])
            Verzoeksignaal.objects.filter(gemeente=row.gemeente_id, verzoek=row).delete()
            Verzoektermijn.objects.filter(gemeente=row.gemeente_id, verzoek=row, naam="verlenging").update(
                reden="geleegd"
            )
            log_verzoek("verzoek_geleegd", row, door=door, now=now)
    return len(due)


def reseal_verzoeken() -> int:
    """Bring the index of requests under the newest key, before the former ones are gone; return how many."""
    with transaction.atomic():
        rows = Verzoek.objects.select_for_update(skip_locked=True).exclude(bsn_index="")
        due = list(rows.exclude(bsn_index__startswith=newest_prefix(INDEXDOEL)).order_by("id")[:ROND])
        for row in due:
            row.bsn_index = index_of(open_inwoner(row.inwoner_verzegeld).bsn)
            row.save(update_fields=["bsn_index"])
    return len(due)
