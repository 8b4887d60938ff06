"""Whether the law lets a partner of some type report in a municipality on a day, as the covenant version says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meldpunt.rules.convenant import ConvenantVersie, Grondslag
from meldpunt.rules.deelname import is_within


@dataclass(frozen=True, slots=True)
class Wetswaarschuwing:
    """Why there is no basis in law: shown as long as the partner takes part."""

    zin: str
    artikel: str


def list_wetswaarschuwingen(
    versie: ConvenantVersie, *, partnertype: str, gemeente: str, on: date
) -> tuple[Wetswaarschuwing, ...]:
    """List why a partner of this type has no basis in law here on this day; nothing when it has one.

    A type about which the covenant states nothing reports by the law itself (Wgs 3).
    """
    stated = [row for row in versie.grondslagen if row.partnertype == partnertype]
    if not stated or any(_gives_basis(row, gemeente, on) for row in stated):
        return ()
    return tuple(Wetswaarschuwing(_sentence(row, on), row.artikel) for row in stated)


def _gives_basis(row: Grondslag, gemeente: str, on: date) -> bool:
    here = not row.gemeenten or gemeente in row.gemeenten
    return row.waarschuwing is None and here and is_within(on, row.vanaf, row.tot)


def _sentence(row: Grondslag, on: date) -> str:
    if row.waarschuwing:
        return row.waarschuwing
    return (
        f"De grondslag voor {row.partnertype} geldt niet in deze gemeente of niet op {on:%d-%m-%Y}. "
        "De gemeente beslist en legt de reden vast."
    )
