"""Special rights take four eyes: one person asked, another one decides, and after a week the request is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker, Rechtaanvraag
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.rechten.aanstellingen import grant
from meldpunt.toegang.rechten.functies import Functie
from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.weigering import Weigering


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """A request that waits, for a screen; `mag` says whether the one who looks may decide."""

    id: UUID
    wie: str
    functie: Functie
    tot: date | None
    reden: str
    gevraagd_door: str
    gevraagd_op: datetime
    verloopt_op: datetime
    mag: bool


@acting_on_accounts()
def list_aanvragen(*, door: Actor, now: datetime) -> list[Aanvraag]:
    """Return the requests that wait and that the actor may see, oldest first. Raises GeenToegang."""
    _check_role(door)
    rows = Rechtaanvraag.objects.filter(stand="open", verloopt_op__gt=now).select_related("gebruiker")
    seen = [row for row in rows.order_by("id") if _in_reach(row, door)]
    names = dict(
        Gebruiker.objects.filter(id__in={row.aangevraagd_door for row in seen}).values_list("id", "naam")
    )
    return [
        Aanvraag(
            row.id,
            row.gebruiker.naam,
            Functie(row.rol, row.partijsoort, row.partij),
            row.tot,
            row.reden,
            names.get(row.aangevraagd_door, "Onbekend"),
            row.aangevraagd_op,
            row.verloopt_op,
            door.gebruiker not in {row.aangevraagd_door, row.gebruiker_id},
        )
        for row in seen
    ]


@acting_on_accounts()
def decide_recht(*, aanvraag: UUID, akkoord: bool, door: Actor, now: datetime) -> None:
    """Grant or refuse a special right that somebody else asked for a third person. Raises Weigering, GeenToegang."""
    _check_role(door)
    with transaction.atomic():
        row = Rechtaanvraag.objects.select_for_update().get(id=aanvraag)
        if not _in_reach(row, door):
            raise GeenToegang("Deze aanvraag hoort niet bij uw gemeente. [geen_toegang]")
        if door.gebruiker == row.aangevraagd_door:
            raise GeenToegang("U vroeg dit recht zelf aan. Een ander beslist. [eigen_aanvraag]")
        if door.gebruiker is None or door.gebruiker == row.gebruiker_id:
            raise GeenToegang("U kunt niet over een recht voor uzelf beslissen. [eigen_recht]")
        if row.stand != "open" or row.verloopt_op <= now:
            raise Weigering(
                "Deze aanvraag is al beslist of verlopen. Vraag het recht opnieuw aan. [aanvraag_voorbij]"
            )
        functie = Functie(row.rol, row.partijsoort, row.partij)
        stand = "goedgekeurd" if akkoord else "afgewezen"
        Rechtaanvraag.objects.filter(id=row.id).update(
            stand=stand, beslist_door=door.gebruiker, beslist_op=now
        )
        record(
            f"recht_{stand}",
            objectsoort="rechtaanvraag",
            object=row.id,
            door=door,
            now=now,
            gemeente=functie.partij if functie.partijsoort == "gemeente" else "",
            waarden={"rol": row.rol, "partij": f"{row.partijsoort}:{row.partij}"},
        )
        if akkoord:
            grant(
                gebruiker=row.gebruiker_id,
                functie=functie,
                tot=row.tot,
                door=door,
                now=now,
                gevraagd_door=row.aangevraagd_door,
            )


def lapse_aanvragen(*, now: datetime) -> int:
    """Close requests on which nobody decided in time; return how many."""
    return Rechtaanvraag.objects.filter(stand="open", verloopt_op__lte=now).update(stand="verlopen")


def _check_role(door: Actor) -> None:
    if door.rol not in {"beheer", "privacy"}:
        raise GeenToegang("Alleen een beheerder of privacyfunctionaris beslist over rechten. [geen_toegang]")


def _in_reach(row: Rechtaanvraag, door: Actor) -> bool:
    """Say whether the actor decides here: beheer everywhere, a privacy officer on the own municipality and beheer."""
    own = row.partijsoort == "gemeente" and row.partij in door.gemeenten
    return door.rol == "beheer" or own or row.rol == "beheer"
