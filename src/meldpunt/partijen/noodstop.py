"""The emergency stop of a covenant: what stands still, why, and the second person who lets it go on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.partijen.models import Convenantgebeurtenis, GemeenteDeelname, PartnerDeelname
from meldpunt.partijen.queries import derive_einde
from meldpunt.partijen.register import get_convenant
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.policies import check_confirm_hervatting, get_gebruiker
from meldpunt.toegang.weigering import Weigering

Soort = Convenantgebeurtenis.Soort


@dataclass(frozen=True, slots=True)
class Noodstop:
    """A covenant that stands still: since when, by whom and why; and the resumption that waits, if one does."""

    convenant: str
    titel: str
    sinds: date
    reden: str
    wie: str
    hervatting: UUID | None
    hervatting_door: UUID | None


def list_gestopt(*, on: date) -> frozenset[str]:
    """Return the covenants that an emergency stop holds on a day: nothing is stored, matched or told of them."""
    return frozenset(_stopped_events(on))


def is_gestopt(convenant: str, *, on: date) -> bool:
    """Say whether an emergency stop holds a covenant on a day."""
    return convenant in list_gestopt(on=on)


def check_niet_gestopt(convenant: str, *, on: date) -> None:
    """Raise Weigering while an emergency stop holds the covenant."""
    if is_gestopt(convenant, on=on):
        raise Weigering(
            f"Het convenant {get_convenant(convenant).titel} staat stil door een noodstop. Wacht tot het is hervat, of "
            "vraag de beheerder van het meldpunt. [convenant_gestopt]"
        )


def list_noodstops(*, door: Actor, on: date) -> list[Noodstop]:
    """List the stops that concern an actor: of the covenants in which the own party takes part; beheer all."""
    stopped = _stopped_events(on)
    if not stopped:
        return []
    mine = stopped.keys() if door.rol in {"beheer", "systeem"} else _own_convenanten(door)
    people = {row.vastgelegd_door for rows in stopped.values() for row in rows if row.vastgelegd_door}
    names = dict(Gebruiker.objects.filter(id__in=people).values_list("id", "naam"))
    return [_noodstop(sleutel, stopped[sleutel], names) for sleutel in sorted(stopped) if sleutel in mine]


@transaction.atomic
def confirm_hervatting(*, gebeurtenis: UUID, door: Actor, now: datetime) -> None:
    """Confirm a resumption that another person asked for; from then on the covenant goes on (four eyes)."""
    check_confirm_hervatting(door)
    who = get_gebruiker(door)
    row = Convenantgebeurtenis.objects.get(id=gebeurtenis, soort=Soort.HERVATTING)
    if row.vastgelegd_door == who:
        raise Weigering(
            "U vroeg deze hervatting zelf aan. Vraag een ander om haar te bevestigen. [vier_ogen]"
        )
    open_rows = Convenantgebeurtenis.objects.filter(id=gebeurtenis, bevestigd_op=None)
    if not open_rows.update(bevestigd_op=now, bevestigd_door=who):
        raise Weigering("Deze hervatting is al bevestigd. Ververs de pagina. [al_bevestigd]")
    record(
        "convenant_hervatting_bevestigd", objectsoort="convenant", object=row.convenant, door=door, now=now,
        waarden={"per": row.per.isoformat()},
    )  # fmt: skip


def find_wachtende_hervatting(convenant: str) -> Convenantgebeurtenis | None:
    """Return the resumption that waits for a second person, or none."""
    rows = Convenantgebeurtenis.objects.filter(convenant=convenant, soort=Soort.HERVATTING, bevestigd_op=None)
    return rows.order_by("-vastgelegd_op", "-id").first()


def _stopped_events(on: date) -> dict[str, list[Convenantgebeurtenis]]:
    """Return the stops and resumptions of every covenant that stands still on a day, oldest first."""
    found: dict[str, list[Convenantgebeurtenis]] = defaultdict(list)
    rows = Convenantgebeurtenis.objects.filter(soort__in=[Soort.NOODSTOP, Soort.HERVATTING])
    for row in rows.order_by("vastgelegd_op", "id"):
        found[row.convenant].append(row)
    return {key: rows for key, rows in found.items() if derive_einde(rows, on=on).gestopt is not None}


def _own_convenanten(door: Actor) -> frozenset[str]:
    if door.partner is not None:
        own = PartnerDeelname.objects.filter(partner=door.partner)
        return frozenset(own.values_list("convenant", flat=True))
    here = GemeenteDeelname.objects.filter(gemeente__in=door.gemeenten)
    return frozenset(here.values_list("convenant", flat=True))


def _noodstop(sleutel: str, events: list[Convenantgebeurtenis], names: dict[UUID, str]) -> Noodstop:
    stop = next(row for row in reversed(events) if row.soort == Soort.NOODSTOP)
    waits = next((row for row in events if row.soort == Soort.HERVATTING and row.bevestigd_op is None), None)
    return Noodstop(
        convenant=sleutel,
        titel=get_convenant(sleutel).titel,
        sinds=stop.per,
        reden=stop.reden,
        wie=names.get(stop.vastgelegd_door, "het meldpunt") if stop.vastgelegd_door else "het meldpunt",
        hervatting=waits.id if waits else None,
        hervatting_door=waits.vastgelegd_door if waits else None,
    )
