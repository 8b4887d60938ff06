"""How far a signaal is, from the last thing its partner was told and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from meldpunt.rules.openbaarmaking import Openbaarmakingstabel

STAPPEN: Final = ("ontvangen", "opgepakt", "contact", "afgerond")
TITELS: Final = {
    "ontvangen": "Ontvangen",
    "opgepakt": "Opgepakt",
    "contact": "Contact",
    "afgerond": "Afgerond",
}
# Where in the disclosure table the sentence of a step stands; any other sentence is an end.
_SELECTIE: Final = {"ontvangen": "ontvangen", "opgepakt": "opgepakt", "contact": "in_behandeling"}

_NIET: Final = ("capaciteit", "bekend_bij_schuldhulpverlening", "geen_zaak")


class Resultaatstap(NamedTuple):
    """One step of the line; `toestand` is klaar, bezig, straks or overgeslagen."""

    naam: str
    titel: str
    toestand: str


def find_stap(tabel: Openbaarmakingstabel, code: str) -> str:
    """Give the step that a told code stands for; no code yet is ‘ontvangen’."""
    told = {tabel.selecties[selectie].mededeling: stap for stap, selectie in _SELECTIE.items()}
    return told.get(code, "afgerond") if code else "ontvangen"


def find_selectie(tabel: Openbaarmakingstabel, code: str) -> str:
    """Say what a told code means for the notice of a delivery: opgepakt, niet_opgepakt, afgemeld or wacht."""
    if find_stap(tabel, code) == "ontvangen":
        return "wacht"
    left_out = {tabel.selecties[naam].mededeling for naam in _NIET}
    left_out |= {u.mededeling for naam, u in tabel.eindresultaten.items() if naam.startswith("Niet opgepakt")}
    if code in left_out:
        return "niet_opgepakt"
    return "afgemeld" if code == tabel.selecties["afgemeld"].mededeling else "opgepakt"


def find_verste(tabel: Openbaarmakingstabel, codes: Iterable[str]) -> str:
    """Give the furthest step before the end that was ever told; what was not told is not claimed."""
    told = {find_stap(tabel, code) for code in codes} - {"afgerond"}
    return max(told, key=STAPPEN.index, default="ontvangen")


def list_resultaatstappen(stap: str, *, verste: str = "ontvangen") -> tuple[Resultaatstap, ...]:
    """List the four steps, each done, going on, still to come or, at the end, never told and so skipped."""
    here, reached = STAPPEN.index(stap), STAPPEN.index(verste)
    return tuple(
        Resultaatstap(naam, TITELS[naam], _state(place, here, reached)) for place, naam in enumerate(STAPPEN)
    )


def _state(place: int, here: int, reached: int) -> str:
    if here == len(STAPPEN) - 1:
        return "klaar" if place == here or place <= reached else "overgeslagen"
    return "klaar" if place < here else "bezig" if place == here else "straks"
