"""What the overview asks of other steps: who looked, from the log, and when it goes, from the retention plan."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from meldpunt.audit.queries import list_inzagen_of
from meldpunt.bewaring.queries import plan_signalen
from meldpunt.partijen.models import Gemeente, Signaalpartner, Uitvoerder
from meldpunt.rules.bewaring import GEBEURTENISSEN, HOUDT
from meldpunt.rules.termijnen import write_artikel
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import MIJN_GEGEVENS

ROLLEN: Final = {
    "behandelaar": "Behandelaar",
    "coordinator": "Coördinator",
    "uitvoerder": "Medewerker",
    "privacy": "Privacyfunctionaris",
    "partner": "Medewerker",
    "beheer": "Beheerder",
}


@dataclass(frozen=True, slots=True)
class Inzageregel:
    """One look: when, of which role and party, at what and why; never who it was by name."""

    moment: datetime
    wie: str
    wat: str
    waarom: str


def list_gekeken(
    *,
    signalen: Sequence[UUID],
    zaken: Sequence[UUID],
    personen: Collection[tuple[UUID, UUID]],
) -> tuple[Inzageregel, ...]:
    """Return which people looked at the data of a resident, or worked with it, the newest first."""
    rows = list_inzagen_of(
        door=system_actor(herkomst=MIJN_GEGEVENS),
        zaken=zaken,
        signalen=signalen,
        personen=sorted({key for _, key in personen}),
    )
    # What the clock did nobody saw.
    people = [row for row in reversed(rows) if row.rol in ROLLEN]
    names = _names({row.partij for row in people})
    return tuple(
        Inzageregel(
            row.tijd,
            f"{ROLLEN[row.rol]} van {names.get(row.partij, 'het meldpunt')}",
            row.handeling.replace("_", " ").capitalize(),
            row.doel,
        )
        for row in people
    )


def _names(parties: Collection[str]) -> dict[str, str]:
    """Return the names of parties by kind and key."""
    keys: dict[str, list[str]] = {"gemeente": [], "partner": [], "uitvoerder": []}
    for party in parties:
        kind, _, key = party.partition(":")
        keys.get(kind, []).append(key)
    found = {
        "gemeente": Gemeente.objects.filter(code__in=keys["gemeente"]).values_list("code", "naam"),
        "partner": Signaalpartner.objects.filter(sleutel__in=keys["partner"]).values_list("sleutel", "naam"),
        "uitvoerder": Uitvoerder.objects.filter(sleutel__in=keys["uitvoerder"]).values_list(
            "sleutel", "naam"
        ),
    }
    return {
        f"{kind}:{key}": f"gemeente {naam}" if kind == "gemeente" else naam
        for kind, rows in found.items()
        for key, naam in rows
    }


def list_wanneer_weg(
    *, gemeente: str, signalen: Sequence[UUID], now: datetime
) -> dict[UUID, tuple[date | None, str]]:
    """Return per signaal the day on which the person behind it goes, and the sentence that says why then."""
    plan = plan_signalen(gemeente, signalen=signalen, today=timezone.localdate(now))
    return {
        UUID(row["signaal"]): (row["weg_op"], _sentence(row["houdt"], row["gebeurtenis"], row["artikel"]))
        for row in plan.iter_rows(named=True)
    }


def _sentence(houdt: str, gebeurtenis: str | None, artikel: str) -> str:
    if houdt:
        return f"{HOUDT[houdt]}. Daarna gelden de regels van het convenant ({write_artikel(artikel)})."
    event = GEBEURTENISSEN.get(gebeurtenis or "", "de aanlevering")
    return f"Geteld vanaf {event} ({write_artikel(artikel)})."
