"""One thing that a partner was told or asked, by its key: what a notice points to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from meldpunt.terugkoppeling.models import Navraag, Opschorting, Partnermededeling, Terugkoppeling
from meldpunt.terugkoppeling.partnerlijsten import (
    OPSCHORTINGEN,
    VRAGEN,
    Navraagregel,
    Opschortingregel,
    list_navragen,
    list_opschortingen,
)
from meldpunt.terugkoppeling.partnermededelingen import BEVESTIGD, OPEN, Mededelingregel, list_mededelingen
from meldpunt.terugkoppeling.queries import Bericht, Berichtfilter, list_berichten
from meldpunt.toegang.actor import Actor


class _Regel(Protocol):
    @property
    def id(self) -> UUID:
        """Return the key."""


Regel = TypeVar("Regel", bound=_Regel)


def get_bericht(sleutel: UUID, *, door: Actor) -> Bericht:
    """Return one message to the actor's own partner. Raises DoesNotExist."""

    def read(_stand: str, before: UUID) -> list[Bericht]:
        return list_berichten(door=door, keuze=Berichtfilter(), before=before, size=1)

    return _pick(sleutel, [""], read, Terugkoppeling)


def get_opschorting(sleutel: UUID, *, door: Actor) -> Opschortingregel:
    """Return one stay of the actor's own partner, running or over. Raises DoesNotExist."""

    def read(stand: str, before: UUID) -> list[Opschortingregel]:
        return list_opschortingen(door=door, stand=stand, before=before, size=1)

    return _pick(
        sleutel, [stand for stand in OPSCHORTINGEN if stand in {"lopend", "geeindigd"}], read, Opschorting
    )


def get_navraag(sleutel: UUID, *, door: Actor) -> Navraagregel:
    """Return one question to the actor's own partner, answered or not. Raises DoesNotExist."""

    def read(stand: str, before: UUID) -> list[Navraagregel]:
        return list_navragen(door=door, stand=stand, before=before, size=1)

    return _pick(sleutel, list(VRAGEN), read, Navraag)


def get_mededeling(sleutel: UUID, *, door: Actor) -> Mededelingregel:
    """Return what a resident asked of the actor's own partner, confirmed or not. Raises DoesNotExist."""

    def read(stand: str, before: UUID) -> list[Mededelingregel]:
        return list_mededelingen(door=door, stand=stand, before=before, size=1)

    return _pick(sleutel, [OPEN, BEVESTIGD], read, Partnermededeling)


def _pick(
    sleutel: UUID, standen: Iterable[str], read: Callable[[str, UUID], Sequence[Regel]], model: Any
) -> Regel:
    """Read the page that begins at this key: by the same query as the list, so that it shows no more than that."""
    before = UUID(int=min(sleutel.int + 1, (1 << 128) - 1))
    for stand in standen:
        for row in read(stand, before):
            if row.id == sleutel:
                return row
    raise model.DoesNotExist
