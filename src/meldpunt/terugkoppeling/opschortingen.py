"""The stay of collection per claim: begun and ended by what is told, confirmed, made longer, over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import name_betrokkene
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.partijen.register import get_versie
from meldpunt.rules.openbaarmaking import Mededeling, Openbaarmakingstabel
from meldpunt.rules.opschorting import ends_opschorting, find_verlenging_bezwaar, plan_pauze
from meldpunt.sleutels import new_id
from meldpunt.terugkoppeling.models import Opschorting
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_zaak, check_speak_for_partner
from meldpunt.toegang.weigering import Weigering

DOEL = "opschorting van incasso volgens het convenant"
END = """
UPDATE meldpunt_opschorting o SET geeindigd_op = %(op)s, einde_reden = %(reden)s
FROM unnest(%(gemeenten)s::varchar[], %(signalen)s::uuid[]) AS n(gemeente, signaal)
WHERE o.gemeente = n.gemeente AND o.signaal_id = n.signaal AND o.geeindigd_op IS NULL
"""
# By its own last day, or because the delivery was recalled: whichever the night finds.
END_DUE = """
UPDATE meldpunt_opschorting o SET
  geeindigd_op = CASE WHEN a.status = 'ingetrokken' THEN least(o.eind, %(today)s) ELSE o.eind END,
  einde_reden = CASE WHEN a.status = 'ingetrokken' THEN 'ingetrokken' ELSE 'termijn' END
FROM meldpunt_signaal s JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id
WHERE s.id = o.signaal_id AND s.gemeente = o.gemeente AND o.geeindigd_op IS NULL
  AND (o.eind < %(today)s OR a.status = 'ingetrokken')
RETURNING o.id
"""


@dataclass(frozen=True, slots=True)
class Verteld:
    """One message to one partner, with the table and the covenant version it comes from."""

    signaal: UUID
    gemeente: str
    partner: UUID
    convenant: str
    versie: date
    tabel: Openbaarmakingstabel
    mededeling: Mededeling


def follow_messages(told: Iterable[Verteld], *, now: datetime) -> None:
    """Begin and end stays as the messages say; inside the transaction that tells them."""
    today = timezone.localdate(now)
    messages = list(told)
    begun = [one for one in map(_begin(today), messages) if one is not None]
    # A claim rests once at a time: where a stay runs already, it goes on.
    Opschorting.objects.bulk_create(begun, ignore_conflicts=True, batch_size=2000)
    over = [(m.gemeente, m.signaal) for m in messages if ends_opschorting(m.tabel, m.mededeling)]
    end_opschortingen_of(over, reden="afgerond", on=today)


def _begin(today: date) -> Callable[[Verteld], Opschorting | None]:
    def begin(message: Verteld) -> Opschorting | None:
        if not message.mededeling.start_opschorting:
            return None
        pauze = plan_pauze(get_versie(message.convenant, message.versie), begin=today)
        if pauze is None:
            return None
        return Opschorting(
            id=new_id(),
            gemeente_id=message.gemeente,
            signaal_id=message.signaal,
            partner_id=message.partner,
            begin=pauze.begin,
            eind=pauze.eind,
            lengte=pauze.lengte,
            grondslag=pauze.grondslag,
        )

    return begin


def end_opschortingen_of(signalen: Sequence[tuple[str, UUID]], *, reden: str, on: date) -> None:
    """End what runs for these signalen (municipality, key); inside the caller's transaction."""
    if not signalen:
        return
    values: dict[str, Any] = {
        "op": on,
        "reden": reden,
        "gemeenten": [gemeente for gemeente, _ in signalen],
        "signalen": [signaal for _, signaal in signalen],
    }
    with connection.cursor() as cursor:
        cursor.execute(END, values)


@transaction.atomic
def end_due_opschortingen(*, door: Actor, now: datetime) -> int:
    """End the stays whose last day is over or whose delivery was recalled; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(END_DUE, {"today": timezone.localdate(now)})
        ended = len(cursor.fetchall())
    if ended:
        record(
            "opschortingen_geeindigd",
            objectsoort="opschorting",
            object="-",
            door=door,
            now=now,
            doel=DOEL,
            waarden={"aantal": ended},
        )
    return ended


@transaction.atomic
def confirm_opschortingen(*, keuze: Sequence[UUID], door: Actor, now: datetime) -> int:
    """Note that the partner rests its collection of these claims; return how many were not confirmed before."""
    check_speak_for_partner(door, partner=door.partner)
    open_ones = Opschorting.objects.filter(partner=door.partner, bevestigd_op=None, geeindigd_op=None)
    rows = open_ones.select_for_update().filter(id__in=keuze).order_by("id").values_list("id", "signaal_id")
    signalen = dict(rows)
    found = list(signalen)
    Opschorting.objects.filter(id__in=found).update(bevestigd_op=now, bevestigd_door=door.gebruiker)
    if found:
        record(
            "opschorting_bevestigd",
            objectsoort="signaalpartner",
            object=str(door.partner),
            door=door,
            now=now,
            doel=DOEL,
            waarden={"aantal": len(found), "opschortingen": [str(key) for key in found]},
            betrokkenen=[name_betrokkene("signaal", signaal) for signaal in signalen.values()],
        )
    return len(found)


@transaction.atomic
def ask_verlenging(  # noqa: PLR0913 - what is asked, for which claim of which zaak, and by whom
    *,
    opschorting: UUID,
    zaak: UUID,
    gemeente: str,
    tot: date | None,
    reden: str,
    door: Actor,
    now: datetime,
) -> None:
    """Ask the partner of a running stay for more time; it holds only once the partner agrees."""
    case = Zaak.objects.get(id=zaak, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=case.postvak, team=case.team)
    row = Opschorting.objects.select_for_update().get(id=opschorting, gemeente=gemeente)
    link = Zaaksignaal.objects.filter(gemeente=gemeente, zaak=zaak, signaal=row.signaal_id)
    if not link.exists():
        raise Opschorting.DoesNotExist("a stay of another zaak")
    versie = get_versie(case.convenant, case.versie)
    today = timezone.localdate(now)
    bezwaar = find_verlenging_bezwaar(versie, eind=row.eind, tot=tot, reden=reden, today=today)
    if row.geeindigd_op is not None:
        bezwaar = "Deze opschorting is voorbij. Zij kan niet meer langer worden. [opschorting_voorbij]"
    if not bezwaar and row.verlenging_gevraagd_op is not None and row.verlenging_besloten_op is None:
        bezwaar = "Deze vraag ligt al bij de partner. Wacht op het antwoord. [verlenging_gevraagd]"
    if bezwaar:
        raise Weigering(bezwaar)
    row.verlenging_tot, row.verlenging_reden = tot, reden.strip()
    row.verlenging_gevraagd_op, row.verlenging_gevraagd_door = now, door.gebruiker
    row.verlenging_akkoord = row.verlenging_besloten_op = row.verlenging_besloten_door = None
    row.save()
    record(
        "verlenging_gevraagd",
        objectsoort="zaak",
        object=zaak,
        gemeente=gemeente,
        door=door,
        now=now,
        doel=DOEL,
        waarden={"opschorting": str(row.id), "tot": f"{tot:%Y-%m-%d}"},
    )


@transaction.atomic
def decide_verlenging(*, opschorting: UUID, akkoord: bool, door: Actor, now: datetime) -> None:
    """Agree to, or refuse, the longer stay that was asked for. Raises Weigering when there is nothing to decide."""
    check_speak_for_partner(door, partner=door.partner)
    row = Opschorting.objects.select_for_update().get(id=opschorting, partner=door.partner)
    if (
        row.verlenging_gevraagd_op is None
        or row.verlenging_besloten_op is not None
        or row.geeindigd_op is not None
    ):
        raise Weigering("Over deze opschorting is niets te beslissen. [verlenging_niet_open]")
    if akkoord and row.verlenging_tot is not None:
        row.eind = row.verlenging_tot
    row.verlenging_akkoord, row.verlenging_besloten_op = akkoord, now
    row.verlenging_besloten_door = door.gebruiker
    row.save()
    record(
        "verlenging_besloten",
        objectsoort="opschorting",
        object=row.id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=DOEL,
        waarden={"akkoord": akkoord, "signaal": str(row.signaal_id)},
    )
