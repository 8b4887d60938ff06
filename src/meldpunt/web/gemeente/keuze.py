"""For which municipality, covenant and month a coordinator looks: all three stand in the address bar."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from meldpunt.partijen.lijsten import Gemeentekeuze, list_gemeenten
from meldpunt.partijen.queries import list_convenanten_of_gemeente
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.datum import add_months
from meldpunt.toegang.policies import check_coordinate
from meldpunt.web.actor import ActorRequest
from meldpunt.web.opmaak import maand_en_jaar

MAANDEN_TERUG = 12


@dataclass(frozen=True, slots=True)
class Keuze:
    """What is chosen, and between what; `convenant` is empty where the municipality takes part in nothing."""

    gemeente: str
    convenant: str
    gemeenten: tuple[Gemeentekeuze, ...]
    convenanten: tuple[tuple[str, str], ...]

    @property
    def gemeentenaam(self) -> str:
        return next((one.naam for one in self.gemeenten if one.code == self.gemeente), self.gemeente)

    @property
    def titel(self) -> str:
        return dict(self.convenanten).get(self.convenant, "")


def choose(request: ActorRequest) -> Keuze:
    """Read municipality and covenant from the request. Raises GeenToegang for another's municipality."""
    asked = request.POST if request.method == "POST" else request.GET
    gemeenten = list_gemeenten(request.actor.gemeenten)
    gemeente = asked.get("gemeente") or (gemeenten[0].code if gemeenten else "")
    check_coordinate(request.actor, gemeente=gemeente)
    keys = list_convenanten_of_gemeente(gemeente)
    convenant = asked.get("convenant", "")
    return Keuze(
        gemeente=gemeente,
        convenant=convenant if convenant in keys else (keys[0] if keys else ""),
        gemeenten=tuple(gemeenten),
        convenanten=tuple((key, get_convenant(key).titel) for key in keys),
    )


def choose_maand(text: str, *, today: date) -> date:
    """Read a month as `2026-10`; without one, or with a wrong or later one, it is this month."""
    this = today.replace(day=1)
    try:
        chosen = date.fromisoformat(f"{text}-01")
    except ValueError:
        return this
    return min(chosen, this)


def choose_peildatum(maand: date, *, today: date) -> date:
    """Give the day a month's list is computed on: today in the running month, else the month's last day."""
    last = maand.replace(day=monthrange(maand.year, maand.month)[1])
    return min(last, today)


def filter_velden(
    keuze: Keuze, *, maand: date | None = None, today: date | None = None
) -> list[dict[str, Any]]:
    """Give the filter bar its choices; a choice of one is left out."""
    velden = []
    if len(keuze.gemeenten) > 1:
        velden.append(
            _veld("gemeente", "Gemeente", keuze.gemeente, [(g.code, g.naam) for g in keuze.gemeenten])
        )
    if len(keuze.convenanten) > 1:
        velden.append(_veld("convenant", "Convenant", keuze.convenant, list(keuze.convenanten)))
    if maand is not None and today is not None:
        months = [add_months(today.replace(day=1), -n) for n in range(MAANDEN_TERUG)]
        options = [(f"{m:%Y-%m}", maand_en_jaar(m)) for m in sorted({*months, maand}, reverse=True)]
        velden.append(_veld("maand", "Maand", f"{maand:%Y-%m}", options))
    return velden


def _veld(naam: str, label: str, gekozen: str, opties: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "naam": naam,
        "label": label,
        "soort": "keuze",
        "opties": [{"waarde": w, "tekst": t, "gekozen": w == gekozen} for w, t in opties],
    }
