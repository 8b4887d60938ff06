"""The clocks of a breach as rows: made from the facts, done or declared unnecessary by a person."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.datalekken.grepen import get_own_for_update
from meldpunt.datalekken.models import Datalek, Datalekklok
from meldpunt.datalekken.werkblad import list_gemeentenamen, list_geraakt
from meldpunt.rules.datalekken import Lek, Risico, plan_klokken
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering

DOEL = "datalek (AVG art. 33)"


def set_klokken(row: Datalek, *, door: Actor, now: datetime) -> None:
    """Make the rows of a breach read as its facts say now; what somebody did or declared stays as it is."""
    planned = {(k.soort, k.partij): k for k in plan_klokken(_lek_of(row))}
    kept = {(k.soort, k.partij): k for k in row.klokken.all()}
    for key, klok in kept.items():
        if key not in planned and klok.gedaan_op is None:
            klok.delete()
    for key, plan in planned.items():
        klok = kept.get(key) or Datalekklok(datalek=row, soort=plan.soort, partij=plan.partij)
        if klok.gedaan_op is not None or (klok.niet_nodig and plan.nodig and plan.soort != "ap"):
            continue
        klok.naam, klok.uiterlijk, klok.grondslag = plan.naam, plan.uiterlijk, plan.grondslag
        klok.niet_nodig, klok.reden = not plan.nodig, plan.reden
        if (
            plan.partij == f"gemeente:{door.partij}"
            and plan.soort == "partij"
            and door.partijsoort == "gemeente"
        ):
            # The municipality that writes it down knows.
            klok.gedaan_op, klok.gedaan_door, klok.hoe = now, door.gebruiker, "legde het zelf vast"
        klok.save()


def _lek_of(row: Datalek) -> Lek:
    day = timezone.localdate(row.ontdekt_op)
    return Lek(
        ontdekt_op=row.ontdekt_op,
        risico=cast(Risico, row.risico),
        gemeenten=list_gemeentenamen(row.gemeenten),
        geraakt=list_geraakt(convenanten=row.convenanten, partners=row.partners, on=day),
        reden_geen_risico=row.reden_geen_risico,
    )


@transaction.atomic
def complete_klok(  # noqa: PLR0913 - who told whom when and how
    *, klok: UUID, op: datetime, hoe: str, reden: str, door: Actor, now: datetime
) -> None:
    """Record that somebody was told; when that was late, why. Raises Weigering for a moment that cannot be."""
    row = _open_klok(klok, door)
    if op > now or op < row.datalek.ontdekt_op:
        raise Weigering(
            "Het moment moet na de ontdekking liggen en niet in de toekomst. Kies een ander moment. [moment_ongeldig]"
        )
    if not hoe.strip():
        raise Weigering("Schrijf op hoe het is verteld, zoals: webformulier AP. [hoe_ontbreekt]")
    if op > row.uiterlijk and not reden.strip():
        raise Weigering(
            "Dit was later dan de termijn. Schrijf op waarom (AVG art. 33 lid 1). [reden_te_laat_ontbreekt]"
        )
    row.gedaan_op, row.gedaan_door, row.hoe, row.reden = op, door.gebruiker, hoe.strip()[:200], reden.strip()
    row.save(update_fields=["gedaan_op", "gedaan_door", "hoe", "reden"])
    _record("datalek_verteld", row, door=door, now=now)


@transaction.atomic
def waive_klok(*, klok: UUID, reden: str, door: Actor, now: datetime) -> None:
    """Record why somebody need not be told. The AP only when there is no risk: that goes by the facts."""
    row = _open_klok(klok, door)
    if row.soort == "ap":
        raise Weigering(
            "De AP hoort niets alleen als er waarschijnlijk geen risico is. Leg dat met de reden vast bij de feiten. "
            "[ap_alleen_zonder_risico]"
        )
    if not reden.strip():
        raise Weigering("Schrijf op waarom het niet nodig is. [reden_ontbreekt]")
    row.niet_nodig, row.reden = True, reden.strip()
    row.save(update_fields=["niet_nodig", "reden"])
    _record("datalek_niet_verteld", row, door=door, now=now)


def _open_klok(klok: UUID, door: Actor) -> Datalekklok:
    row = Datalekklok.objects.select_for_update().select_related("datalek").get(id=klok)
    lek = get_own_for_update(row.datalek_id, door=door)
    if lek.status != "onderzoek":
        raise Weigering(
            "Dit datalek is niet in onderzoek. Begin of heropen het onderzoek eerst. [datalek_status]"
        )
    if row.gedaan_op is not None or row.niet_nodig:
        raise Weigering("Dit is al vastgelegd. Ververs de pagina. [klok_dicht]")
    return row


def _record(handeling: str, row: Datalekklok, *, door: Actor, now: datetime) -> None:
    late = row.gedaan_op is not None and row.gedaan_op > row.uiterlijk
    for code in row.datalek.gemeenten or [""]:
        record(
            handeling,
            objectsoort="datalek",
            object=row.datalek_id,
            gemeente=code,
            door=door,
            now=now,
            doel=DOEL,
            waarden={"soort": row.soort, "partij": row.partij, "te_laat": late},
        )
