"""Who waits for which kind of system: each step that asks over a connection has a line here.

The worker counts every minute for the page of beheer, and lets what waits go at once when somebody says that the
other side is there again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from meldpunt.brp import wachtend as brp
from meldpunt.correspondentie import wachtend as berichten
from meldpunt.koppelingen.wachtend import Wachtend, record_wachtend
from meldpunt.matching import bagvragen, bekendvragen
from meldpunt.notificaties import wachtend as notificaties


@dataclass(frozen=True, slots=True)
class Afnemer:
    """One step that asks over a kind of connection: what waits per municipality, and how to let it go now."""

    soort: str
    # Per municipality, or per id of what is addressed.
    count: Callable[[datetime], Mapping[str, Wachtend]]
    wake: Callable[[datetime], int]


AFNEMERS: Final[tuple[Afnemer, ...]] = (
    Afnemer("brp", lambda now: brp.count_wachtend(), lambda now: brp.wake_wachtend(now=now)),
    Afnemer("bag", lambda now: bagvragen.count_bagvragen(), lambda now: bagvragen.wake_bagvragen(now=now)),
    Afnemer(
        "bekend",
        lambda now: bekendvragen.count_wachtend(),
        lambda now: bekendvragen.wake_wachtend(now=now),
    ),
    Afnemer(
        "mail",
        lambda now: berichten.count_wachtend("mail"),
        lambda now: berichten.wake_wachtend("mail", now=now),
    ),
    Afnemer(
        "sms",
        lambda now: berichten.count_wachtend("sms"),
        lambda now: berichten.wake_wachtend("sms", now=now),
    ),
    Afnemer(
        "webhook",
        lambda now: notificaties.count_wachtend(),
        lambda now: notificaties.wake_wachtend(now=now),
    ),
)


def record_wachtenden(*, now: datetime) -> None:
    """Count what waits for every kind of system and write it down."""
    for soort in dict.fromkeys(afnemer.soort for afnemer in AFNEMERS):
        counted: dict[str, Wachtend] = {}
        for afnemer in AFNEMERS:
            if afnemer.soort == soort:
                for place, waiting in afnemer.count(now).items():
                    counted[place] = counted.get(place, Wachtend(0)).plus(waiting)
        record_wachtend(soort, counted, now=now)


def wake_wachtenden(*, soort: str, now: datetime) -> int:
    """Make due at once what waits for a kind of system, and return how much that was."""
    return sum(afnemer.wake(now) for afnemer in AFNEMERS if afnemer.soort == soort)
