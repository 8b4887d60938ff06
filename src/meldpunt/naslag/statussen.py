"""The statuses of a delivery, a zaak and a request, drawn from the table of transitions."""

from __future__ import annotations

from typing import Final

from meldpunt.naslag.opmaak import format_page, format_table
from meldpunt.rules.statussen import BEGIN, OVERGANGEN, list_statussen

INLEIDING: Final = (
    "Wat op wat kan volgen, en wie het mag. De tekening en de tabel komen uit `rules/statussen.py`: de schermen tonen "
    "alleen knoppen voor deze stappen, en een andere stap weigert het programma."
)
TITELS: Final = {"aanlevering": "Aanlevering", "zaak": "Zaak", "verzoek": "Verzoek van een inwoner"}


def describe_statussen() -> str:
    """Return the page with a diagram and a table for each kind of status."""
    return format_page("Statussen", INLEIDING, *(_describe(soort) for soort in BEGIN))


def _describe(soort: str) -> list[str]:
    steps = [step for step in OVERGANGEN if step.soort == soort]
    rows = [(f"`{step.van}`", f"`{step.naar}`", step.naam, ", ".join(sorted(step.wie))) for step in steps]
    return [
        f"## {TITELS[soort]}",
        "",
        *_draw(soort),
        "",
        *format_table(("van", "naar", "stap", "wie"), rows),
        "",
        f"Statussen: {', '.join(f'`{status}`' for status in list_statussen(soort))}.",
    ]


def _draw(soort: str) -> list[str]:
    steps = [step for step in OVERGANGEN if step.soort == soort]
    ends = [status for status in list_statussen(soort) if all(step.van != status for step in steps)]
    return [
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {BEGIN[soort]}",
        # A colon ends the label in Mermaid's grammar.
        *(f"    {step.van} --> {step.naar} : {step.naam.replace(':', ',')}" for step in steps),
        *(f"    {status} --> [*]" for status in ends),
        "```",
    ]
