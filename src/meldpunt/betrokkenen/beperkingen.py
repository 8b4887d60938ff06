"""Let the data of a resident rest, and end that rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from meldpunt.aanlevering.models import Verwerkingsbeperking
from meldpunt.betrokkenen.actions import check_other_person, get_for_update, log_verzoek
from meldpunt.betrokkenen.models import Verzoek
from meldpunt.betrokkenen.stoppen import drop_messages
from meldpunt.betrokkenen.verzegeling import open_inwoner
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.terugkoppeling.partnermededelingen import list_kenmerken, tell_recht
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_handle_verzoek
from meldpunt.toegang.rijcontext import acting_beyond
from meldpunt.toegang.weigering import Weigering


def restrict_signalen(
    signalen: Sequence[UUID], *, row: Verzoek, grond: str, door: Actor, now: datetime
) -> int:
    """Let signalen rest that do not rest yet, withdraw what waits to be sent, and tell their partners; return how many.

    Inside the transaction of the decision.
    """
    resting = set(
        Verwerkingsbeperking.objects.filter(
            gemeente=row.gemeente_id, signaal__in=signalen, geeindigd_op=None
        ).values_list("signaal", flat=True)
    )
    fresh = [one for one in signalen if one not in resting]
    if not fresh:
        raise Weigering("Deze gegevens rusten al. Er is niets te beperken. [al_beperkt]")
    Verwerkingsbeperking.objects.bulk_create(
        [
            Verwerkingsbeperking(
                gemeente_id=row.gemeente_id,
                signaal_id=one,
                verzoek=row.id,
                grond=grond,
                begonnen_op=now,
                begonnen_door=door.gebruiker,
            )
            for one in fresh
        ]
    )
    drop_messages(fresh, gemeente=row.gemeente_id, reden="beperkt", door=door, now=now)
    kenmerken = list_kenmerken(fresh, gemeente=row.gemeente_id)
    tell_recht(kenmerken, gemeente=row.gemeente_id, soort="beperking", now=now)
    return len(fresh)


@transaction.atomic
def lift_beperking(*, verzoek: UUID, gemeente: str, reden: str, door: Actor, now: datetime) -> int:
    """End the rest that a request began, with a reason that the resident was told before (AVG art. 18 lid 3)."""
    check_handle_verzoek(door, gemeente=gemeente)
    with acting_beyond(gemeente):
        return _lift(verzoek, gemeente, reden, door=door, now=now)


def _lift(verzoek: UUID, gemeente: str, reden: str, *, door: Actor, now: datetime) -> int:
    row = get_for_update(verzoek, gemeente)
    check_other_person(open_inwoner(row.inwoner_verzegeld), door)
    if not reden.strip():
        raise Weigering("Schrijf op waarom de beperking eindigt; de inwoner leest het. [reden_ontbreekt]")
    running = Verwerkingsbeperking.objects.filter(gemeente=gemeente, verzoek=row.id, geeindigd_op=None)
    signalen = list(running.select_for_update().order_by("id").values_list("signaal", flat=True))
    if not signalen:
        raise Weigering("Deze beperking is al voorbij. [beperking_voorbij]")
    running.update(geeindigd_op=now, geeindigd_door=door.gebruiker, einde_reden=reden.strip())
    kenmerken = list_kenmerken(signalen, gemeente=gemeente)
    tell_recht(kenmerken, gemeente=gemeente, soort="beperking_voorbij", now=now)
    # What happened meanwhile was not told: the next turn says what holds now.
    links = Zaaksignaal.objects.filter(gemeente=gemeente, signaal__in=signalen).values("zaak")
    Zaak.objects.filter(gemeente=gemeente, id__in=links).update(terugkoppelen=True)
    log_verzoek("beperking_opgeheven", row, door=door, now=now, signalen=signalen)
    return len(signalen)
