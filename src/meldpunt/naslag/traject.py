"""The steps of the trajectory and the checks before contact, drawn and listed from their rules."""

from __future__ import annotations

from typing import Final

from meldpunt.naslag.opmaak import format_page, format_table
from meldpunt.rules.controles import CONTROLESOORTEN, ELK_CONTACT, HUISBEZOEK, Controlesoort
from meldpunt.rules.eindkeuze import GENOEG_NA_CONTACT, GENOEG_POGINGEN
from meldpunt.rules.traject import HULPACCEPTATIE, STAPSOORTEN, Stapsoort, list_opeenvolging, name_stap

INLEIDING: Final = (
    "Welke stappen er zijn na het aanbod, wat op wat kan volgen, en welke controles er zijn vóór contact. Alles komt "
    "uit `rules/traject.py` en `rules/controles.py`: de schermen bieden alleen aan wat hier staat."
)


def describe_traject() -> str:
    """Return the page with the diagram and the tables of steps and checks."""
    return format_page("Traject en controles", INLEIDING, _steps(), _kinds(), _checks())


def _steps() -> list[str]:
    rows = [
        (f"`{soort}`", regel.titel, regel.definitie, _after(regel), regel.artikel)
        for soort, regel in STAPSOORTEN.items()
    ]
    return [
        "## Stappen",
        "",
        f"**Hulpacceptatie.** {HULPACCEPTATIE}",
        "",
        *_draw(),
        "",
        "Van aanvaarden en weigeren geldt het laatste antwoord. Een stap die een vergissing was, vervalt met een "
        "reden en blijft zichtbaar.",
        "",
        *format_table(("stap", "naam", "wat het betekent", "wanneer", "artikel"), rows),
    ]


def _after(regel: Stapsoort) -> str:
    parts = ["na " + " of ".join(f"`{naam}`" for naam in regel.na)] if regel.na else []
    parts += ["niet na " + " of ".join(f"`{naam}`" for naam in regel.niet_na)] if regel.niet_na else []
    return "; ".join(parts) or "altijd"


def _draw() -> list[str]:
    free = [soort for soort, regel in STAPSOORTEN.items() if not regel.na]
    return [
        "```mermaid",
        "flowchart LR",
        '    begin(["zaak in behandeling"])',
        *(f'    {soort}["{regel.titel}"]' for soort, regel in STAPSOORTEN.items()),
        *(f"    begin --> {soort}" for soort in free),
        *(f"    {before} --> {soort}" for before, soort in list_opeenvolging()),
        "```",
    ]


def _kinds() -> list[str]:
    rows = [
        (f"`{soort}`", f"`{code}`", name_stap(soort, code), aard.definitie)
        for soort, regel in STAPSOORTEN.items()
        for code, aard in regel.aarden.items()
    ]
    return [
        "## Soorten van een stap",
        "",
        *format_table(("stap", "code", "naam", "wat het betekent"), rows),
        "",
        f"Het voorstel voor een eindresultaat volgt uit wat er staat. Zonder contact komt het na {GENOEG_POGINGEN} "
        f"pogingen, na eerder contact na {GENOEG_NA_CONTACT} pogingen zonder reactie (onze lezing: de convenanten "
        "noemen geen aantal).",
    ]


def _checks() -> list[str]:
    rows = [
        (
            f"`{soort}`",
            regel.titel,
            regel.gevolg,
            _forbids(regel),
            regel.voorstel,
            regel.neemt_over,
            regel.bron,
        )
        for soort, regel in CONTROLESOORTEN.items()
    ]
    head = ("code", "controle", "gevolg", "verbiedt", "voorstel eindresultaat", "wie neemt over", "bron")
    return ["## Controles vóór contact", "", *format_table(head, rows)]


def _forbids(regel: Controlesoort) -> str:
    if regel.niet_alleen:
        return f"{HUISBEZOEK}, tenzij niet alleen"
    return "elk contact" if regel.verbiedt == ELK_CONTACT else ", ".join(sorted(regel.verbiedt))
