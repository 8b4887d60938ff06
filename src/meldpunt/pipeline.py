"""The whole process on one page: what makes a row due, and which act takes it a step further.

    aanlevering  ->  matching  ->  werkvoorraad  ->  opvolging  ->  terugkoppeling
    received         stored        placed            by people      changed zaken

Each step leaves rows in a state; the query beside it finds what is due. A step that is interrupted leaves
nothing half-done, and its row is found again by the next look. So it does not matter who calls a step: the
job that was queued with the row, the look every minute, or a command.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError

from meldpunt import stapel
from meldpunt.aanlevering import queries as aanleveringen
from meldpunt.aanlevering.actions import (
    destroy_raw,
    expire_foutverslagen,
    fail_aanlevering,
    process_aanlevering,
    sweep_raw,
)
from meldpunt.aanlevering.opruiming import expire_concepten
from meldpunt.matching.actions import match_aanlevering
from meldpunt.matching.intrekking import put_right
from meldpunt.terugkoppeling.actions import tell_partners
from meldpunt.toegang.actor import Actor
from meldpunt.werkvoorraad.aanhouden import return_zaken
from meldpunt.werkvoorraad.overdrachten import lapse_overdrachten
from meldpunt.werkvoorraad.stapelopdrachten import list_due as list_stapelopdrachten

logger = structlog.get_logger()
Clock = Callable[[], datetime]


def run_aanlevering(*, aanlevering: UUID, door: Actor, clock: Clock) -> None:
    """Take one delivery from received to matched, and its recall, if there is one, to put right."""
    try:
        verwerking = process_aanlevering(aanlevering=aanlevering, door=door, now=clock())
        signalen = verwerking.signalen if verwerking.gedaan and not verwerking.signalen.is_empty() else None
        match_aanlevering(aanlevering=aanlevering, door=door, now=clock(), signalen=signalen)
        put_right(aanlevering=aanlevering, door=door, now=clock())
    except (OperationalError, InterfaceError):
        # The database is away, not the file wrong: the row stays due and the next look takes it up.
        raise
    except Exception:
        logger.exception("aanlevering_mislukt", aanlevering=str(aanlevering))
        fail_aanlevering(aanlevering=aanlevering, door=door, now=clock())


def run_due(*, door: Actor, clock: Clock) -> int:
    """Do everything that is due now and return how much it was; called every minute and by commands."""
    done = 0
    for aanlevering in aanleveringen.list_due():
        run_aanlevering(aanlevering=aanlevering, door=door, clock=clock)
        done += 1
    done += return_due(door=door, clock=clock)
    for opdracht in list_stapelopdrachten():
        done += stapel.run_stapelopdracht(opdracht=opdracht, clock=clock)
    done += tell_due(door=door, clock=clock)
    for aanlevering in aanleveringen.list_with_raw_left():
        destroy_raw(aanlevering=aanlevering, now=clock())
    return done


def tell_due(*, door: Actor, clock: Clock) -> int:
    """Tell partners about every zaak that changed; return how many zaken."""
    done = 0
    while told := tell_partners(door=door, now=clock()):
        done += told
    return done


def run_stapelopdracht(*, opdracht: UUID, door: Actor, clock: Clock) -> None:
    """Do one act on the zaken that somebody chose, and tell the partners what changed."""
    stapel.run_stapelopdracht(opdracht=opdracht, clock=clock)
    tell_due(door=door, clock=clock)


def return_due(*, door: Actor, clock: Clock) -> int:
    """Bring back every zaak whose hold is over; return how many."""
    done = 0
    while returned := return_zaken(door=door, now=clock()):
        done += returned
    return done


def run_daily(*, door: Actor, clock: Clock) -> None:
    """Do what belongs to the night: what expires (error reports, waiting files, offers), raw files nobody knows."""
    expire_concepten(door=door, now=clock())
    expire_foutverslagen(door=door, now=clock())
    lapse_overdrachten(door=door, now=clock())
    sweep_raw(older_than=timedelta(hours=6), now=clock())
