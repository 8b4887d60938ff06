"""Take over a zaak that another municipality offers: one's own signalen with the new address, the old zaak closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.aanlevering.models import Signaal, SignaalPersoon
from meldpunt.audit.actions import record
from meldpunt.audit.doelen import AANBOD
from meldpunt.matching.actions import Aanleiding, ZaakVeranderd, match_signalen
from meldpunt.matching.frames import list_these_signalen, lock_gemeenten
from meldpunt.matching.models import Matchrun, Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak
from meldpunt.opvolging.termijnrijen import refresh_termijnen
from meldpunt.partijen.register import get_versie
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import check_coordinate
from meldpunt.toegang.rijcontext import acting_beyond
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.models import Overdracht
from meldpunt.werkvoorraad.overdrachtbeeld import list_overneembaar
from meldpunt.werkvoorraad.overdrachten import decide_overdracht, get_for_decision, log_overdracht

VERHUISD: Final = "Persoon is geen inwoner (meer) in de gemeente"


@transaction.atomic
def accept_overdracht(*, overdracht: UUID, gemeente: str, door: Actor, now: datetime) -> UUID:
    """Take up what another municipality offers and return the zaak that holds it here.

    The partner of a signaal hears from the old zaak that the resident does not live there any more, and
    nothing of the new one. Raises Weigering when nothing of it can be taken over.
    """
    check_coordinate(door, gemeente=gemeente)
    offered = Overdracht.objects.get(id=overdracht, gemeente=gemeente)
    with acting_beyond(offered.van_gemeente_id):
        return _accept(offered, door=door, now=now)


def _accept(offered: Overdracht, *, door: Actor, now: datetime) -> UUID:
    gemeente = offered.gemeente_id
    # Both: what a partner takes back at this moment, it takes back before this or after, never in between.
    lock_gemeenten([gemeente, offered.van_gemeente_id])
    row = get_for_decision(offered.id, gemeente=gemeente)
    stated = list_overneembaar(row, on=timezone.localdate(now))
    allowed = [one.signaal for one in stated if not one.bezwaar]
    if not allowed:
        why = stated[0].bezwaar if stated else "De signalen zijn er niet meer. [overdracht_leeg]"
        raise Weigering(f"U kunt deze zaak niet overnemen. {why} Weiger de overdracht.")
    copies = _copy_signalen(allowed, row, row.persoon["adres"])
    zaak = _form_zaak(copies, gemeente, door=door, now=now)
    refresh_termijnen(zaak=zaak, gemeente=gemeente, now=now)
    _leave_old(row, door=door, now=now)
    row.zaak = zaak
    decide_overdracht(row, Overdracht.Status.AANVAARD, door=door, now=now)
    log_overdracht("overdracht_aanvaard", row, door=door, now=now)
    record(
        "overdracht_ontvangen",
        objectsoort="zaak",
        object=zaak,
        gemeente=gemeente,
        door=door,
        now=now,
        doel=AANBOD,
        waarden={"overdracht": str(row.id), "van": row.van_gemeente_id, "signalen": len(copies)},
    )
    return zaak


def _copy_signalen(signalen: Sequence[UUID], row: Overdracht, adres: dict[str, Any]) -> list[Signaal]:
    """Give the municipality its own copies: the same facts, the same person, the new address."""
    old = {s.id: s for s in Signaal.objects.filter(id__in=signalen, gemeente=row.van_gemeente_id)}
    persons = SignaalPersoon.objects.filter(id__in=signalen, gemeente=row.van_gemeente_id).order_by("id")
    copies, copied = [], []
    for persoon in persons:
        signaal, key = old[persoon.id], new_id()
        signaal.overgenomen_van, signaal.id, signaal.gemeente_id = signaal.id, key, row.gemeente_id
        persoon.id, persoon.gemeente_id = key, row.gemeente_id
        for name, value in adres.items():
            setattr(persoon, name, value)
        copies.append(signaal)
        copied.append(persoon)
    if not copies:
        raise Weigering(
            "De persoonsgegevens zijn intussen vernietigd. Weiger de overdracht. [persoon_vernietigd]"
        )
    Signaal.objects.bulk_create(copies)
    SignaalPersoon.objects.bulk_create(copied)
    return copies


def _form_zaak(copies: Sequence[Signaal], gemeente: str, *, door: Actor, now: datetime) -> UUID:
    """Let the matching form a zaak of them, or join the open one on the new address."""
    newest = max(copies, key=lambda signaal: (signaal.versie, signaal.aanleverdatum))
    aanleiding = Aanleiding(
        newest.convenant, newest.versie, timezone.localdate(now), None, Matchrun.Soort.OVERDRACHT
    )
    try:
        match_signalen(
            list_these_signalen([signaal.id for signaal in copies]),
            aanleiding,
            versie=get_versie(newest.convenant, newest.versie),
            door=door,
            now=now,
        )
    except ZaakVeranderd:
        raise Weigering(
            "Een collega sloot net de zaak op het nieuwe adres. Neem deze nog een keer over. [overdracht_opnieuw]"
        ) from None
    link = Zaaksignaal.objects.filter(gemeente=gemeente, signaal=copies[0].id).get()
    return link.zaak_id


def _leave_old(row: Overdracht, *, door: Actor, now: datetime) -> None:
    """Close the old zaak, or when others still live there give the movers their own end result in it."""
    zaak = Zaak.objects.select_for_update().get(id=row.van_zaak, gemeente=row.van_gemeente_id)
    links = Zaaksignaal.objects.filter(gemeente=zaak.gemeente_id, zaak=zaak)
    # The receiving coordinator has no right on it: the system closes it, on the ground of the accepted offer.
    system = system_actor(herkomst=door.herkomst)
    stays = links.filter(afgemeld_op=None).exclude(signaal__in=row.signalen).exists()
    if zaak.status == "in_behandeling" and not stays and not zaak.vragen_open:
        close_zaak(zaak=zaak.id, gemeente=zaak.gemeente_id, eindresultaat=VERHUISD, door=system, now=now)
        return
    if zaak.status in {"nieuw", "in_behandeling"}:
        links.filter(signaal__in=row.signalen).update(eindresultaat=VERHUISD)
        Zaak.objects.filter(id=zaak.id, gemeente=zaak.gemeente_id).update(terugkoppelen=True, gezien_op=None)
