"""Send what is due: message by message, claimed, with a signature; what fails stays due for a later moment.

At least once: a worker that dies after the receiver said yes sends it again, under the same id. A receiver that is
away costs one try a turn, whatever waits for it, and holds no other receiver up.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef

from meldpunt.adapters.uitgaand import Verzoek
from meldpunt.audit.spoor import get_spoor
from meldpunt.koppelingen.fouten import Koppelingdicht, Koppelingfout
from meldpunt.koppelingen.herkansing import next_moment
from meldpunt.koppelingen.oproep import call
from meldpunt.notificaties.geheimen import list_geheimen
from meldpunt.notificaties.models import Abonnement, Notificatie, Notificatiepoging
from meldpunt.notificaties.ondertekening import sign
from meldpunt.notificaties.ontvanger import (
    OORSPRONGKOP,
    get_afzender,
    get_oorsprong,
    is_allowed,
    reach,
)
from meldpunt.rules.afleverritme import is_given_up, judge_answer, size_of_turn
from meldpunt.rules.gebeurtenissen import MEDIATYPE, Gebeurtenis, id_of, write_envelope
from meldpunt.toegang.actor import Actor

logger = structlog.get_logger()
Clock = Callable[[], datetime]
# Another worker takes a message over when this one died with it.
GREEP: Final = timedelta(minutes=5)
# A turn ends by then: the worker has more to do.
BEURT: Final = timedelta(seconds=20)
TEGELIJK: Final = 8


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What came of one try: taken or not, by which code, and whether the receiver is to be left alone."""

    gelukt: bool
    code: str = ""
    http_status: int | None = None
    niet_voor: datetime | None = None
    rust: bool = False
    weg: bool = False
    gevraagd: bool = True


def deliver_due(*, door: Actor, clock: Clock) -> int:
    """Send what is due, to several receivers at a time; return how many messages arrived."""
    due = _list_due(now=clock())
    if len(due) < 2:
        return sum(_deliver_to(key, clock=clock) for key in due)
    with ThreadPoolExecutor(TEGELIJK) as pool:
        turns = [pool.submit(copy_context().run, _deliver_apart, key, clock) for key in due]
        return sum(turn.result() for turn in turns)


def _list_due(*, now: datetime) -> list[UUID]:
    waiting = Notificatie.objects.filter(
        abonnement=OuterRef("pk"), status="wacht", volgende_poging_op__lte=now
    )
    rows = Abonnement.objects.filter(Exists(waiting), status="actief", volgende_poging_op__lte=now)
    return list(rows.filter(host__toegestaan_op__isnull=False).order_by("id").values_list("id", flat=True))


def _deliver_apart(key: UUID, clock: Clock) -> int:
    """Deliver in a thread of its own, whose connection to the database ends with it."""
    try:
        return _deliver_to(key, clock=clock)
    except Exception:
        logger.exception("notificaties_mislukt", abonnement=str(key))
        return 0
    finally:
        connection.close()


def _deliver_to(key: UUID, *, clock: Clock) -> int:
    """Send the messages of one subscription until one fails or the turn is over."""
    row = Abonnement.objects.select_related("host", "partner").get(id=key)
    until, sent = clock() + BEURT, 0
    for _ in range(size_of_turn(row.per_minuut)):
        now = clock()
        if now >= until or not is_allowed(row) or (claimed := _claim(row, now=now)) is None:
            break
        outcome = _try(row, claimed, now=now)
        _finish(row, claimed, outcome, now=clock())
        sent += outcome.gelukt
        if outcome.rust:
            break
    return sent


@transaction.atomic
def _claim(row: Abonnement, *, now: datetime) -> Notificatie | None:
    """Take the message that waits longest; paused or ended meanwhile, there is none."""
    if not Abonnement.objects.filter(id=row.id, status="actief").exists():
        return None
    waiting = Notificatie.objects.filter(abonnement=row, status="wacht", volgende_poging_op__lte=now)
    found = waiting.order_by("volgende_poging_op", "id").select_for_update(skip_locked=True).first()
    if found is not None:
        Notificatie.objects.filter(id=found.id).update(volgende_poging_op=now + GREEP)
    return found


def _try(row: Abonnement, message: Notificatie, *, now: datetime) -> Uitkomst:
    body = write_envelope(Gebeurtenis(message.soort, message.bron, message.tijd), afzender=get_afzender())
    koppen = {
        "Content-Type": MEDIATYPE,
        OORSPRONGKOP: get_oorsprong(),
        **sign(body, id=id_of(message.soort, message.bron), geheimen=list_geheimen(row, now=now), now=now),
    }
    verzoek = Verzoek(adres="", methode="POST", inhoud=body, koppen=koppen)
    try:
        antwoord = call(koppeling=reach(row), verzoek=verzoek, now=now, veilig_te_herhalen=False)
    except Koppelingdicht as fout:
        return Uitkomst(False, fout.code, niet_voor=fout.wanneer_weer, rust=True, gevraagd=False)
    except Koppelingfout as fout:
        status = fout.antwoord.status if fout.antwoord else None
        return Uitkomst(False, fout.code, status, fout.wanneer_weer, rust=True)
    oordeel = judge_answer(antwoord.status)
    if oordeel == "gelukt":
        return Uitkomst(True, http_status=antwoord.status)
    return Uitkomst(
        False, f"http_{antwoord.status}", antwoord.status, rust=oordeel != "opnieuw", weg=oordeel == "weg"
    )


@transaction.atomic
def _finish(row: Abonnement, message: Notificatie, outcome: Uitkomst, *, now: datetime) -> None:
    """Write what came of it: for the message, for the receiver, and in the log of tries."""
    waiting = Notificatie.objects.filter(id=message.id, status="wacht")
    if not outcome.gevraagd:
        # Nobody was asked: the message is as due as it was, only not sooner than the receiver.
        waiting.update(volgende_poging_op=outcome.niet_voor or next_moment(1, now))
        Abonnement.objects.filter(id=row.id).update(volgende_poging_op=outcome.niet_voor or now)
        return
    if outcome.gelukt:
        changes = {"status": "afgeleverd", "afgerond_op": now, "laatste_code": ""}
    elif is_given_up(gemaakt_op=message.tijd, now=now):
        changes = {"status": "mislukt", "afgerond_op": now, "laatste_code": outcome.code}
    else:
        again = next_moment(message.pogingen + 1, now, niet_voor=outcome.niet_voor)
        changes = {"volgende_poging_op": again, "laatste_code": outcome.code}
    waiting.update(**changes, pogingen=F("pogingen") + 1)
    Notificatiepoging.objects.create(
        notificatie=message,
        partner_id=row.partner_id,
        tijd=now,
        http_status=outcome.http_status,
        code=outcome.code,
        trace=get_spoor().trace,
    )
    _note_receiver(row, outcome, now=now)


def _note_receiver(row: Abonnement, outcome: Uitkomst, *, now: datetime) -> None:
    rows = Abonnement.objects.filter(id=row.id)
    if outcome.gelukt:
        rows.update(laatste_succes_op=now, laatste_code="")
        return
    rows.update(laatste_code=outcome.code, volgende_poging_op=outcome.niet_voor or now)
    if outcome.weg:
        # 410: the receiver is gone for good, and says so itself. Nothing is lost: what waits stays in the list.
        rows.filter(status="actief").update(status="gepauzeerd")
    logger.warning("notificatie_niet_afgeleverd", abonnement=str(row.id), code=outcome.code)
