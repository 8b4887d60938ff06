"""Every field of a delivery, and which covenant allows it for what purpose."""

from __future__ import annotations

from typing import Final

from meldpunt.naslag.opmaak import format_day, format_ja, format_page, format_table
from meldpunt.partijen.convenantbestanden import load_convenanten, shipped_folder
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.velden import ALLE_VELDEN

INLEIDING: Final = (
    "Een convenant noemt elk veld dat een partner mag aanleveren, met het doel. Wat er niet in staat, wordt meteen "
    "weggegooid; de regel krijgt dan de waarschuwing `veld_verwijderd`. Hieronder staat de nieuwste versie van elk "
    "convenant."
)
LEGENDA: Final = "● verplicht · ○ toegestaan · leeg: wordt weggegooid."


def describe_velden() -> str:
    """Return the page with the fields of the shipped covenants."""
    versies = {key: one.versies[-1] for key, one in load_convenanten(shipped_folder()).items()}
    parts = [_describe_versie(versie) for versie in versies.values()]
    return format_page("Velden", INLEIDING, _overview(versies), *parts)


def _overview(versies: dict[str, ConvenantVersie]) -> list[str]:
    rows = [(f"`{veld}`", *(_mark(versie, veld) for versie in versies.values())) for veld in ALLE_VELDEN]
    return ["## Overzicht", "", LEGENDA, "", *format_table(("veld", *versies), rows)]


def _mark(versie: ConvenantVersie, naam: str) -> str:
    veld = versie.velden.get(naam)
    return "" if veld is None else "●" if veld.verplicht else "○"


def _describe_versie(versie: ConvenantVersie) -> list[str]:
    rows = [
        (
            f"`{naam}`",
            format_ja(versie.velden[naam].verplicht),
            versie.velden[naam].doel,
            versie.velden[naam].artikel,
        )
        for naam in ALLE_VELDEN
        if naam in versie.velden
    ]
    return [
        f"## {versie.titel} (`{versie.convenant}`, vanaf {format_day(versie.vanaf)})",
        "",
        *format_table(("veld", "verplicht", "doel", "artikel"), rows),
        "",
        f"Typen vordering: {', '.join(f'`{soort}`' for soort in versie.vorderingen.typen)} "
        f"({versie.vorderingen.artikel}).",
    ]
