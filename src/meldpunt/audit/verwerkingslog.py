"""The lines of *Logboek Dataverwerkingen* (1.0): one per act and resident, derived from the chain.

They hold no person who works here, as the standard asks; the line of our own log carries the same span, so that
both can be held together. A resident is named by our own key, never by a number of the state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.conf import settings

from meldpunt.audit.doelen import GEWEIGERD
from meldpunt.audit.models import Logregel, Logschakel

ONBEKEND, GOED, FOUT = 0, 1, 2
# A zaak stands for everybody in it, where the line does not say who.
# Acts on everybody in a delivery or a run: the line names the set, and who is in it follows from the set.
OP_VELEN: Final = frozenset(
    {
        "aanlevering_verwerkt",
        "aanlevering_gematcht",
        "aanlevering_ingetrokken",
        "intrekking_verwerkt",
        "lijst_vastgesteld",
    }
)
_SOORT: Final = {"persoon": "persoon", "signaal": "signaal", "zaak": "huishouden"}


@dataclass(frozen=True, slots=True)
class Verwerkingsregel:
    """One line for the processing log; `vreemd` says that another organisation called for it."""

    volgnummer: int
    trace: str
    span: str
    ouder: str
    vreemd: bool
    naam: str
    tijd: datetime
    status: int
    activiteit: str
    aanroeper: str
    betrokkene: str = ""
    betrokkene_soort: str = ""

    @property
    def attributen(self) -> dict[str, str | int]:
        """Return the attributes by their names in the standard."""
        found: dict[str, str | int] = {
            "dpl.core.processing_activity_id": self.activiteit,
            "meldpunt.volgnummer": self.volgnummer,
        }
        if self.betrokkene:
            found["dpl.core.data_subject_id"] = self.betrokkene
            found["dpl.core.data_subject_id_type"] = self.betrokkene_soort
        if self.vreemd:
            found["dpl.core.foreign_operation.trace_id"] = self.trace
            found["dpl.core.foreign_operation.operation_id"] = self.ouder
            found["dpl.core.foreign_operation.entity"] = self.aanroeper
        return found


# Of an act on a set, by the kind and key of its object: the residents in it, as the log names them.
Ontvouwen = Callable[[str, str], Iterable[str]]


def list_verwerkingsregels(
    *, van: int, tot: int, unfold: Ontvouwen | None = None
) -> Iterator[Verwerkingsregel]:
    """Yield the lines of a stretch of the chain in its order; an act without residents has one.

    `unfold` gives the residents of an act on a set (a delivery, a run), which its own line does not name.
    """
    links = dict(
        Logschakel.objects.filter(volgnummer__range=(van, tot)).values_list("logregel", "volgnummer")
    )
    rows = {row.id: row for row in Logregel.objects.filter(id__in=links)}
    for key, number in sorted(links.items(), key=lambda link: link[1]):
        # A line that somebody took away is for the check to report; the rest still goes out.
        if key in rows:
            yield from _split(rows[key], number, unfold)


def _split(row: Logregel, number: int, unfold: Ontvouwen | None) -> Iterator[Verwerkingsregel]:
    named_here: Iterable[str] = _residents(row.betrokkenen)
    if not named_here and unfold is not None and row.handeling in OP_VELEN:
        named_here = unfold(row.objectsoort, row.object)
    place = -1
    for place, named in enumerate(named_here):
        yield _line(row, number, place, named)
    if place < 0:
        yield _line(row, number, 0, "")


def _line(row: Logregel, number: int, place: int, named: str) -> Verwerkingsregel:
    soort, _, key = named.partition(":")
    return Verwerkingsregel(
        volgnummer=number,
        trace=row.trace or _derive("trace", row, 32),
        span=_span(row, place),
        ouder=row.ouder,
        vreemd=row.van_buiten,
        naam=row.handeling,
        tijd=row.tijd,
        status={"gelukt": GOED, GEWEIGERD: FOUT, "mislukt": FOUT}.get(row.resultaat, ONBEKEND),
        activiteit=_activiteit(row.doel),
        aanroeper=f"urn:meldpunt:partij:{row.partij}",
        betrokkene=key,
        betrokkene_soort=f"urn:meldpunt:{_SOORT[soort]}" if soort else "",
    )


def _residents(named: Sequence[str]) -> list[str]:
    """Return the persons of a line; the zaak only where no person of it is named."""
    persons = [one for one in named if not one.startswith("zaak:")]
    return persons or list(named)


def _span(row: Logregel, place: int) -> str:
    """Return the span of the line itself, and one that follows from it for each further resident: sent twice, it
    is the same line."""
    own = row.span or _derive("span", row, 16)
    return own if place == 0 else sha256(f"{row.id} {place}".encode()).hexdigest()[:16]


def _derive(what: str, row: Logregel, length: int) -> str:
    # Lines of before the traces.
    return sha256(f"{what} {row.id}".encode()).hexdigest()[:length]


def _activiteit(doel: str) -> str:
    register = settings.MELDPUNT_VERWERKINGSREGISTER or f"{settings.MELDPUNT_ADRES}/privacy/verwerkingen/"
    return f"{register}#{re.sub(r'[^a-z0-9]+', '-', doel.lower()).strip('-') or 'algemeen'}"
