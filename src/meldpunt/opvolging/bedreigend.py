"""Whether a situation is bedreigend (Wgs art. 4 lid 2): a person confirms it, and withdraws it with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from re import IGNORECASE, search
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.matching.models import Zaak
from meldpunt.matching.queries import Persoonbeeld, Signaalbeeld
from meldpunt.opvolging.termijnrijen import refresh_termijnen
from meldpunt.rules.wettermijnen import BEDREIGEND, EINDE_LEVERING
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_zaak
from meldpunt.toegang.weigering import Weigering

DOEL = "vroegsignalering (Wgs art. 4 lid 2)"


@transaction.atomic
def confirm_bedreigend(  # noqa: PLR0913 - an act with its values
    *, zaak: UUID, gemeente: str, grond: str, toelichting: str, door: Actor, now: datetime
) -> None:
    """Confirm that a situation is bedreigend; from that day the conversation is due in three working days.

    Raises Weigering when it is so already: the term does not begin anew.
    """
    row = _get_open(zaak, gemeente, door)
    if grond not in BEDREIGEND:
        raise Weigering("Kies waarom de situatie bedreigend is. [bedreigend_grond]")
    if row.bedreigend_op is not None:
        raise Weigering(
            f"Deze situatie staat al als bedreigend vast, sinds {row.bedreigend_op:%d-%m-%Y}. Die dag telt. "
            "[al_bedreigend]"
        )
    row.bedreigend_op, row.bedreigend_grond = timezone.localdate(now), grond
    row.bedreigend_toelichting = toelichting.strip()
    _keep("bedreigend_vastgesteld", row, door=door, now=now)


@transaction.atomic
def withdraw_bedreigend(*, zaak: UUID, gemeente: str, reden: str, door: Actor, now: datetime) -> None:
    """Withdraw that a situation is bedreigend, with a reason; the term of three working days stops."""
    row = _get_open(zaak, gemeente, door)
    if row.bedreigend_op is None:
        raise Weigering("Deze situatie staat niet als bedreigend vast. [niet_bedreigend]")
    if not reden.strip():
        raise Weigering("Schrijf op waarom de situatie niet meer bedreigend is. [reden_ontbreekt]")
    row.bedreigend_op, row.bedreigend_grond, row.bedreigend_toelichting = None, "", reden.strip()
    _keep("bedreigend_ingetrokken", row, door=door, now=now)


def _get_open(zaak: UUID, gemeente: str, door: Actor) -> Zaak:
    row = Zaak.objects.select_for_update().get(id=zaak, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=row.postvak, team=row.team)
    if row.status not in OPEN:
        raise Weigering("Deze zaak is niet meer open. Heropen haar eerst. [zaak_status]")
    return row


def _keep(handeling: str, row: Zaak, *, door: Actor, now: datetime) -> None:
    """Keep the row, let its terms follow, and write the line of the log: its words stay with the zaak."""
    row.save(update_fields=["bedreigend_op", "bedreigend_grond", "bedreigend_toelichting"])
    refresh_termijnen(zaak=row.id, gemeente=row.gemeente_id, now=now)
    record(
        handeling,
        objectsoort="zaak",
        object=row.id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=DOEL,
        waarden={"grond": row.bedreigend_grond} if row.bedreigend_grond else {},
    )


def list_aanwijzingen(personen: Sequence[Persoonbeeld]) -> list[Signaalbeeld]:
    """List the signalen that say that supply or insurance ends: they suggest bedreigend, and never decide it."""
    signalen = (signaal for persoon in personen for signaal in persoon.signalen)
    return [
        signaal
        for signaal in signalen
        if signaal.ingetrokken_op is None
        and (signaal.verwachte_einddatum or search(EINDE_LEVERING, signaal.soort_signaal, IGNORECASE))
    ]


def find_einde(signalen: Sequence[Signaalbeeld]) -> date | None:
    """Find the first day on which a partner says that supply or insurance ends."""
    return min((s.verwachte_einddatum for s in signalen if s.verwachte_einddatum), default=None)
