"""Mail that came back: what was sent to nobody is no longer sent, and the case worker sees that it failed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from meldpunt.adapters.mail.terugbericht import Terugbericht
from meldpunt.correspondentie.actions import log_verzending
from meldpunt.correspondentie.bezorgen import TERUGGEKOMEN
from meldpunt.correspondentie.models import Verzending
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang


@transaction.atomic
def record_teruggekomen(*, bericht: Terugbericht, door: Actor, now: datetime) -> bool:
    """Make a mail that came back for good failed; say whether this call did.

    The attempt stays: somebody did try. A report that comes twice, is about a passing trouble or about a mail of
    others changes nothing.
    """
    if door.rol != "systeem":
        raise GeenToegang("Alleen het meldpunt zelf verwerkt teruggekomen mail. [geen_toegang]")
    if not bericht.definitief:
        return False
    rows = Verzending.objects.select_for_update().filter(
        id=bericht.kenmerk, kanaal="mail", status=Verzending.Status.VERZONDEN
    )
    row = rows.first()
    if row is None:
        return False
    row.status, row.verzonden_op, row.fout = Verzending.Status.MISLUKT, None, TERUGGEKOMEN
    row.save(update_fields=["status", "verzonden_op", "fout"])
    log_verzending(
        "bericht_mislukt", row, door=door, now=now, kanaal="mail", reden=TERUGGEKOMEN, code=bericht.code
    )
    return True
