"""The processor agreements of the demo world: nearly all run, one runs out, one municipality forgot one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from meldpunt.demo.gemeenten import PLAATSEN, UITVOERDERS
from meldpunt.demo.kalender import Kalender
from meldpunt.partijen.overeenkomstacties import Afspraak, record_overeenkomst
from meldpunt.rules.datum import add_months
from meldpunt.toegang.actor import Actor

MELDPUNT: Final = "meldpunt"
# The agreement that runs out within the warning, and the municipality that never recorded the one with the meldpunt.
LOOPT_AF, RESTDAGEN = "grip-op-geld", 45
VERGETEN: Final = "0855"
SUBVERWERKERS: Final = {
    MELDPUNT: ("Rekencentrum Noord", "Drukkerij De Letter"),
    "grip-op-geld": ("Belhulp Amsterdam",),
}


def make_overeenkomsten(kalender: Kalender, *, door: Actor) -> None:
    """Record what each municipality agreed with who works for it, before anybody starts."""
    vanaf = add_months(kalender.maanden[0], -7).replace(day=1)
    now = kalender.moment(vanaf - timedelta(days=1), 12)
    for gemeente, soort, partij in _list_partijen():
        tot = kalender.vandaag + timedelta(days=RESTDAGEN) if partij == LOOPT_AF else None
        record_overeenkomst(afspraak=_afspraak(gemeente, soort, partij, vanaf, tot), door=door, now=now)


def _list_partijen() -> Iterator[tuple[str, str, str]]:
    for code in PLAATSEN:
        if code != VERGETEN:
            yield code, MELDPUNT, MELDPUNT
    for row in UITVOERDERS:
        for code in row.gemeenten:
            yield code, "uitvoerder", row.sleutel


def _afspraak(gemeente: str, soort: str, partij: str, vanaf: date, tot: date | None) -> Afspraak:
    return Afspraak(
        gemeente=gemeente,
        partijsoort=soort,
        partij=partij,
        vanaf=vanaf,
        tot=tot,
        getekend_op=vanaf - timedelta(days=20),
        kenmerk=f"VO {vanaf.year}-{gemeente}-{partij}",
        subverwerkers=SUBVERWERKERS.get(partij, ()),
    )
