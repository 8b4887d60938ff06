"""Check the whole log: the chain from its beginning, its anchors, and keep what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.db import connection, transaction

from meldpunt.audit.actions import record
from meldpunt.audit.ankers import read_ankers, set_anker
from meldpunt.audit.keten import Breuk, Keten, find_first, find_head, unlocked, walk_keten
from meldpunt.audit.models import Loganker, Logcontrole
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.weigering import Weigering

logger = structlog.get_logger()
# As many breaks as a row keeps; the command shows more.
BEWAARD: Final = 20


@dataclass(frozen=True, slots=True)
class Controle:
    """What one check found."""

    keten: Keten
    breuken: list[Breuk]

    @property
    def heel(self) -> bool:
        """Say whether nothing was changed, removed, inserted or moved."""
        return self.keten.heel and not self.breuken

    @property
    def alle_breuken(self) -> list[Breuk]:
        """Return what is wrong, in the order of the chain."""
        return sorted([*self.breuken, *self.keten.breuken], key=lambda one: (one.volgnummer, one.soort))


def check_log(*, vanaf: int | datetime = 1, gemeente: str = "") -> Controle:
    """Walk along the log from a number or a moment on, and hold it against every anchor that was set."""
    # The anchors first: one that is set meanwhile lies beyond what is walked, and that would look cut off.
    ankers, broken = read_ankers()
    first = find_first(vanaf) if isinstance(vanaf, datetime) else vanaf
    return Controle(walk_keten(vanaf=first, gemeente=gemeente, ankers=ankers), broken)


def check_log_nightly(*, clock: Callable[[], datetime]) -> int:
    """Check the whole log, keep the result for the health page, and raise the alarm when it is broken."""
    begun = clock()
    found = check_log()
    row = Logcontrole.objects.create(
        begonnen_op=begun,
        klaar_op=clock(),
        regels=found.keten.regels,
        heel=found.heel,
        breuken=[_words(breuk) for breuk in found.alle_breuken[:BEWAARD]],
    )
    if found.heel:
        set_anker(now=clock())
        return 0
    first = found.alle_breuken[0]
    logger.error("logboek_gebroken", controle=str(row.id), volgnummer=first.volgnummer, soort=first.soort)
    return 0


def _words(breuk: Breuk) -> dict[str, Any]:
    moment = breuk.tijd.isoformat() if breuk.tijd else ""
    return {"volgnummer": breuk.volgnummer, "tijd": moment, "soort": breuk.soort, "tekst": breuk.tekst}


@dataclass(frozen=True, slots=True)
class Logstand:
    """How the log stands: the last check, the last anchor, and how far the chain is."""

    gecontroleerd_op: datetime | None
    heel: bool
    breuk: dict[str, Any] | None
    geankerd_op: datetime | None
    geankerd: int
    kop: int


def find_logstand() -> Logstand:
    """Return how the log stands, for the health page."""
    last = Logcontrole.objects.order_by("-klaar_op").first()
    anker = Loganker.objects.order_by("-volgnummer").first()
    head = find_head()
    return Logstand(
        gecontroleerd_op=last.klaar_op if last else None,
        heel=last.heel if last else True,
        breuk=last.breuken[0] if last and last.breuken else None,
        geankerd_op=anker.gezet_op if anker else None,
        geankerd=anker.volgnummer if anker else 0,
        kop=head[0] if head else 0,
    )


def find_breuk() -> Breuk | None:
    """Return the first break that the last check found; none when the log is whole."""
    last = Logcontrole.objects.order_by("-klaar_op").first()
    if last is None or last.heel or not last.breuken:
        return None
    words = last.breuken[0]
    moment = datetime.fromisoformat(words["tijd"]) if words["tijd"] else None
    return Breuk(words["volgnummer"], moment, words["soort"], words["tekst"])


def drop_period(*, tot: int, jonger_dan: timedelta, door: Actor, now: datetime) -> int:
    """Take out the lines up to and including a number, as the owner of the log; return how many.

    Only what was anchored at that number, and is older than the term that was agreed. The chain goes on from the
    anchor; the act leaves a line of its own, without which the check takes the missing part for a break.
    Raises Weigering when the number has no anchor or is too recent.
    """
    check_manage(door)
    anker = Loganker.objects.filter(volgnummer=tot).first()
    if anker is None:
        raise Weigering(f"Op regel {tot} is geen anker gezet. Kies een regel met een anker. [geen_anker]")
    if anker.gezet_op > now - jonger_dan:
        raise Weigering(f"Regel {tot} is nog niet oud genoeg. Kies een eerder anker. [te_recent]")
    with transaction.atomic():
        taken = _take_out(tot)
        record(
            "logboek_ingekort",
            objectsoort="logboek",
            object=str(tot),
            door=door,
            now=now,
            doel="bewaartermijn van het logboek",
            waarden={"regels": taken},
        )
    return taken


def _take_out(tot: int) -> int:
    with unlocked(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM meldpunt_logregel l USING meldpunt_logschakel s "
            "WHERE s.logregel = l.id AND s.volgnummer <= %s",
            [tot],
        )
        taken: int = cursor.rowcount
        cursor.execute("DELETE FROM meldpunt_logschakel WHERE volgnummer <= %s", [tot])
    return taken
