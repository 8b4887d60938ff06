"""Read the attempts of one zaak, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from meldpunt.matching.queries import check_zaak_of
from meldpunt.opvolging.models import Contactpoging
from meldpunt.toegang.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Poging:
    """One attempt to reach a resident."""

    id: UUID
    soort: str
    bereikt: bool
    datum: date
    dagdeel: str
    persoon: UUID | None
    notitie: str
    vastgelegd_op: datetime


def list_contactpogingen(*, zaak: UUID, gemeente: str, door: Actor) -> list[Poging]:
    """Return the attempts of a zaak. Raises Zaak.DoesNotExist, and GeenToegang for another's."""
    check_zaak_of(zaak=zaak, gemeente=gemeente, door=door)
    rows = Contactpoging.objects.filter(gemeente=gemeente, zaak=zaak).order_by("id")
    return [read_poging(row) for row in rows]


def get_poging(*, zaak: UUID, gemeente: str, kenmerk: UUID, door: Actor) -> Poging:
    """Return the attempt that came in with this key. Raises Contactpoging.DoesNotExist."""
    check_zaak_of(zaak=zaak, gemeente=gemeente, door=door)
    return read_poging(Contactpoging.objects.get(gemeente=gemeente, zaak=zaak, invoersleutel=kenmerk))


def read_poging(row: Contactpoging) -> Poging:
    """Return an attempt without its table."""
    return Poging(**{naam: getattr(row, naam) for naam in Poging.__slots__})
