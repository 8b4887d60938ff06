"""Give somebody a role, with a last day if it has one; end it, and the sessions with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.toegang.aanmelden.sessies import end_sessies_of
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Aanstelling, Gebruiker, Rechtaanvraag
from meldpunt.toegang.policies import GeenToegang, check_manage
from meldpunt.toegang.rechten.functies import Functie, check_functie, check_team
from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.weigering import Weigering

GEGEVEN, GEVRAAGD = "gegeven", "gevraagd"
GELDIG: Final = timedelta(days=7)


@acting_on_accounts()
def give_rol(  # noqa: PLR0913 - who, what, till when and why
    *, gebruiker: UUID, functie: Functie, tot: date | None, reden: str = "", door: Actor, now: datetime
) -> str:
    """Give a role, or ask a second person to for a special one; say which of the two. Raises Weigering."""
    check_team(door, partijsoort=functie.partijsoort, partij=functie.partij)
    check_functie(functie)
    if tot is not None and tot < timezone.localdate(now):
        raise Weigering("De laatste dag ligt in het verleden. Kies een latere dag. [dag_voorbij]")
    if not functie.bijzonder:
        grant(gebruiker=gebruiker, functie=functie, tot=tot, door=door, now=now)
        return GEGEVEN
    _ask(gebruiker, functie, tot, reden, door, now)
    return GEVRAAGD


def grant(  # noqa: PLR0913 - who, what, till when, by whom and on whose word
    *,
    gebruiker: UUID,
    functie: Functie,
    tot: date | None,
    door: Actor,
    now: datetime,
    gevraagd_door: UUID | None = None,
    bron: UUID | None = None,
) -> None:
    """Write a role down; the caller checked who may. `gevraagd_door` is the other person of a special right."""
    today = timezone.localdate(now)
    with transaction.atomic():
        row, _ = Aanstelling.objects.select_for_update().get_or_create(
            gebruiker_id=gebruiker,
            rol=functie.rol,
            partijsoort=functie.partijsoort,
            partij=functie.partij,
            defaults={"vanaf": today},
        )
        if row.tot is not None and row.tot < today:
            row.vanaf, row.beheert_team = today, False
        row.tot, row.bron = tot, bron
        row.verleend_door = gevraagd_door or door.gebruiker
        row.goedgekeurd_door = door.gebruiker if gevraagd_door else None
        row.goedgekeurd_op = now if gevraagd_door else None
        row.save()
        record(
            "rol_gegeven",
            objectsoort="account",
            object=gebruiker,
            door=door,
            now=now,
            gemeente=_gemeente(functie),
            waarden={
                "rol": functie.rol,
                "partij": f"{functie.partijsoort}:{functie.partij}",
                "tot": str(tot or ""),
            },
        )


@acting_on_accounts()
def end_aanstelling(*, aanstelling: UUID, laatste_dag: date | None, door: Actor, now: datetime) -> None:
    """End a role after a last day, or without one at once, and then the sessions too. Raises Weigering."""
    today = timezone.localdate(now)
    with transaction.atomic():
        row = Aanstelling.objects.select_for_update().get(id=aanstelling)
        functie = Functie(row.rol, row.partijsoort, row.partij)
        check_team(door, partijsoort=row.partijsoort, partij=row.partij)
        if door.rol == "coordinator" and functie.bijzonder:
            raise GeenToegang("Een bijzonder recht beëindigt alleen een beheerder. [geen_toegang]")
        if row.tot is not None and row.tot < today:
            raise Weigering("Deze rol is al beëindigd. [rol_beeindigd]")
        _check_last_beheer(row, today)
        last = laatste_dag if laatste_dag and laatste_dag >= today else today - timedelta(days=1)
        Aanstelling.objects.filter(id=row.id).update(tot=last)
        record(
            "rol_beeindigd",
            objectsoort="account",
            object=row.gebruiker_id,
            door=door,
            now=now,
            gemeente=_gemeente(functie),
            waarden={"rol": row.rol, "partij": f"{row.partijsoort}:{row.partij}", "tot": str(last)},
        )
        if last < today:
            end_sessies_of(gebruiker=row.gebruiker_id, reden="rol_beeindigd", door=door, now=now)


@acting_on_accounts()
def set_teambeheer(*, aanstelling: UUID, aan: bool, door: Actor, now: datetime) -> None:
    """Say who of a partner invites its own people. Raises GeenToegang."""
    check_manage(door)
    with transaction.atomic():
        row = Aanstelling.objects.select_for_update().get(id=aanstelling)
        if row.rol != "partner":
            raise Weigering("Dit kan alleen bij een medewerker van een signaalpartner. [rol_past_niet]")
        Aanstelling.objects.filter(id=row.id).update(beheert_team=aan)
        record(
            "teambeheer_gezet",
            objectsoort="account",
            object=row.gebruiker_id,
            door=door,
            now=now,
            waarden={"aan": aan, "partij": f"{row.partijsoort}:{row.partij}"},
        )


@acting_on_accounts()
def end_account(*, gebruiker: UUID, door: Actor, now: datetime) -> None:
    """End an account: its roles, sessions, second factors and requests end with it. Raises Weigering."""
    check_manage(door)
    today = timezone.localdate(now)
    if gebruiker == door.gebruiker:
        raise Weigering(
            "U kunt uw eigen account niet beëindigen. Vraag een andere beheerder. [eigen_account]"
        )
    with transaction.atomic():
        Gebruiker.objects.select_for_update().get(id=gebruiker)
        open_roles = Aanstelling.objects.select_for_update().filter(Q(tot=None) | Q(tot__gte=today))
        for row in open_roles.filter(gebruiker=gebruiker):
            _check_last_beheer(row, today)
            Aanstelling.objects.filter(id=row.id).update(tot=today - timedelta(days=1))
        Gebruiker.objects.filter(id=gebruiker).update(is_active=False)
        Authenticator.objects.filter(user_id=gebruiker).delete()
        Rechtaanvraag.objects.filter(gebruiker=gebruiker, stand="open").update(stand="verlopen")
        record("account_beeindigd", objectsoort="account", object=gebruiker, door=door, now=now)
        end_sessies_of(gebruiker=gebruiker, reden="account_beeindigd", door=door, now=now)


@acting_on_accounts()
def end_lapsed(*, door: Actor, now: datetime) -> int:
    """End the sessions of everybody whose role had its last day yesterday; return of how many."""
    today = timezone.localdate(now)
    lapsed = Aanstelling.objects.filter(tot=today - timedelta(days=1), gebruiker__sessies__beeindigd_op=None)
    people = (
        lapsed.filter(gebruiker__sessies__verloopt_op__gt=now).values_list("gebruiker", flat=True).distinct()
    )
    for gebruiker in list(people):
        end_sessies_of(gebruiker=gebruiker, reden="rol_afgelopen", door=door, now=now)
    return len(people)


def _ask(  # noqa: PLR0913 - the facts of a request
    gebruiker: UUID, functie: Functie, tot: date | None, reden: str, door: Actor, now: datetime
) -> None:
    if door.gebruiker is None:
        raise GeenToegang("Een bijzonder recht vraagt een persoon aan. [geen_toegang]")
    if gebruiker == door.gebruiker:
        raise Weigering("U kunt geen recht voor uzelf aanvragen. Vraag een ander. [eigen_recht]")
    if not reden.strip():
        raise Weigering("Dit is een bijzonder recht. Schrijf op waarom het nodig is. [reden_ontbreekt]")
    try:
        with transaction.atomic():
            row = Rechtaanvraag.objects.create(
                gebruiker_id=gebruiker,
                rol=functie.rol,
                partijsoort=functie.partijsoort,
                partij=functie.partij,
                tot=tot,
                reden=reden.strip()[:500],
                aangevraagd_door=door.gebruiker,
                aangevraagd_op=now,
                verloopt_op=now + GELDIG,
            )
            record(
                "recht_gevraagd",
                objectsoort="rechtaanvraag",
                object=row.id,
                door=door,
                now=now,
                gemeente=_gemeente(functie),
                waarden={"rol": functie.rol, "partij": f"{functie.partijsoort}:{functie.partij}"},
            )
    except IntegrityError as problem:
        raise Weigering(
            "Dit recht is al aangevraagd en wacht op een tweede persoon. [recht_gevraagd]"
        ) from problem


def _check_last_beheer(row: Aanstelling, today: date) -> None:
    """Raise Weigering when this is the only one left who manages the meldpunt."""
    if row.rol != "beheer":
        return
    others = Aanstelling.objects.filter(
        Q(tot=None) | Q(tot__gte=today), rol="beheer", gebruiker__is_active=True
    )
    if not others.exclude(gebruiker=row.gebruiker_id).exists():
        raise Weigering("Dit is de enige beheerder. Wijs eerst een andere aan. [laatste_beheerder]")


def _gemeente(functie: Functie) -> str:
    return functie.partij if functie.partijsoort == "gemeente" else ""
