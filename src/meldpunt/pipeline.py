"""The whole process on one page: what makes a row due, and which act takes it a step further.

    aanlevering  ->  matching  ->  werkvoorraad  ->  opvolging         ->  terugkoppeling
    received         stored        placed            runs not clocked,     changed zaken
                                                     then by people

Each step leaves rows in a state; the query beside it finds what is due. A step that is interrupted leaves
nothing half-done, and its row is found again by the next look. So it does not matter who calls a step: the
job that was queued with the row, the look every minute, or a command.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import structlog
from django.db import InterfaceError, OperationalError
from django.utils import timezone

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
from meldpunt.aanlevering.sleutelronde import reseal_rows
from meldpunt.adapters.mail import can_mail
from meldpunt.audit.ankers import set_due_anker
from meldpunt.audit.controle import check_log_nightly
from meldpunt.audit.verzending import send_verwerkingslog
from meldpunt.bag.opvragen import forget_opgevraagd
from meldpunt.betrokkenen.termijnen import empty_verzoeken, remind_verzoeken, reseal_verzoeken
from meldpunt.bewaring.actions import destroy_due, forget_due
from meldpunt.bewaring.reservesleutels import destroy_due_keys
from meldpunt.bewaring.verklaring import make_due_verklaringen
from meldpunt.brp.actions import ask_due, plan_bevragingen
from meldpunt.brp.mismatch import wipe_kandidaten
from meldpunt.correspondentie.antwoordcodes import withdraw_ended_codes
from meldpunt.correspondentie.vastleggen import list_vast_te_leggen, record_gedrukt
from meldpunt.correspondentie.wachtrij import send_due
from meldpunt.datalekken import toezichtpost
from meldpunt.inzicht.wachtenden import record_wachtenden, wake_wachtenden
from meldpunt.matching.actions import match_aanlevering
from meldpunt.matching.bagvragen import ask_bagvragen
from meldpunt.matching.bekendvragen import ask_bekend_due
from meldpunt.matching.betrokkenen import list_betrokkenen
from meldpunt.matching.intrekking import put_right
from meldpunt.matching.vooruit import Vooruit
from meldpunt.notificaties.aankondigen import announce, announce_missed
from meldpunt.notificaties.bevestigen import confirm_due
from meldpunt.notificaties.opruimen import forget_old, give_up_old
from meldpunt.notificaties.versturen import deliver_due
from meldpunt.opvolging.brpgevolg import follow_brp
from meldpunt.opvolging.dagbericht import Adressen, Ontvanger, send_dagbericht
from meldpunt.opvolging.herinneringen import escalate, remind_day, remind_week
from meldpunt.opvolging.klokken import clock_intrekkingen, clock_runs
from meldpunt.opvolging.risicoadressen import sweep_risicoadressen
from meldpunt.partijen.optreden import list_optredens
from meldpunt.partijen.proef import is_proefwereld_asked, open_proefwereld
from meldpunt.terugkoppeling.actions import tell_partners
from meldpunt.terugkoppeling.navragen import close_due_navragen
from meldpunt.terugkoppeling.opschortingen import end_due_opschortingen
from meldpunt.terugkoppeling.partnermededelingen import empty_mededelingen, remind_mededelingen
from meldpunt.terugkoppeling.proefgevolg import follow_proef
from meldpunt.terugkoppeling.selectie import tell_left_out
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import ZAAKROLLEN
from meldpunt.toegang.ronde import keep_rechten, send_aanmeldpost
from meldpunt.toegang.tellers import sweep_tellers
from meldpunt.werkvoorraad.aanhouden import return_zaken
from meldpunt.werkvoorraad.overdrachten import lapse_overdrachten
from meldpunt.werkvoorraad.stapelopdrachten import list_due as list_stapelopdrachten

DAGBERICHT_VANAF = 7
# One turn at the register; what is left waits for the next, which may be another worker's.
BRP_BEURT = timedelta(minutes=5)
logger = structlog.get_logger()
Clock = Callable[[], datetime]
Steps = Mapping[str, Callable[[], object]]
# COPY and the progress speak to psycopg itself; its errors come without Django's wrapping.
DATABASE_ERRORS = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


def run_aanlevering(*, aanlevering: UUID, door: Actor, clock: Clock) -> None:
    """Take one delivery from received to matched, and its recall, if there is one, to put right.

    Of a covenant that an emergency stop holds it waits: the row stays due.
    """
    if aanleveringen.is_held(aanlevering, on=timezone.localdate(clock())):
        return
    try:
        # A large one is matched while it is being stored; then there is nothing left to match afterwards.
        with Vooruit(aanlevering, door=door, now=clock()) as vooruit:
            verwerking = process_aanlevering(
                aanlevering=aanlevering, door=door, now=clock(), before_storing=vooruit.begin
            )
        signalen = verwerking.signalen if verwerking.gedaan and not verwerking.signalen.is_empty() else None
        match_aanlevering(aanlevering=aanlevering, door=door, now=clock(), signalen=signalen)
        if put_right(aanlevering=aanlevering, door=door, now=clock()):
            end_what_is_over(door=door, clock=clock)
    except Exception as error:
        if isinstance(error, DATABASE_ERRORS) and not _is_limit(error):
            # The database is away, not the file wrong: the row stays due and the next look takes it up.
            raise
        logger.exception("aanlevering_mislukt", aanlevering=str(aanlevering))
        fail_aanlevering(aanlevering=aanlevering, door=door, now=clock())
        destroy_raw(aanlevering=aanlevering, door=door, now=clock())
    clock_due(door=door, clock=clock)


def _is_limit(error: Exception) -> bool:
    """Say whether a value is too much for the database (SQLSTATE class 54): waiting would not help."""
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    return isinstance(cause, psycopg.Error) and (cause.sqlstate or "").startswith("54")


def run_due(*, door: Actor, clock: Clock) -> int:
    """Do everything that is due now and return how much it was; called every minute and by commands."""
    return run_steps(
        {
            "aanleveringen": lambda: _run_deliveries(door=door, clock=clock),
            "bagvragen": lambda: ask_bagvragen(clock=clock),
            "aangehouden": lambda: return_due(door=door, clock=clock),
            "bekendheid": lambda: ask_bekend_due(door=door, clock=clock),
            "stapels": lambda: _run_stapelopdrachten(clock=clock),
            "termijnen": lambda: clock_due(door=door, clock=clock),
            "berichten": lambda: correspond_due(door=door, clock=clock),
            "proefgemeente": lambda: _follow_proef(door=door, clock=clock),
            "terugkoppeling": lambda: tell_due(door=door, clock=clock),
            "voorbij": lambda: end_what_is_over(door=door, clock=clock),
            "ruwe_bestanden": lambda: _destroy_raw_left(door=door, clock=clock),
            "aanmeldpost": lambda: send_aanmeldpost(now=clock()),
            "ankers": lambda: _quiet(set_due_anker(now=clock())),
            "notificaties": lambda: notify_due(door=door, clock=clock),
            "verwerkingslog": lambda: _quiet(send_verwerkingslog(clock=clock, unfold=list_betrokkenen)),
            # Last: what still waits for another system after all of this.
            "wachtenden": lambda: record_wachtenden(now=clock()),
        }
    )


def run_steps(steps: Steps) -> int:
    """Take every step, also after one that failed, and return how much was done.

    What failed is logged by name and raised at the end: the job then stands as failed, where it is seen.
    """
    done = 0
    failures: list[Exception] = []
    for naam, step in steps.items():
        try:
            result = step()
            done += result if isinstance(result, int) else 0
        except Exception as error:
            logger.exception("stap_mislukt", stap=naam)
            failures.append(error)
    if failures:
        raise failures[0]
    return done


def _run_deliveries(*, door: Actor, clock: Clock) -> int:
    due = aanleveringen.list_due()
    for aanlevering in due:
        run_aanlevering(aanlevering=aanlevering, door=door, clock=clock)
    return len(due)


def _run_stapelopdrachten(*, clock: Clock) -> int:
    return sum(stapel.run_stapelopdracht(opdracht=one, clock=clock) for one in list_stapelopdrachten())


def _destroy_raw_left(*, door: Actor, clock: Clock) -> None:
    for aanlevering in aanleveringen.list_with_raw_left():
        destroy_raw(aanlevering=aanlevering, door=door, now=clock())


def _follow_proef(*, door: Actor, clock: Clock) -> None:
    """Make the world to try out in for a program that waits for it, and take its zaken a step further."""
    if is_proefwereld_asked():
        open_proefwereld(door=door, now=clock())
    follow_proef(door=door, now=clock())


def clock_due(*, door: Actor, clock: Clock) -> int:
    """Give the zaken of every run, list and recall their terms as rows; return how many of those there were."""
    done = 0
    while clocked := clock_runs(door=door, now=clock()):
        done += clocked
    while clocked := clock_intrekkingen(door=door, now=clock()):
        done += clocked
    return done


def correspond_due(*, door: Actor, clock: Clock) -> int:
    """Record the attempts of printed batches and send what waits; return how many messages went out."""
    done = 0
    for gemeente, partij in list_vast_te_leggen():
        done += record_gedrukt(partij=partij, gemeente=gemeente, herkomst=door.herkomst).gedaan
    while sent := send_due(door=door, clock=clock):
        done += sent
    return done


def tell_due(*, door: Actor, clock: Clock) -> int:
    """Tell partners about every zaak that changed, and what a list left out; return how many zaken and lists."""
    done = 0
    while told := tell_partners(door=door, now=clock()):
        done += told
    while tell_left_out(door=door, now=clock()):
        done += 1
    return done


def notify_due(*, door: Actor, clock: Clock) -> int:
    """Announce to systems of partners what happened, ask new receivers and send; return how many messages arrived."""
    while announce(door=door, now=clock()):
        pass
    confirm_due(door=door, now=clock())
    return deliver_due(door=door, clock=clock)


def brp_due(*, door: Actor, clock: Clock) -> int:
    """Look up in the BRP who was not yet, and let the checks of their zaken follow; return how many questions.

    Apart from the look every minute: what the other side takes its time for keeps no other work waiting.
    """
    plan_bevragingen(now=clock())
    done = 0
    until = clock() + BRP_BEURT
    while clock() < until and (asked := ask_due(door=door, clock=clock)):
        done += asked
        while follow_brp(door=door, now=clock()):
            pass
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


def end_what_is_over(*, door: Actor, clock: Clock) -> None:
    """End stays and close questions that are over: their term has passed, or their delivery was recalled."""
    run_steps(
        {
            "opschortingen": lambda: end_due_opschortingen(door=door, now=clock()),
            "navragen": lambda: close_due_navragen(door=door, now=clock()),
        }
    )


def wake_koppeling(*, soort: str, door: Actor, clock: Clock) -> int:
    """Let what waits for a kind of system go now, and return how much that was."""
    woken = wake_wachtenden(soort=soort, now=clock())
    run_due(door=door, clock=clock)
    return woken


def send_dagberichten(*, adressen: Adressen, door: Actor, clock: Clock) -> int:
    """Mark what is nearly over or late, and send everybody the word of the day; return how many mails went out.

    Before seven in the morning it does nothing; after that it does what was not done yet today.
    """
    now = clock()
    local = timezone.localtime(now)
    if local.hour < DAGBERICHT_VANAF:
        return 0
    return run_steps(
        {
            "herinnering_week": lambda: _quiet(remind_week(now=now)),
            "herinnering_dag": lambda: _quiet(remind_day(now=now)),
            "escalatie": lambda: _quiet(escalate(now=now)),
            "dagberichten": lambda: _mail_dagberichten(adressen=adressen, door=door, clock=clock),
            "datalekken": lambda: toezichtpost.mail_datalekken(
                adres=adressen.datalekken, door=door, now=clock()
            ),
            "overeenkomsten": lambda: toezichtpost.warn_overeenkomsten(
                adres=adressen.overeenkomsten, door=door, now=clock()
            ),
        }
    )


def _quiet(_done: object) -> None:
    """Keep what is no work of somebody out of the number of what was done."""


def _mail_dagberichten(*, adressen: Adressen, door: Actor, clock: Clock) -> int:
    local = timezone.localtime(clock())
    if not can_mail():
        return 0
    people = list_optredens(rollen=ZAAKROLLEN, herkomst=door.herkomst, on=local.date())
    sent = 0
    for gebruiker, actors in people.items():
        ontvanger = Ontvanger(gebruiker.id, gebruiker.naam, gebruiker.email, actors)
        sent += send_dagbericht(
            ontvanger=ontvanger, dag=local.date(), adressen=adressen, door=door, now=clock()
        )
    return sent


def reseal_due(*, door: Actor, clock: Clock) -> int:
    """Finish a round of new keys that was begun, also one that broke off; return how many rows."""
    done = 0
    while sealed := reseal_rows(door=door, now=clock()):
        done += sealed
    return done


def run_daily(*, door: Actor, clock: Clock) -> None:
    """Do what belongs to the night: stays, questions, codes, offers and reports that end; what nobody knows."""
    steps: Steps = {
        "voorbij": lambda: end_what_is_over(door=door, clock=clock),
        "concepten": lambda: expire_concepten(door=door, now=clock()),
        "foutverslagen": lambda: expire_foutverslagen(door=door, now=clock()),
        "risicoadressen": lambda: sweep_risicoadressen(door=door, now=clock()),
        "overdrachten": lambda: lapse_overdrachten(door=door, now=clock()),
        "bag_opgevraagd": lambda: forget_opgevraagd(now=clock()),
        "ruwe_bestanden": lambda: sweep_raw(older_than=timedelta(hours=6), door=door, now=clock()),
        "antwoordcodes": lambda: withdraw_ended_codes(door=door, now=clock()),
        "tellers": lambda: sweep_tellers(now=clock()),
        "mededelingen": lambda: remind_mededelingen(door=door, now=clock()),
        "mededelingen_geleegd": lambda: empty_mededelingen(door=door, now=clock()),
        "verzoeken_geleegd": lambda: empty_verzoeken(door=door, now=clock()),
        "verzoeken_sleutels": reseal_verzoeken,
        "verzoektermijnen": lambda: remind_verzoeken(door=door, now=clock()),
        "sleutels": lambda: reseal_due(door=door, clock=clock),
        "rechten": lambda: keep_rechten(door=door, now=clock()),
        "mismatchkandidaten": lambda: wipe_kandidaten(now=clock()),
        "vernietiging": lambda: destroy_due(door=door, now=clock()),
        "proefwereld": lambda: open_proefwereld(door=door, now=clock()),
        "resten": lambda: forget_due(door=door, now=clock()),
        "verklaringen": lambda: make_due_verklaringen(door=door, now=clock()),
        "reservesleutels": lambda: destroy_due_keys(now=clock()),
        "notificaties_gemist": lambda: announce_missed(door=door, now=clock()),
        "notificaties_opgegeven": lambda: give_up_old(door=door, now=clock()),
        "notificaties_vergeten": lambda: forget_old(door=door, now=clock()),
        "logboek": lambda: check_log_nightly(clock=clock),
    }
    run_steps(steps)
