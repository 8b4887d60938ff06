"""Send mail and SMS that wait: claimed one by one, tried again with longer pauses, and failed in the open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from meldpunt.adapters.mail import Mailbericht, Mailfout
from meldpunt.adapters.mail.afwijzing import is_definitief
from meldpunt.adapters.sms import Smsbericht, Smsfout
from meldpunt.adapters.sms.cm import Smsgeweigerd
from meldpunt.correspondentie.actions import drop_verzending, log_verzending
from meldpunt.correspondentie.actueel import ACHTERHAALD, find_veranderd, is_achterhaald
from meldpunt.correspondentie.bezorgen import carry_mail, carry_sms
from meldpunt.correspondentie.models import Verzending
from meldpunt.correspondentie.samenvoegen import CODE
from meldpunt.correspondentie.vastleggen import record_verzonden
from meldpunt.correspondentie.verzegeling import find_code
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.herkansing import next_moment
from meldpunt.opvolging.controlebeeld import list_beperkingen
from meldpunt.rules.controles import refuse_contact
from meldpunt.rules.verzenden import BEZIG, CONTACTSOORT, find_wachttijd
from meldpunt.toegang.actor import Actor

logger = structlog.get_logger()
ROND = 200
# Why a message waits while its carrier is down.
DIENST_UIT: Final = "dienst_uit"


def send_due(*, door: Actor, clock: Callable[[], datetime]) -> int:
    """Send what waits and return how many messages went out."""
    sent = 0
    for gemeente, verzending in list_due(now=clock()):
        sent += send_verzending(verzending=verzending, gemeente=gemeente, door=door, now=clock())
    return sent


def list_due(*, now: datetime) -> list[tuple[str, UUID]]:
    """Return the messages that are due to be sent, the longest waiting first."""
    rows = Verzending.objects.filter(status=Verzending.Status.WACHT, volgende_op__lte=now)
    return list(rows.order_by("volgende_op", "id").values_list("gemeente", "id")[:ROND])


def send_verzending(*, verzending: UUID, gemeente: str, door: Actor, now: datetime) -> bool:
    """Send one message that is due; say whether it went out.

    It is claimed by putting its next moment ahead, so that of two workers one sends it. A worker that dies
    between sending and writing so leaves a message that goes out twice: better than one that never does.
    """
    claimed = Verzending.objects.filter(
        id=verzending, gemeente=gemeente, status=Verzending.Status.WACHT, volgende_op__lte=now
    ).update(volgende_op=now + BEZIG, pogingen=F("pogingen") + 1)
    if not claimed:
        return False
    row = Verzending.objects.select_related("sjabloon", "zaak").get(id=verzending, gemeente=gemeente)
    # On behalf of whoever made it: the attempt stands on that name.
    sender = replace(door, gebruiker=row.gemaakt_door)
    if reason := _find_beletsel(row, on=timezone.localdate(now)):
        with transaction.atomic():
            drop_verzending(row, fout=reason, door=sender, now=now)
        return False
    try:
        _hand_over(row, now=now)
    except Koppelingfout as trouble:
        # Nothing is wrong with the message: it waits as long as it takes.
        logger.warning("verzending_wacht", verzending=str(row.id), code=trouble.code)
        row.pogingen, row.fout = (row.pogingen if row.fout == DIENST_UIT else 1), DIENST_UIT
        row.volgende_op = next_moment(row.pogingen, now, niet_voor=trouble.wanneer_weer)
        row.save(update_fields=["pogingen", "volgende_op", "fout"])
        return False
    except (Mailfout, Smsfout) as failure:
        # Only the kind: the text of such a failure holds the address.
        logger.warning("verzending_mislukt", verzending=str(row.id), soort=type(failure.__cause__).__name__)
        _fail(row, failure, door=sender, now=now)
        return False
    return record_verzonden(row, van=Verzending.Status.WACHT, door=sender, now=now)


def _find_beletsel(row: Verzending, *, on: date) -> str:
    """Return why this must not go out any more, or nothing."""
    if row.zaak.status != "in_behandeling":
        return "zaak_status"
    stand = list_beperkingen([(row.gemeente_id, row.zaak_id)], on=on).get(row.zaak_id)
    if stand and refuse_contact(stand.of(row.persoon), CONTACTSOORT[row.kanaal], niet_alleen=True):
        return "contact_verboden"
    changed = find_veranderd(gemeente=row.gemeente_id, zaken=[row.zaak_id])
    return ACHTERHAALD if is_achterhaald(row, changed) else ""


def _hand_over(row: Verzending, *, now: datetime) -> None:
    code = find_code(row.code_verzegeld, verzending=row.id) or ""
    onderwerp, tekst = row.onderwerp.replace(CODE, code), row.tekst.replace(CODE, code)
    if row.kanaal == "mail":
        carry_mail(Mailbericht(row.aan, onderwerp, tekst, kenmerk=row.id), now=now)
    else:
        carry_sms(Smsbericht(row.aan, tekst), gemeente=row.gemeente_id, kenmerk=row.id, now=now)


@transaction.atomic
def _fail(row: Verzending, failure: Exception, *, door: Actor, now: datetime) -> None:
    refused = isinstance(failure, Smsgeweigerd) and failure.definitief
    final = refused or is_definitief(failure)
    # What an outage took are no tries of the message.
    row.pogingen = 1 if row.fout == DIENST_UIT else row.pogingen
    pause = None if final else find_wachttijd(row.pogingen)
    row.fout = "nummer_geweigerd" if refused else "adres_geweigerd" if final else "geen_verbinding"
    if pause is not None:
        row.volgende_op = now + pause
    else:
        row.status, row.volgende_op = Verzending.Status.MISLUKT, None
        log_verzending("bericht_mislukt", row, door=door, now=now, kanaal=row.kanaal, reden=row.fout)
    row.save(update_fields=["status", "pogingen", "volgende_op", "fout"])
