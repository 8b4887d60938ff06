"""After a restore: what was destroyed since the back-up goes again, before anybody can open the site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from meldpunt.bewaring.actions import destroy_due, forget_due
from meldpunt.bewaring.grootboek import read_grootboek, seal_of
from meldpunt.bewaring.models import Bewaarstop, Vernietiging
from meldpunt.bewaring.vernietiging import Aanleiding, destroy_batch
from meldpunt.toegang.actor import Actor


class GrootboekFout(RuntimeError):
    """A copy of the ledger that was changed: nobody can say what has to go again."""


def replay_grootboek(*, door: Actor, now: datetime) -> int:
    """Destroy again what the copy of the ledger names and this database still has, and what is due; return how many.

    Killed halfway it is done again: each municipality is one transaction. Raises GrootboekFout.
    """
    per_gemeente: dict[str, list[dict[str, Any]]] = {}
    for line in read_grootboek():
        per_gemeente.setdefault(line["gemeente"], []).append(line)
    done = 0
    for gemeente, lines in sorted(per_gemeente.items()):
        done += _replay(gemeente, sorted(lines, key=lambda one: one["nummer"]), door=door, now=now)
    _forget_sessions()
    done += destroy_due(door=door, now=now)
    forget_due(door=door, now=now)
    return done


@transaction.atomic
def _replay(gemeente: str, lines: Sequence[dict[str, Any]], *, door: Actor, now: datetime) -> int:
    known = set(Vernietiging.objects.filter(gemeente=gemeente).values_list("nummer", flat=True))
    missing = [_row(line) for line in lines if line["nummer"] not in known]
    for row in missing:
        if seal_of(row) != row.zegel:
            raise GrootboekFout(
                f"Regel {row.nummer} van gemeente {gemeente} in het vernietigingslogboek is veranderd. "
                "[logboek_gebroken]"
            )
    Vernietiging.objects.bulk_create(missing)
    again = {one for line in lines for one in map(UUID, line["signalen"])}
    # A hold that ran on the day of the back-up was over when they went.
    Bewaarstop.objects.filter(gemeente=gemeente, opgeheven_op=None, signalen__overlap=list(again)).update(
        opgeheven_op=now
    )
    done = 0
    for by_term in (True, False):
        keys = {
            one
            for line in lines
            if (line["grond"] == Vernietiging.Grond.TERMIJN) is by_term
            for one in map(UUID, line["signalen"])
        }
        aanleiding = Aanleiding(Vernietiging.Grond.HERHAALD, terugblik=by_term)
        made = destroy_batch(sorted(keys), aanleiding, gemeente=gemeente, door=door, now=now)
        done += len(made.signalen) if made else 0
    return done


def _row(line: dict[str, Any]) -> Vernietiging:
    return Vernietiging(
        gemeente_id=line["gemeente"],
        nummer=line["nummer"],
        vernietigd_op=datetime.fromisoformat(line["vernietigd_op"]),
        vernietigd_door=UUID(line["vernietigd_door"]) if line["vernietigd_door"] else None,
        grond=line["grond"],
        convenant=line["convenant"],
        stadium=line["stadium"],
        artikel=line["artikel"],
        signalen=[UUID(one) for one in line["signalen"]],
        aantallen=line["aantallen"],
        vorige=line["vorige"],
        zegel=line["zegel"],
    )


def _forget_sessions() -> None:
    """Sign everybody out: who was signed in on the day of the back-up may no longer be let in."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
