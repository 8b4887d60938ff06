"""Filters and pages from the address bar: months, results, and the key to go on from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, QueryDict

from meldpunt.web.opmaak import MAANDEN, meervoud

# How many earlier pages the address remembers for the way back.
SPOOR = 25
# Before this day nothing can have happened here; the first years of the calendar cannot be told in every zone.
EERSTE_DAG = date(1900, 1, 1)
# What the lists hold, and the word for one of them.
ENKELVOUD: Final = {
    "aanleveringen": "aanlevering",
    "berichten": "bericht",
    "mededelingen": "mededeling",
    "mismatches": "mismatch",
    "opschortingen": "opschorting",
    "signalen": "signaal",
    "stapels": "stapel",
    "termijnen": "termijn",
    "terugkoppelingen": "terugkoppeling",
    "verzoeken": "verzoek",
    "vragen": "vraag",
    "zaken": "zaak",
}


@dataclass(frozen=True, slots=True)
class Maand:
    """A month with its first and last day."""

    sleutel: str
    eerste: date
    laatste: date

    @property
    def naam(self) -> str:
        """Write the month in words."""
        return f"{MAANDEN[self.eerste.month - 1]} {self.eerste.year}"


def find_maand(tekst: str) -> Maand | None:
    """Read a month such as 2026-10; none when it is not one."""
    try:
        eerste = date.fromisoformat(f"{tekst}-01")
        laatste = (eerste + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    if eerste < EERSTE_DAG:
        return None
    return Maand(tekst, eerste, laatste)


def list_maanden(today: date, *, aantal: int = 12) -> list[Maand]:
    """Return this month and the ones before it."""
    eerste, found = today.replace(day=1), []
    for _ in range(aantal):
        found.append(
            Maand(f"{eerste:%Y-%m}", eerste, (eerste + timedelta(days=31)).replace(day=1) - timedelta(1))
        )
        eerste = (eerste - timedelta(days=1)).replace(day=1)
    return found


def find_sleutel(tekst: str) -> UUID | None:
    """Read a key from the address; none when it is not one."""
    try:
        return UUID(tekst)
    except ValueError:
        return None


def choice_of(naam: str, label: str, opties: Sequence[tuple[str, str]], gekozen: str) -> dict[str, Any]:
    """Give a select of the filter bar."""
    return {
        "naam": naam,
        "label": label,
        "soort": "keuze",
        "opties": [{"waarde": w, "tekst": t, "gekozen": w == gekozen} for w, t in opties],
    }


def active_of(request: HttpRequest, teksten: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Give the chosen filters, each with the address that takes it away."""
    chosen = []
    for naam, tekst in teksten:
        params = _without(request.GET, naam, "voor", "spoor")
        chosen.append({"tekst": tekst, "verwijder_url": f"?{params.urlencode()}"})
    return chosen


def filters_of(request: HttpRequest) -> str:
    """Give the filters of this address for another one, such as the download."""
    return _without(request.GET, "voor", "spoor").urlencode()


def _without(params: QueryDict, *namen: str) -> QueryDict:
    left = params.copy()
    for naam in namen:
        left.pop(naam, None)
    return left


def page_of(request: HttpRequest, *, shown: int, last: str, has_more: bool, eenheid: str) -> dict[str, Any]:
    """Give the paging of a list: how many are shown, the way on and the way back."""
    voor = request.GET.get("voor", "")
    spoor = [key for key in request.GET.get("spoor", "").split(".") if key][-SPOOR:]
    filters = _without(request.GET, "voor", "spoor")

    def address(to: str, trail: Sequence[str]) -> str:
        extra = {"voor": to, "spoor": ".".join(trail)}
        parts = [filters.urlencode(), urlencode({k: v for k, v in extra.items() if v})]
        return "?" + "&".join(part for part in parts if part)

    telling = meervoud(shown, ENKELVOUD[eenheid], eenheid)
    paging: dict[str, Any] = {"telling": f"{telling} op deze bladzijde"}
    if has_more:
        paging["volgende_url"] = address(last, [*spoor, voor] if voor else spoor)
    if voor:
        paging["vorige_url"] = address(spoor[-1] if spoor else "", spoor[:-1])
    return paging
