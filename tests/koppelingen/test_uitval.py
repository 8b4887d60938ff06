"""An outage of a neighbour, in each way it can fail: nothing is lost, it is seen, and the work goes on by itself.

A step that asks over a connection adds a line to NABUREN: how something comes to wait, and what is then to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from tests.bag.register import Register, adres
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel
from tests.koppelingen.buren import FOUTEN, Buur, buur
from tests.slices.notificaties.wereld import make_notificatie, notify, say_yes, subscribe

from meldpunt.bag.models import Bagadres
from meldpunt.inzicht.wachtenden import record_wachtenden, wake_wachtenden
from meldpunt.koppelingen.actions import set_koppeling
from meldpunt.koppelingen.beeld import Koppelingregel, list_koppelingen
from meldpunt.matching.bagvragen import ask_bagvragen
from meldpunt.matching.models import Bagvraag
from meldpunt.notificaties import ontvanger
from meldpunt.notificaties.models import Notificatie

pytestmark = pytest.mark.django_db
BEHEER = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())
EVEN_LATER = NU + timedelta(hours=2)


@dataclass(frozen=True)
class Nabuur:
    """One kind of neighbour: how a row comes to wait for it, one turn of the worker, and whether it is still due."""

    soort: str
    begin: Callable[[Buur, pytest.MonkeyPatch], None]
    turn: Callable[[object], object]
    # How many rows wait, and how many arrived.
    count: Callable[[], tuple[int, int]]


def begin_webhook(receiver: Buur, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ontvanger, "VERBINDEN", 0.5)
    patch.setattr(ontvanger, "LEZEN", 0.5)
    say_yes(receiver)
    partner = make_partner()
    make_notificatie(subscribe(partner, receiver).id, partner)


def count_webhook() -> tuple[int, int]:
    return tuple(Notificatie.objects.filter(status=status).count() for status in ("wacht", "afgeleverd"))  # type: ignore[return-value]


def begin_bag(register: Buur, _patch: pytest.MonkeyPatch) -> None:
    register.antwoorden["/adressen"] = Register(adres(1))
    set_koppeling(gegevens=register.koppeling("bag"), door=BEHEER, now=NU)
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])


NABUREN = [
    Nabuur(
        "bag",
        begin_bag,
        lambda now: ask_bagvragen(clock=lambda: now),  # type: ignore[arg-type,return-value]
        lambda: (Bagvraag.objects.count(), Bagadres.objects.count()),
    ),
    Nabuur("webhook", begin_webhook, lambda now: notify(now=now), count_webhook),  # type: ignore[arg-type]
]


@pytest.fixture(scope="module")
def running() -> Iterator[Buur]:
    # Without TLS all but one of the faults are the same; the certificate has a test of its own beside `call`.
    with buur(tls=False) as one:
        yield one


def look(soort: str, now: object) -> Koppelingregel:
    record_wachtenden(now=now)  # type: ignore[arg-type]
    (line,) = (
        line
        for line in list_koppelingen(door=BEHEER, now=now)
        if line.sleutel.startswith(f"{soort}:")  # type: ignore[arg-type]
    )
    return line


@pytest.mark.parametrize("fout", [fout for fout in FOUTEN if fout != "certificaat"])
@pytest.mark.parametrize("nabuur", NABUREN, ids=lambda nabuur: nabuur.soort)
def test_it_loses_nothing_is_seen_and_goes_on(
    nabuur: Nabuur, fout: str, running: Buur, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.fout = ""
    nabuur.begin(running, monkeypatch)
    running.fout = fout
    nabuur.turn(NU)
    assert nabuur.count() == (1, 0)
    line = look(nabuur.soort, NU)
    assert (line.toon in {"let_op", "gevaar"}, line.wachtend) == (True, 1)
    # What is wrong stands there by its code; one that only asks to wait says when.
    assert line.code == f"koppeling_{FOUTEN[fout]}"
    running.fout = ""
    if nabuur.soort == "webhook":
        say_yes(running)
    nabuur.turn(EVEN_LATER)
    assert nabuur.count() == (0, 1)
    line = look(nabuur.soort, EVEN_LATER)
    assert (line.toon, line.wachtend, line.code) == ("goed", 0, "")


@pytest.mark.parametrize("nabuur", NABUREN, ids=lambda nabuur: nabuur.soort)
def test_it_goes_at_once_when_somebody_says_that_it_is_there_again(
    nabuur: Nabuur, running: Buur, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.fout = ""
    nabuur.begin(running, monkeypatch)
    running.fout = "serverfout"
    for minutes in (0, 2, 5, 10, 20):
        nabuur.turn(NU + timedelta(minutes=minutes))
    running.fout = ""
    soon = NU + timedelta(minutes=21)
    nabuur.turn(soon)
    assert nabuur.count() == (1, 0)
    assert wake_wachtenden(soort=nabuur.soort, now=soon) == 1
    nabuur.turn(soon)
    assert nabuur.count() == (0, 1)
