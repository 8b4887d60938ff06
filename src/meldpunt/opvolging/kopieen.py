"""Which copies of a signaal municipalities have that somebody moved to: what is known of it holds for them too."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from meldpunt.aanlevering.models import Signaal
from meldpunt.matching.models import Zaaksignaal
from meldpunt.toegang.rijcontext import acting_beyond
from meldpunt.werkvoorraad.models import Overdracht


@dataclass(frozen=True, slots=True)
class Kopie:
    """A copy, where it is, and the signaal that the partner delivered."""

    signaal: UUID
    gemeente: str
    van: UUID


def list_kopieen(signalen: Collection[tuple[str, UUID]]) -> list[Kopie]:
    """Return the copies of these signalen (municipality, key), also of who moved more than once."""
    found: list[Kopie] = []
    first = {signaal: signaal for _, signaal in signalen}
    turn = set(signalen)
    while turn:
        with acting_beyond(*{gemeente for gemeente, _ in turn}):
            copies = _list_once(turn)
        found += [Kopie(copy, gemeente, first[van]) for copy, gemeente, van in copies]
        first |= {copy: first[van] for copy, _, van in copies}
        turn = {(gemeente, copy) for copy, gemeente, _ in copies}
    return found


def _list_once(signalen: Collection[tuple[str, UUID]]) -> list[tuple[UUID, str, UUID]]:
    """Return copy, municipality and original, by the offers that were accepted: those are few."""
    keys = [signaal for _, signaal in signalen]
    accepted = Overdracht.objects.filter(
        van_gemeente__in={gemeente for gemeente, _ in signalen},
        status=Overdracht.Status.AANVAARD,
        signalen__overlap=keys,
    )
    copies: list[tuple[UUID, str, UUID]] = []
    for row in accepted:
        with acting_beyond(row.gemeente_id):
            copies += _list_in(row, keys)
    return copies


def _list_in(row: Overdracht, keys: Collection[UUID]) -> list[tuple[UUID, str, UUID]]:
    links = Zaaksignaal.objects.filter(gemeente=row.gemeente_id, zaak=row.zaak)
    rows = Signaal.objects.filter(
        gemeente=row.gemeente_id, id__in=links.values("signaal"), overgenomen_van__in=keys
    )
    return [(copy, row.gemeente_id, van) for copy, van in rows.values_list("id", "overgenomen_van") if van]
