"""The register of processing activities, and per table what each column says about whom."""

from __future__ import annotations

from typing import Final

from meldpunt.naslag.opmaak import format_page, format_table
from meldpunt.rules.persoonsgegevens import DOELEN, PLAATSEN, SOORTEN, TABELLEN
from meldpunt.rules.persoonsgegevens.verwerkingen import BEVEILIGING, list_verwerkingen

INLEIDING: Final = (
    "Wat het meldpunt van mensen bewaart, waarvoor, op welk artikel, voor wie en hoe lang (AVG art. 30). Per kolom "
    "aangegeven in `rules/persoonsgegevens`; een kolom zonder regel houdt de bouw tegen. Wie de verwerkers zijn staat "
    "per gemeente in het scherm *Verwerkingen*."
)
WEG: Final = {"leeg": "wordt leeg", "rij": "rij gaat weg", "blijft": "blijft, telt alleen nog"}


def describe_verwerkingen() -> str:
    """Return the page: the activities, the places outside the tables, and every column about somebody."""
    activities = [
        (v.titel, v.zin, ", ".join(v.betrokkenen), ", ".join(v.gegevens), v.grondslag, ", ".join(v.ontvangers),
         " ".join(v.bewaring))
        for v in list_verwerkingen()
    ]  # fmt: skip
    places = [(naam, p.pad or "–", p.inhoud, p.leegmaken) for naam, p in PLAATSEN.items()]
    columns = [
        (naam, f"`{kolom}`", SOORTEN[g.soort], g.van, DOELEN[g.doel].titel, g.bewaring, WEG[g.weg])
        for naam, tabel in sorted(TABELLEN.items())
        for kolom, g in tabel.gegevens.items()
    ]
    return format_page(
        "Verwerkingen",
        INLEIDING,
        ["## Per doel"],
        format_table(
            ("doel", "waarom", "van wie", "gegevens", "grondslag", "ontvangers", "bewaren"), activities
        ),
        ["## Beveiliging", "", BEVEILIGING],
        ["## Buiten de tabellen"],
        format_table(("plaats", "map", "wat er staat", "hoe het leeg komt"), places),
        ["## Per kolom"],
        format_table(("tabel", "kolom", "soort", "van", "doel", "bewaarregel", "bij vernietiging"), columns),
    )
