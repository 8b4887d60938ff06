"""Why a zaak stands where it stands: rule, version, article and values, from what the zaak stores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl

from meldpunt.matching.models import Lijstregel
from meldpunt.matching.queries import Zaakbeeld
from meldpunt.partijen.register import get_versie
from meldpunt.rules.convenant import Beslisrij, ConvenantVersie
from meldpunt.rules.rangorde import fits
from meldpunt.rules.waarom import explain_zaken

KOLOMMEN: dict[str, Any] = {
    "gemeente": pl.String,
    "aantal": pl.Int64,
    "venster_maanden": pl.Int32,
    "bedrag_cent": pl.Int64,
    "oudste_achterstand": pl.Date,
    "bekend": pl.Boolean,
    "rang": pl.Int32,
    "selectie": pl.String,
    "reden": pl.String,
    "postvak": pl.String,
    "acties": pl.List(pl.String),
    "capaciteit": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Reden:
    """One reason: what a screen prints as it is."""

    zin: str
    waarde: str
    artikel: str
    versie: str
    grond: str


def explain_zaak(zaak: Zaakbeeld) -> list[Reden]:
    """Explain the place of a zaak step by step; for one of a month's list, as the list was when confirmed."""
    versie = get_versie(zaak.convenant, zaak.versie)
    listed = _find_listed(zaak.id, zaak.gemeente)
    values = {name: getattr(zaak, name, None) for name in KOLOMMEN} | (listed or {})
    values |= {"reden": values["reden"] or None, "acties": list(values["acties"] or [])}
    frame = pl.DataFrame([values], schema=pl.Schema(KOLOMMEN))
    steps = explain_zaken(frame, versie=versie).to_list()[0]
    reasons = [
        Reden(s["zin"], s["waarden"].replace("_", " "), s["artikel"], s["versie"], s["regel"])
        for s in steps
        if s["regel"] != "beslistabel"
    ]
    return [*reasons, _placing(frame, versie, stored=zaak)]


def _find_listed(zaak: UUID, gemeente: str) -> dict[str, Any] | None:
    """Return the last line of a confirmed list for this zaak, with the capacity that then held."""
    line = (
        Lijstregel.objects.filter(zaak=zaak, gemeente=gemeente).select_related("run").order_by("-id").first()
    )
    if line is None:
        return None
    names = (
        "aantal",
        "venster_maanden",
        "bedrag_cent",
        "bekend",
        "rang",
        "selectie",
        "reden",
        "postvak",
        "acties",
    )
    return {name: getattr(line, name) for name in names} | {"capaciteit": line.run.invoer.get("capaciteit")}


def _placing(frame: pl.DataFrame, versie: ConvenantVersie, *, stored: Zaakbeeld) -> Reden:
    """Say which row of the decision table gave inbox and actions.

    Once somebody has a zaak in hand it keeps its place, whatever comes in later: then the row that gave the
    place is named, not the one that would fit now.
    """
    fitting = [bool(frame.select(fits(rij))[:, 0].all()) for rij in versie.beslistabel]
    now = versie.beslistabel[fitting.index(True)]
    row = now if _gives(now, stored) else next((r for r in versie.beslistabel if _gives(r, stored)), now)
    later = "" if row is now else " Daarna veranderde de zaak; zij bleef in dit postvak."
    actions = ", ".join(stored.acties).replace("_", " ") or "geen"
    return Reden(
        f"De beslistabel van het convenant zegt: {row.omschrijving}.{later}",
        f"postvak {stored.postvak}; acties: {actions}",
        row.artikel,
        versie.kenmerk,
        "beslistabel",
    )


def _gives(row: Beslisrij, zaak: Zaakbeeld) -> bool:
    inbox = zaak.gemeente if row.postvak == "gemeente" else row.postvak
    return inbox == zaak.postvak and set(row.acties) == set(zaak.acties)
