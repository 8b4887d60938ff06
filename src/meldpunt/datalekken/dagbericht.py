"""The word of the day about breaches: counts and a link, to who keeps the register, once a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction

from meldpunt.adapters.mail import Mailbericht, Mailfout, send_mail
from meldpunt.audit.actions import record
from meldpunt.datalekken.models import Datalekbericht
from meldpunt.datalekken.queries import list_datalekken, list_te_doen
from meldpunt.toegang.actor import Actor

logger = structlog.get_logger()
# What ends within this time is worth a word today.
KIJKT_VOORUIT = timedelta(hours=24)
SLOT = "In dit bericht staat met opzet niet wat er gebeurde. Meld u aan om het te lezen."


def send_datalekbericht(  # noqa: PLR0913 - to whom, about what they may see, and where they find it
    *, gebruiker: UUID, email: str, actors: Sequence[Actor], dag: date, adres: str, door: Actor, now: datetime
) -> bool:
    """Send one person the word of this day; False when it was sent already or there is nothing to say.

    The row is claimed in the transaction of the mail: a second worker waits for it and then finds it made.
    """
    late, soon, new = _count(actors, now)
    if not late + soon + new:
        return False
    try:
        with transaction.atomic():
            Datalekbericht.objects.create(
                gebruiker=gebruiker, dag=dag, aantal=late + soon + new, verstuurd_op=now
            )
            record(
                "datalekbericht_verstuurd", objectsoort="gebruiker", object=gebruiker, door=door, now=now,
                waarden={"te_laat": late, "binnenkort": soon, "nieuw": new},
            )  # fmt: skip
            tekst = _write(late, soon, new, adres)
            send_mail(Mailbericht(aan=email, onderwerp="Meldpunt: datalekken vandaag", tekst=tekst))
    except IntegrityError:
        return False
    except Mailfout:
        logger.exception("datalekbericht_niet_verstuurd", gebruiker=str(gebruiker))
        return False
    return True


def _count(actors: Sequence[Actor], now: datetime) -> tuple[int, int, int]:
    clocks = {klok.id: klok for actor in actors for _, klok in list_te_doen(door=actor, now=now)}
    late = sum(klok.toestand == "te_laat" for klok in clocks.values())
    soon = sum(klok.toestand == "loopt" and klok.uiterlijk <= now + KIJKT_VOORUIT for klok in clocks.values())
    new = {
        row.id
        for actor in actors
        for row in list_datalekken(door=actor, now=now, alleen_open=True)
        if row.status == "signaal"
    }
    return late, soon, len(new)


def _write(late: int, soon: int, new: int, adres: str) -> str:
    lines = [
        f"- Te laat: {late}." if late else "",
        f"- Binnen 24 uur te vertellen: {soon}." if soon else "",
        f"- Nog te beoordelen: {new}." if new else "",
    ]
    said = "\n".join(line for line in lines if line)
    return f"Datalekken die op u wachten:\n{said}\n\nBekijk ze: {adres}\n\n{SLOT}\n"
