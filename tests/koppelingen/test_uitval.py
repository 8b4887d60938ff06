"""An outage of a neighbour, in each way it can fail: nothing is lost, it is seen, and the work goes on by itself.

A step that asks over a connection adds a line to NABUREN: how something comes to wait, and what is then to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from tests.bag.register import Register, adres
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel
from tests.koppelingen.buren import FOUTEN, Buur, buur
from tests.slices.correspondentie.aanbieder import connect as connect_sms
from tests.slices.correspondentie.aanbieder import speak_cm
from tests.slices.correspondentie.post import give_contact, make_kantoor
from tests.slices.notificaties.wereld import make_notificatie, notify, say_yes, subscribe

from meldpunt import pipeline
from meldpunt.bag.models import Bagadres
from meldpunt.brp.models import Brpbevraging
from meldpunt.correspondentie.models import Verzending
from meldpunt.correspondentie.wachtrij import send_due
from meldpunt.inzicht.wachtenden import record_wachtenden, wake_wachtenden
from meldpunt.koppelingen import oproep
from meldpunt.koppelingen.actions import set_koppeling
from meldpunt.koppelingen.beeld import Koppelingregel, list_koppelingen
from meldpunt.matching.bagvragen import ask_bagvragen
from meldpunt.matching.buitenvragen.models import Bagvraag
from meldpunt.notificaties import ontvanger
from meldpunt.notificaties.models import Notificatie
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="test")
BEHEER = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())
LATER = NU + timedelta(hours=2)


@dataclass(frozen=True)
class Nabuur:
    """One kind of neighbour: how one row comes to wait for it, a turn of the worker, and what waits and arrived."""

    soort: str
    begin: Callable[[Buur], None]
    turn: Callable[[datetime], object]
    count: Callable[[], tuple[int, int]]


def begin_webhook(one: Buur) -> None:
    say_yes(one)
    partner = make_partner()
    make_notificatie(subscribe(partner, one).id, partner)


def count_webhook() -> tuple[int, int]:
    rows = Notificatie.objects
    return rows.filter(status="wacht").count(), rows.filter(status="afgeleverd").count()


def connect(one: Buur, soort: str) -> None:
    """Give Haarlem a connection, and a signaal of somebody there."""
    partner = make_partner()
    make_deelname(partners=[partner])
    set_koppeling(gegevens=one.koppeling(soort, plek="0392"), door=BEHEER, now=NU)
    deliver(partner=partner, regels=[make_regel()])


def begin_brp(one: Buur) -> None:
    one.antwoord = lambda asked: (200, {"type": asked.json()["type"], "personen": []})
    connect(one, "brp")
    assert Brpbevraging.objects.count() == 0


def turn_brp(now: datetime) -> None:
    pipeline.brp_due(door=SYSTEEM, clock=lambda: now)


def count_brp() -> tuple[int, int]:
    rows = Brpbevraging.objects
    return rows.exclude(volgende_op=None).count(), rows.exclude(uitkomst="").count()


def begin_bag(one: Buur) -> None:
    one.antwoorden["/adressen"] = Register(adres(1))
    connect(one, "bag")


def begin_sms(provider: Buur) -> None:
    kantoor = make_kantoor()
    give_contact("Jansen", telefoon="0612345678")
    provider.antwoord = speak_cm
    connect_sms(provider)
    kantoor.make("Jansen", "sms")


def count_sms() -> tuple[int, int]:
    rows = Verzending.objects.filter(kanaal="sms")
    return rows.filter(status="wacht").count(), rows.filter(status="verzonden").count()


NABUREN = [
    Nabuur("webhook", begin_webhook, lambda now: notify(now=now), count_webhook),
    Nabuur("brp", begin_brp, turn_brp, count_brp),
    Nabuur(
        "bag",
        begin_bag,
        lambda now: ask_bagvragen(clock=lambda: now),
        lambda: (Bagvraag.objects.count(), Bagadres.objects.count()),
    ),
    Nabuur("sms", begin_sms, lambda now: send_due(door=SYSTEEM, clock=lambda: now), count_sms),
]


@pytest.fixture(scope="module")
def running() -> Iterator[Buur]:
    # Without TLS all but one of the faults are the same; the certificate has a test of its own beside `call`.
    with buur(tls=False) as one:
        yield one


@pytest.fixture
def one(running: Buur, monkeypatch: pytest.MonkeyPatch) -> Buur:
    running.fout, running.koppen, running.antwoorden = "", {}, {}
    monkeypatch.setattr(ontvanger, "VERBINDEN", 0.5)
    monkeypatch.setattr(ontvanger, "LEZEN", 0.5)
    monkeypatch.setattr(oproep, "sleep", lambda seconds: None)
    return running


def look(soort: str, now: datetime) -> Koppelingregel:
    record_wachtenden(now=now)
    lines = list_koppelingen(door=BEHEER, now=now)
    (line,) = (line for line in lines if line.sleutel.startswith(f"{soort}:"))
    return line


@pytest.mark.parametrize("fout", [fout for fout in FOUTEN if fout != "certificaat"])
@pytest.mark.parametrize("nabuur", NABUREN, ids=lambda nabuur: nabuur.soort)
def test_it_loses_nothing_is_seen_and_goes_on(nabuur: Nabuur, fout: str, one: Buur) -> None:
    nabuur.begin(one)
    one.fout = fout
    nabuur.turn(NU)
    assert nabuur.count() == (1, 0)
    line = look(nabuur.soort, NU)
    assert (line.toon in {"let_op", "gevaar"}, line.wachtend) == (True, 1)
    assert line.code == f"koppeling_{FOUTEN[fout]}"
    one.fout = ""
    nabuur.turn(LATER)
    assert nabuur.count() == (0, 1)
    line = look(nabuur.soort, LATER)
    assert (line.toon, line.wachtend, line.code) == ("goed", 0, "")


@pytest.mark.parametrize("nabuur", NABUREN, ids=lambda nabuur: nabuur.soort)
def test_it_goes_at_once_when_somebody_says_that_it_is_there_again(nabuur: Nabuur, one: Buur) -> None:
    nabuur.begin(one)
    one.fout = "serverfout"
    for minutes in (0, 2, 5, 10, 20):
        nabuur.turn(NU + timedelta(minutes=minutes))
    one.fout = ""
    soon = NU + timedelta(minutes=21)
    nabuur.turn(soon)
    assert nabuur.count() == (1, 0)
    assert wake_wachtenden(soort=nabuur.soort, now=soon) == 1
    nabuur.turn(soon)
    assert nabuur.count() == (0, 1)
