"""What happened with each resident of a zaak, for the choice of the end result."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld
from meldpunt.opvolging.controlebeeld import list_controles
from meldpunt.opvolging.trajectbeeld import is_about, list_pogingen_of_zaak, list_trajectstappen
from meldpunt.rules.eindkeuze import Verloop


def list_verlopen(zaak: Zaakbeeld, personen: list[Persoonbeeld], *, today: date) -> dict[UUID, Verloop]:
    """Return for each resident the attempts, the steps and the checks, in a fixed number of queries."""
    pogingen = list_pogingen_of_zaak(zaak)
    stappen = list_trajectstappen(zaak)
    # What a list says of an address is a reason to look, not yet a fact of this resident.
    controles = [
        row
        for row in list_controles([(zaak.gemeente, zaak.id)], on=today).get(zaak.id, [])
        if row.bron != "bestand" and not row.van_eerder
    ]
    alone = len(personen) == 1
    return {
        persoon.id: Verloop(
            # Somebody on the address was reached: of several residents that says nothing about this one.
            pogingen=tuple(
                (day, reached and (alone or who is not None))
                for who, day, reached in pogingen
                if who is None or is_about(persoon, who)
            ),
            stappen=tuple(
                stap.gezet
                for stap in stappen
                if stap.vervallen_op is None and is_about(persoon, stap.persoon)
            ),
            controles=frozenset(
                row.soort for row in controles if row.persoon is None or is_about(persoon, row.persoon)
            ),
            alles_herhaald=zaak.alles_herhaald,
        )
        for persoon in personen
    }
