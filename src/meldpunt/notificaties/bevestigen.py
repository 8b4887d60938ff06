"""Ask a receiver whether it wants to be sent to, before anything is (CloudEvents webhooks, 4).

An address that a partner typed could be of somebody else. So it must say itself, in answer to OPTIONS, that it lets
this sender in; the host was allowed by an operator before.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from meldpunt.adapters.uitgaand import Antwoord, Verzoek
from meldpunt.audit.actions import record
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.herkansing import next_moment
from meldpunt.koppelingen.oproep import call
from meldpunt.notificaties.models import Abonnement
from meldpunt.notificaties.ontvanger import OORSPRONGKOP, get_oorsprong, reach
from meldpunt.rules.afleverritme import PER_BEURT, allows_origin, read_rate
from meldpunt.toegang.actor import Actor

NIET_BEVESTIGD: Final = "niet_bevestigd"


def confirm_due(*, door: Actor, now: datetime) -> int:
    """Ask every receiver that was not asked yet, or said no a while ago; return how many let us in."""
    due = Abonnement.objects.filter(status="bevestigen", volgende_poging_op__lte=now)
    keys = due.filter(host__toegestaan_op__isnull=False).order_by("id").values_list("id", flat=True)
    return sum(_ask(key, door=door, now=now) for key in list(keys))


def _ask(key: UUID, *, door: Actor, now: datetime) -> bool:
    # Claimed by moving its moment: a second worker asks another.
    due = Abonnement.objects.filter(id=key, status="bevestigen", volgende_poging_op__lte=now)
    if not due.update(volgende_poging_op=next_moment(3, now)):
        return False
    row = Abonnement.objects.select_related("host", "partner").get(id=key)
    try:
        antwoord = call(koppeling=reach(row), verzoek=_write_question(), now=now, veilig_te_herhalen=True)
    except Koppelingfout as fout:
        Abonnement.objects.filter(id=key).update(laatste_code=fout.code)
        return False
    return _take_answer(row, antwoord, door=door, now=now)


def _write_question() -> Verzoek:
    koppen = {OORSPRONGKOP: get_oorsprong(), "WebHook-Request-Rate": str(PER_BEURT)}
    return Verzoek(adres="", methode="OPTIONS", koppen=koppen)


@transaction.atomic
def _take_answer(row: Abonnement, antwoord: Antwoord, *, door: Actor, now: datetime) -> bool:
    rows = Abonnement.objects.filter(id=row.id, status="bevestigen")
    if not allows_origin(antwoord.koppen.get("webhook-allowed-origin", ""), oorsprong=get_oorsprong()):
        rows.update(laatste_code=NIET_BEVESTIGD)
        return False
    rate = read_rate(antwoord.koppen.get("webhook-allowed-rate", ""))
    if not rows.update(
        status="actief",
        bevestigd_op=now,
        aangekondigd_tot=now,
        per_minuut=rate,
        laatste_code="",
        volgende_poging_op=now,
    ):
        return False
    record(
        "abonnement_bevestigd",
        objectsoort="abonnement",
        object=row.id,
        door=door,
        now=now,
        waarden={"host": row.host.host},
    )
    return True
