"""Read what was asked of the BRP: for the page of a zaak, and how many questions wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from meldpunt.brp.models import Brpbevraging
from meldpunt.matching.queries import check_zaak_of
from meldpunt.toegang.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Bevragingbeeld:
    """What the BRP said about one resident of a zaak, as the page of the zaak shows it."""

    persoon: UUID
    uitkomst: str
    stap: str
    reden: str
    standen: tuple[str, ...]
    nieuwe_gemeente: str
    beantwoord_op: datetime | None
    volgende_op: datetime | None
    pogingen: int
    fout_code: str


def list_bevragingen(*, zaak: UUID, gemeente: str, door: Actor) -> list[Bevragingbeeld]:
    """Return what was asked about each resident of a zaak. Raises Zaak.DoesNotExist and GeenToegang."""
    check_zaak_of(zaak=zaak, gemeente=gemeente, door=door)
    rows = Brpbevraging.objects.filter(gemeente=gemeente, zaak=zaak).order_by("persoon")
    return [
        Bevragingbeeld(
            **{name: getattr(row, name) for name in Bevragingbeeld.__slots__ if name != "standen"},
            standen=tuple(row.standen),
        )
        for row in rows
    ]
