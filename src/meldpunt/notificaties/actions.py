"""What a partner does with its subscriptions: begin, pause, end, another secret, try it, send once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from meldpunt.adapters.uitgaand import Uitgaandfout
from meldpunt.audit.actions import record
from meldpunt.koppelingen.gegevens import Koppelinggegevens
from meldpunt.koppelingen.uitweg import check_adres
from meldpunt.notificaties.geheimen import seal_geheim
from meldpunt.notificaties.hosts import ask_host, split_adres
from meldpunt.notificaties.models import Abonnement, Notificatie
from meldpunt.notificaties.ondertekening import make_geheim
from meldpunt.notificaties.ontvanger import SOORT
from meldpunt.rules.gebeurtenissen import GEBEURTENISSOORTEN, PROEF
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_speak_for_partner, get_own_partner
from meldpunt.toegang.weigering import Weigering

HOOGSTENS: Final = 10
# So long both secrets sign after a change.
WISSEL: Final = timedelta(hours=24)
PER_KEER: Final = 5000


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """What a partner asks for: a name for itself, the address that listens, and what it wants to hear."""

    naam: str
    adres: str
    soorten: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Begonnen:
    """A subscription that was begun, with its secret: shown this once and never again."""

    id: UUID
    geheim: str


@transaction.atomic
def create_abonnement(*, aanvraag: Aanvraag, door: Actor, now: datetime) -> Begonnen:
    """Begin a subscription of the actor's own organisation. Raises Weigering with what is wrong in it.

    Nothing is sent before an operator allowed the host and the receiver itself said yes.
    """
    check_speak_for_partner(door, partner=door.partner)
    partner = get_own_partner(door)
    wanted = _check(aanvraag)
    if Abonnement.objects.filter(partner=partner).exclude(status="beeindigd").count() >= HOOGSTENS:
        raise Weigering(f"U heeft al {HOOGSTENS} abonnementen. Beëindig er eerst een. [abonnement_te_veel]")
    geheim, host = make_geheim(), ask_host(wanted.adres, partner=partner, now=now)
    row = Abonnement.objects.create(
        id=new_id(),
        partner_id=partner,
        host=host,
        naam=wanted.naam,
        adres=wanted.adres,
        soorten=list(wanted.soorten),
        geheim_verzegeld=seal_geheim(geheim),
        gemaakt_op=now,
        gemaakt_door=door.gebruiker,
        volgende_poging_op=now,
    )
    _log("abonnement_begonnen", row, door=door, now=now, host=host.host, soorten=list(wanted.soorten))
    return Begonnen(row.id, geheim)


def _check(aanvraag: Aanvraag) -> Aanvraag:
    """Return what was asked for, in order. Raises Weigering."""
    naam, adres = aanvraag.naam.strip(), aanvraag.adres.strip()
    if not naam or len(naam) > 100:
        raise Weigering("Geef het abonnement een naam van hoogstens 100 tekens. [abonnement_naam]")
    soorten = tuple(soort for soort in GEBEURTENISSOORTEN if soort in set(aanvraag.soorten))
    unknown = sorted(set(aanvraag.soorten) - set(GEBEURTENISSOORTEN))
    if unknown:
        raise Weigering(
            f"'{unknown[0][:40]}' is geen gebeurtenis. Kies uit: {', '.join(GEBEURTENISSOORTEN)}. "
            "[abonnement_gebeurtenis]"
        )
    if not soorten:
        raise Weigering("Kies minstens een gebeurtenis. [abonnement_gebeurtenis]")
    check_ontvangstadres(adres)
    return Aanvraag(naam, adres, soorten)


def check_ontvangstadres(adres: str) -> None:
    """Raise Weigering unless messages could go to this address: https, to a name, without anything secret in it."""
    if len(adres) > 500:
        raise Weigering("Het adres is langer dan 500 tekens. [abonnement_adres]")
    try:
        check_adres(adres, koppeling=Koppelinggegevens(soort=SOORT, adres=adres))
        host, _ = split_adres(adres)
    except (Uitgaandfout, ValueError) as problem:
        raise Weigering(str(problem)) from problem
    if "#" in adres:
        raise Weigering("In het adres staat een #. Haal weg wat vanaf daar staat. [abonnement_adres]")
    if _is_number(host) and not settings.DEMO:
        raise Weigering(f"'{host}' is een nummer. Geef de naam van de server. [abonnement_adres]")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


@transaction.atomic
def pause_abonnement(*, abonnement: UUID, door: Actor, now: datetime) -> None:
    """Send nothing for a while; what happens meanwhile waits."""
    row = _get_own(abonnement, door=door)
    if row.status != "actief":
        raise Weigering("Alleen een actief abonnement kan pauzeren. [abonnement_status]")
    _change(row, status="gepauzeerd")
    _log("abonnement_gepauzeerd", row, door=door, now=now)


@transaction.atomic
def resume_abonnement(*, abonnement: UUID, door: Actor, now: datetime) -> None:
    """Send again, beginning with what waited."""
    row = _get_own(abonnement, door=door)
    if row.status != "gepauzeerd":
        raise Weigering("Dit abonnement staat niet op pauze. [abonnement_status]")
    _change(row, status="actief", volgende_poging_op=now)
    _log("abonnement_hervat", row, door=door, now=now)


@transaction.atomic
def end_abonnement(*, abonnement: UUID, door: Actor, now: datetime) -> None:
    """End a subscription for good; what waits is not sent any more."""
    row = _get_own(abonnement, door=door)
    if row.status == "beeindigd":
        raise Weigering("Dit abonnement is al beëindigd. [abonnement_status]")
    _change(row, status="beeindigd", beeindigd_op=now, vorig_geheim_verzegeld="", vorig_geheim_tot=None)
    waiting = Notificatie.objects.filter(abonnement=row, status="wacht")
    waiting.update(status="vervallen", afgerond_op=now)
    _log("abonnement_beeindigd", row, door=door, now=now)


@transaction.atomic
def renew_geheim(*, abonnement: UUID, door: Actor, now: datetime) -> str:
    """Return a new secret, shown this once; the one before it signs along for a day."""
    row = _get_own(abonnement, door=door)
    if row.status == "beeindigd":
        raise Weigering("Dit abonnement is beëindigd. Begin een nieuw. [abonnement_status]")
    geheim = make_geheim()
    _change(
        row,
        geheim_verzegeld=seal_geheim(geheim),
        vorig_geheim_verzegeld=row.geheim_verzegeld,
        vorig_geheim_tot=now + WISSEL,
    )
    _log("abonnement_geheim_vernieuwd", row, door=door, now=now)
    return geheim


@transaction.atomic
def confirm_again(*, abonnement: UUID, door: Actor, now: datetime) -> None:
    """Let the receiver be asked for its consent at the next turn, instead of when it comes up."""
    row = _get_own(abonnement, door=door)
    if row.status != "bevestigen":
        raise Weigering("De ontvanger heeft al toegestemd. [abonnement_status]")
    _change(row, volgende_poging_op=now)
    _log("abonnement_opnieuw_gevraagd", row, door=door, now=now)


@transaction.atomic
def send_proef(*, abonnement: UUID, door: Actor, now: datetime) -> UUID:
    """Put a test message in the queue and return its key; it says nothing but that it is one."""
    row = _get_own(abonnement, door=door)
    if row.status != "actief":
        raise Weigering("Een proefbericht kan alleen bij een actief abonnement. [abonnement_status]")
    # The trial is its own source: no row of anybody is behind it.
    made = Notificatie.objects.create(
        id=new_id(),
        abonnement=row,
        partner_id=row.partner_id,
        soort=PROEF,
        bron=new_id(),
        tijd=now,
        volgende_poging_op=now,
    )
    _log("abonnement_geprobeerd", row, door=door, now=now)
    return made.id


@transaction.atomic
def repeat_notificaties(*, abonnement: UUID, keuze: Sequence[UUID] | None, door: Actor, now: datetime) -> int:
    """Send messages once more that could not be delivered: the chosen ones, or all; return how many.

    They keep their id, so a receiver that had one after all sees that it knows it.
    """
    row = _get_own(abonnement, door=door)
    if row.status == "beeindigd":
        raise Weigering("Dit abonnement is beëindigd. Begin een nieuw. [abonnement_status]")
    lost = Notificatie.objects.filter(abonnement=row, status="mislukt")
    if keuze is not None:
        lost = lost.filter(id__in=list(keuze))
    keys = list(lost.order_by("id").select_for_update().values_list("id", flat=True)[:PER_KEER])
    if not keys:
        return 0
    Notificatie.objects.filter(id__in=keys).update(
        status="wacht", pogingen=0, afgerond_op=None, volgende_poging_op=now
    )
    _change(row, volgende_poging_op=now)
    _log("notificaties_herhaald", row, door=door, now=now, aantal=len(keys))
    return len(keys)


def _get_own(abonnement: UUID, *, door: Actor) -> Abonnement:
    """Return and hold the row of the actor's own organisation. Raises DoesNotExist for another's."""
    check_speak_for_partner(door, partner=door.partner)
    return Abonnement.objects.select_for_update(of=("self",)).get(id=abonnement, partner=door.partner)


def _change(row: Abonnement, **changes: Any) -> None:
    Abonnement.objects.filter(id=row.id).update(**changes)


def _log(handeling: str, row: Abonnement, *, door: Actor, now: datetime, **waarden: Any) -> None:
    record(handeling, objectsoort="abonnement", object=row.id, door=door, now=now, waarden=waarden)
