"""For who handles a zaak: what each partner was told about it, and what each would hear when it is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld
from meldpunt.partijen.register import get_openbaarmaking
from meldpunt.rules.openbaarmaking import Mededeling, disclose
from meldpunt.terugkoppeling.models import Terugkoppeling


@dataclass(frozen=True, slots=True)
class Gemeld:
    """One thing that one partner was told."""

    moment: datetime
    partner: str
    zin: str


def list_gemeld(zaak: Zaakbeeld, personen: Sequence[Persoonbeeld]) -> list[Gemeld]:
    """Return what the partners of a zaak were told about their signalen, the newest first."""
    signalen = [s.id for p in personen for s in p.signalen]
    rows = (
        Terugkoppeling.objects.filter(gemeente=zaak.gemeente, signaal__in=signalen)
        .select_related("partner")
        .order_by("-id")
    )
    register = get_openbaarmaking()
    found = []
    for row in rows:
        tabel = register.table_on(timezone.localdate(row.gemeld_op), convenant=zaak.convenant)
        regel = tabel.mededelingen.get(row.code)
        found.append(Gemeld(row.gemeld_op, row.partner.naam, regel.zin if regel else row.code))
    return found


@dataclass(frozen=True, slots=True)
class Eindkeuze:
    """One of the end results to choose from, with what it means and what a partner hears."""

    waarde: str
    definitie: str
    mededeling: Mededeling


def list_eindkeuzes(*, convenant: str, on: date) -> list[Eindkeuze]:
    """Return the sixteen end results with the table of a day."""
    tabel = get_openbaarmaking().table_on(on, convenant=convenant)
    return [
        Eindkeuze(waarde, uitkomst.definitie, disclose(tabel, soort="eindresultaten", waarde=waarde))
        for waarde, uitkomst in tabel.eindresultaten.items()
    ]


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """What one partner would hear about its signalen of one person."""

    persoon: str
    partner: str
    mededeling: Mededeling


def preview_mededelingen(
    zaak: Zaakbeeld,
    personen: Sequence[Persoonbeeld],
    *,
    eindresultaat: str,
    per_persoon: Mapping[UUID, str],
    on: date,
) -> list[Voorbeeld]:
    """Return, per person and partner, what would be told if the zaak were closed like this; tells nobody."""
    keuzes = {keuze.waarde: keuze.mededeling for keuze in list_eindkeuzes(convenant=zaak.convenant, on=on)}
    found = []
    for persoon in personen:
        told = keuzes.get(per_persoon.get(persoon.id, "") or eindresultaat)
        if told is None:
            continue
        live = [s for s in persoon.signalen if s.telt and not s.overgenomen]
        found += [
            Voorbeeld(persoon.naam, partner, told) for partner in dict.fromkeys(s.partner for s in live)
        ]
    return found
