"""Record a processor agreement, end it early, and warn in time that one runs out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from meldpunt.adapters.mail import Mailbericht, send_mail
from meldpunt.audit.actions import record
from meldpunt.partijen.models import Gemeente, Uitvoerder, Verwerkersovereenkomst
from meldpunt.partijen.overeenkomsten import MELDPUNT, WAARSCHUWDAGEN, end_of, runs_on
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_record_overeenkomst
from meldpunt.toegang.weigering import Weigering


@dataclass(frozen=True, slots=True, kw_only=True)
class Afspraak:
    """What was agreed with a party, as it is written down."""

    gemeente: str
    partijsoort: str
    partij: str
    vanaf: date
    tot: date | None
    getekend_op: date
    kenmerk: str
    subverwerkers: Sequence[str] = ()


@transaction.atomic
def record_overeenkomst(*, afspraak: Afspraak, door: Actor, now: datetime) -> Verwerkersovereenkomst:
    """Record a signed agreement; from its first day the party has access. Raises Weigering when one overlaps."""
    check_record_overeenkomst(door, gemeente=afspraak.gemeente)
    # The municipality is the lock: two people who record at once wait for each other.
    Gemeente.objects.select_for_update().get(code=afspraak.gemeente)
    _check_afspraak(afspraak, on=timezone.localdate(now))
    row = Verwerkersovereenkomst.objects.create(
        gemeente_id=afspraak.gemeente,
        partijsoort=afspraak.partijsoort,
        partij=afspraak.partij,
        vanaf=afspraak.vanaf,
        tot=afspraak.tot,
        getekend_op=afspraak.getekend_op,
        kenmerk=afspraak.kenmerk.strip(),
        subverwerkers=[name.strip() for name in afspraak.subverwerkers if name.strip()],
        vastgelegd_op=now,
        vastgelegd_door=door.gebruiker,
    )
    _record("overeenkomst_vastgelegd", row, door=door, now=now)
    return row


@transaction.atomic
def end_overeenkomst(*, overeenkomst: UUID, per: date, reden: str, door: Actor, now: datetime) -> None:
    """End an agreement earlier than agreed: `per` is the last day of access. Raises Weigering without a reason."""
    row = Verwerkersovereenkomst.objects.select_for_update().get(id=overeenkomst)
    check_record_overeenkomst(door, gemeente=row.gemeente_id)
    yesterday = timezone.localdate(now) - timedelta(days=1)
    last = end_of(row)
    if not reden.strip():
        raise Weigering("Schrijf op waarom de overeenkomst eerder eindigt. [reden_ontbreekt]")
    if last is not None and last <= yesterday:
        raise Weigering(f"Deze overeenkomst is al geëindigd op {last:%d-%m-%Y}. [overeenkomst_geeindigd]")
    if per < max(yesterday, row.vanaf - timedelta(days=1)) or (row.tot is not None and per >= row.tot):
        raise Weigering(
            f"De laatste dag {per:%d-%m-%Y} kan niet: kies gisteren (dan stopt de toegang meteen) of later, en voor "
            "de afgesproken laatste dag. [einde_overeenkomst]"
        )
    row.beeindigd_per, row.beeindigd_reden = per, reden.strip()
    row.save(update_fields=["beeindigd_per", "beeindigd_reden"])
    _record("overeenkomst_beeindigd", row, door=door, now=now)


def list_te_waarschuwen(*, on: date) -> list[UUID]:
    """Return the agreements that run out within the warning and of which nobody was told yet."""
    last = on + timedelta(days=WAARSCHUWDAGEN)
    ends = Q(tot__lte=last) | Q(beeindigd_per__lte=last)
    rows = Verwerkersovereenkomst.objects.filter(runs_on(on), ends, gewaarschuwd_op=None)
    return list(rows.order_by("id").values_list("id", flat=True))


@transaction.atomic
def warn_einde(
    *, overeenkomst: UUID, aan: Sequence[tuple[str, Actor]], adres: str, door: Actor, now: datetime
) -> int:
    """Mail coordinators and privacy officers of the municipality that an agreement runs out; once per agreement.

    `aan` is e-mail address and actor of everybody with such a role. Returns to how many it was sent. A mail server
    that refuses undoes the claim: the next look tries again.
    """
    claimed = Verwerkersovereenkomst.objects.filter(id=overeenkomst, gewaarschuwd_op=None)
    if not claimed.update(gewaarschuwd_op=now):
        return 0
    row = Verwerkersovereenkomst.objects.select_related("gemeente").get(id=overeenkomst)
    readers = sorted({mail for mail, actor in aan if row.gemeente_id in actor.gemeenten})
    for mail in readers:
        send_mail(
            Mailbericht(aan=mail, onderwerp="Meldpunt: overeenkomst loopt af", tekst=_write(row, adres))
        )
    _record("overeenkomst_gewaarschuwd", row, door=door, now=now)
    return len(readers)


def _write(row: Verwerkersovereenkomst, adres: str) -> str:
    last = end_of(row)
    day = f"{last:%d-%m-%Y}" if last else "een onbekende dag"
    partij = (
        Uitvoerder.objects.filter(sleutel=row.partij).values_list("naam", flat=True).first() or "het meldpunt"
    )
    return (
        f"De verwerkersovereenkomst van {row.gemeente.naam} met {partij} ({row.kenmerk}) loopt tot en met {day}. "
        "Daarna heeft die organisatie vanzelf geen toegang meer, ook niet tot zaken die zij in behandeling heeft.\n\n"
        "Verleng de overeenkomst en leg de nieuwe vast, of verdeel de zaken op tijd opnieuw.\n\n"
        f"Bekijk de overeenkomsten: {adres}\n"
    )


def _check_afspraak(afspraak: Afspraak, *, on: date) -> None:
    known = afspraak.partijsoort == MELDPUNT and afspraak.partij == MELDPUNT
    here = Uitvoerder.objects.filter(sleutel=afspraak.partij, gemeenten=afspraak.gemeente)
    if not known and not (afspraak.partijsoort == "uitvoerder" and here.exists()):
        raise Weigering(
            "Deze partij werkt niet voor deze gemeente. Kies een partij uit de lijst. [partij_onbekend]"
        )
    if not afspraak.kenmerk.strip():
        raise Weigering("Vul het kenmerk van de overeenkomst in. [kenmerk_ontbreekt]")
    if afspraak.getekend_op > on:
        raise Weigering(
            f"De dag van tekenen {afspraak.getekend_op:%d-%m-%Y} moet nog komen. Leg de overeenkomst vast als zij is "
            "getekend. [nog_niet_getekend]"
        )
    if afspraak.tot is not None and afspraak.tot < afspraak.vanaf:
        raise Weigering(
            f"De laatste dag {afspraak.tot:%d-%m-%Y} ligt voor de eerste dag {afspraak.vanaf:%d-%m-%Y}. "
            "[einde_te_vroeg]"
        )
    _check_overlap(afspraak)


def _check_overlap(afspraak: Afspraak) -> None:
    same = Verwerkersovereenkomst.objects.filter(
        gemeente=afspraak.gemeente, partijsoort=afspraak.partijsoort, partij=afspraak.partij
    )
    for row in same:
        last = end_of(row) or date.max
        if row.vanaf <= last and afspraak.vanaf <= last and row.vanaf <= (afspraak.tot or date.max):
            raise Weigering(
                f"Overeenkomst {row.kenmerk} met deze partij loopt al in deze dagen. Kies een eerste dag na het einde "
                "daarvan, of beëindig haar eerst. [overeenkomst_overlapt]"
            )


def _record(handeling: str, row: Verwerkersovereenkomst, *, door: Actor, now: datetime) -> None:
    last = end_of(row)
    record(
        handeling,
        objectsoort="overeenkomst",
        object=row.id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel="verwerkersovereenkomst (AVG art. 28)",
        waarden={
            "partij": f"{row.partijsoort}:{row.partij}",
            "vanaf": row.vanaf.isoformat(),
            "einde": last.isoformat() if last else None,
        },
    )
