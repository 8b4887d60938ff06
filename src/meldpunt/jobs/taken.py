"""The clock and the queue: each task is one call into the pipeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from meldpunt import pipeline
from meldpunt.aanlevering.actions import (
    Inzending,
    Ontvangst,
    choose_kolommen,
    recall_aanlevering,
    receive_aanlevering,
)
from meldpunt.audit.spoor import following, write_traceparent
from meldpunt.koppelingen.actions import end_rest, try_koppeling
from meldpunt.opvolging.dagbericht import Adressen
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.rijcontext import DOELEN, acting
from meldpunt.toegang.rijwacht import check_database_rol
from meldpunt.werkvoorraad.stapel import Zaaksleutel, create_stapelopdracht


@contextmanager
def _as_system(spoor: str = "") -> Iterator[Actor]:
    """Let a task act as the system, in the trace that asked for it.

    The database shows every row to the role of the worker that says so, and to no other role.
    """
    check_database_rol()
    door = system_actor(herkomst="werker")
    with following(spoor), acting(door, doel=DOELEN[door.rol]):
        yield door


@app.task(queue="aanlevering", name="aanlevering")
def run_aanlevering(aanlevering: str, spoor: str = "") -> None:
    """Take one delivery through the pipeline, in the trace of who delivered it."""
    with _as_system(spoor) as door:
        pipeline.run_aanlevering(aanlevering=UUID(aanlevering), door=door, clock=timezone.now)


@app.task(queue="terugkoppeling", name="terugkoppeling")
def tell_partners() -> None:
    """Tell partners what changed, soon after somebody changed it; a list that was confirmed is clocked first."""
    with _as_system() as door:
        pipeline.clock_due(door=door, clock=timezone.now)
        pipeline.tell_due(door=door, clock=timezone.now)


@app.task(queue="berichten", name="berichten")
def send_berichten() -> None:
    """Send mail and SMS that wait and record printed batches, soon after somebody made them."""
    with _as_system() as door:
        pipeline.correspond_due(door=door, clock=timezone.now)


@app.task(queue="stapel", name="stapel")
def run_stapelopdracht(opdracht: str, spoor: str = "") -> None:
    """Do one act on the zaken that somebody chose; killed halfway, the next look goes on where it was."""
    with _as_system(spoor) as door:
        pipeline.run_stapelopdracht(opdracht=UUID(opdracht), door=door, clock=timezone.now)


@app.task(queue="koppelingen", name="koppeling")
def wake_koppeling(soort: str) -> None:
    """Let what waits for a kind of system go now: somebody saw that it is there again."""
    with _as_system() as door:
        pipeline.wake_koppeling(soort=soort, door=door, clock=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(queue="ronde", name="ronde", queueing_lock="ronde")
def run_due(timestamp: int) -> None:
    """Look every minute for what is due, whoever lost the job for it."""
    with _as_system() as door:
        pipeline.run_due(door=door, clock=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(queue="brp", name="brp", queueing_lock="brp")
def ask_brp(timestamp: int) -> None:
    """Look up in the BRP who is due; a turn that takes long leaves the others their minute."""
    with _as_system() as door:
        pipeline.brp_due(door=door, clock=timezone.now)


@app.periodic(cron="15 3 * * *")
@app.task(queue="ronde", name="nacht", queueing_lock="nacht")
def run_daily(timestamp: int) -> None:
    """Do the work of the night."""
    with _as_system() as door:
        pipeline.run_daily(door=door, clock=timezone.now)


# Procrastinate counts in UTC: the first look after seven in Dutch time sends, the later ones what was left.
@app.periodic(cron="*/10 5-10 * * *")
@app.task(queue="ronde", name="dagbericht", queueing_lock="dagbericht")
def send_dagberichten(timestamp: int) -> None:
    """Send everybody the word of the day: terms of zaken, clocks of breaches, agreements that run out."""
    site = settings.MELDPUNT_ADRES
    pages = ("gemeente:dag", "gemeente:termijnen", "privacy:datalekken", "privacy:overeenkomsten")
    adressen = Adressen(*(f"{site}{reverse(page)}" for page in pages))
    with _as_system() as door:
        pipeline.send_dagberichten(adressen=adressen, door=door, clock=timezone.now)


def try_koppeling_and_queue(*, koppeling: UUID, door: Actor) -> str:
    """Try a connection now and, when it works, let what waits for it go; return the code of what is wrong."""
    proef = try_koppeling(koppeling=koppeling, door=door, now=timezone.now())
    if not proef.code:
        wake_koppeling.defer(soort=proef.soort)
    return proef.code


def end_rest_and_queue(*, sleutel: str, door: Actor) -> None:
    """End the rest of a connection that is set up elsewhere, and let what waits for it go."""
    soort = end_rest(sleutel=sleutel, door=door, now=timezone.now())
    wake_koppeling.defer(soort=soort)


def receive_and_queue(*, inzending: Inzending, door: Actor) -> Ontvangst:
    """Take in a delivery and queue its processing; without the queue the next minute's look finds it."""
    ontvangst = receive_aanlevering(inzending=inzending, door=door, now=timezone.now())
    if ontvangst.nieuw and not inzending.wacht_op_kolommen:
        run_aanlevering.defer(aanlevering=str(ontvangst.aanlevering.id), spoor=write_traceparent())
    return ontvangst


@transaction.atomic
def choose_kolommen_and_queue(*, aanlevering: UUID, kolomkaart: dict[str, str], door: Actor) -> None:
    """Give a waiting delivery its column map and queue its processing in the same transaction."""
    choose_kolommen(aanlevering=aanlevering, kolomkaart=kolomkaart, door=door, now=timezone.now())
    run_aanlevering.defer(aanlevering=str(aanlevering), spoor=write_traceparent())


@transaction.atomic
def recall_and_queue(*, aanlevering: UUID, reden: str, door: Actor) -> None:
    """Recall a delivery and queue putting it right in the same transaction."""
    recall_aanlevering(aanlevering=aanlevering, reden=reden, door=door, now=timezone.now())
    run_aanlevering.defer(aanlevering=str(aanlevering), spoor=write_traceparent())


@transaction.atomic
def stack_and_queue(
    *, handeling: str, waarden: dict[str, Any], zaken: Sequence[Zaaksleutel], door: Actor
) -> UUID:
    """Keep what is asked for on many zaken and queue the doing of it in the same transaction."""
    opdracht = create_stapelopdracht(
        handeling=handeling, waarden=waarden, zaken=zaken, door=door, now=timezone.now()
    )
    run_stapelopdracht.configure(lock=str(opdracht)).defer(opdracht=str(opdracht), spoor=write_traceparent())
    return opdracht
