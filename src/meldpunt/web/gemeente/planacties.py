"""The next attempt in one click, and putting a zaak on one's round."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone

from meldpunt.matching.queries import list_personen
from meldpunt.opvolging.actions import AlVastgelegd, record_contactpoging
from meldpunt.opvolging.bezoeken import NIET_ALLEEN, choose_for_ronde
from meldpunt.rules.contactplan import PLANSOORTEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest
from meldpunt.web.gemeente.formulieren import part_of_day
from meldpunt.web.gemeente.zaak import acts_on_zaak
from meldpunt.web.opmaak import datum
from meldpunt.werkvoorraad.stapel import Zaaksleutel


@acts_on_zaak
def leg_stap_vast(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Record the next step of the plan as tried now; the button says whether somebody was reached."""
    soort = request.POST.get("soort", "")
    if soort not in PLANSOORTEN:
        raise Weigering("Kies een stap van het contactplan. [contactplan_soort]")
    now = timezone.now()
    reached = request.POST.get("bereikt") == "ja"
    try:
        record_contactpoging(
            zaak=zaak,
            gemeente=gemeente,
            soort=soort,
            bereikt=reached,
            datum=timezone.localdate(now),
            dagdeel=part_of_day(now),
            notitie=NIET_ALLEEN if request.POST.get("niet_alleen") else "",
            persoon=_only_person(request.actor, gemeente, zaak),
            door=request.actor,
            now=now,
            niet_alleen=bool(request.POST.get("niet_alleen")),
            invoersleutel=_read_key(request.POST.get("invoersleutel", "")),
        )
    except AlVastgelegd:
        return f"Deze poging stond er al: {soort}. Er is niets dubbel vastgelegd."
    return f"Vastgelegd: {soort}, {'bereikt' if reached else 'niet bereikt'}."


def _only_person(door: Actor, gemeente: str, zaak: UUID) -> UUID | None:
    """Return the resident when there is only one; with more of them the attempt is for the address."""
    personen = list_personen(zaak=zaak, gemeente=gemeente, door=door)
    return personen[0].id if len(personen) == 1 else None


def _read_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@acts_on_zaak
def zet_op_ronde(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Put the zaak on one's round of a day."""
    try:
        dag = date.fromisoformat(request.POST.get("dag", ""))
    except ValueError as fout:
        raise Weigering("Kies een dag uit de kalender. [datum_ongeldig]") from fout
    choose_for_ronde(
        zaken=[Zaaksleutel(gemeente, zaak)], dag=dag, erbij=True, door=request.actor, now=timezone.now()
    )
    return f"De zaak staat op uw dagronde van {datum(dag)}."
