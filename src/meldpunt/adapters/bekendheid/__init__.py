"""The question to the social service or debt help: is this resident known to you, and with which team? Yes or no.

The system of a municipality answers it at an address of its own, in the form of `docs/reference/bekendvraag.md`. As
little goes out as will do: a number (BSN) where one was delivered, and else the address with the date of birth. As
little comes back: no dossier, no dates, no names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

REDENEN: Final = ("schuldhulpverlening", "uitkering")
LANGSTE_TEAM: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Bekendheidsvraag:
    """About whom is asked: by number, or by address and date of birth. Never both."""

    kenmerk: UUID
    bsn: str = ""
    postcode: str = ""
    huisnummer: int = 0
    suffix: str = ""
    geboortedatum: date | None = None


@dataclass(frozen=True, slots=True)
class Bekendheidsantwoord:
    """What the other side knows; `reden` and `team` are empty for a no."""

    bekend: bool
    reden: str = ""
    team: str = ""


def write_vraag(vraag: Bekendheidsvraag) -> bytes:
    """Write the question as JSON."""
    told: dict[str, Any] = {"kenmerk": str(vraag.kenmerk)}
    if vraag.bsn:
        told["bsn"] = vraag.bsn
    else:
        told |= {"postcode": vraag.postcode, "huisnummer": vraag.huisnummer}
        if vraag.suffix:
            told["toevoeging"] = vraag.suffix
        if vraag.geboortedatum:
            told["geboortedatum"] = vraag.geboortedatum.isoformat()
    return json.dumps(told).encode()


def read_antwoord(told: Any) -> Bekendheidsantwoord:
    """Read the answer. Raises ValueError for one that does not say yes or no, or gives an unknown reason."""
    if not isinstance(told, dict) or not isinstance(told.get("bekend"), bool):
        raise ValueError("the answer does not say whether somebody is known")
    if not told["bekend"]:
        return Bekendheidsantwoord(bekend=False)
    reden, team = told.get("reden"), told.get("team") or ""
    if reden not in REDENEN:
        raise ValueError("the answer gives no reason that we know")
    if not isinstance(team, str) or len(team) > LANGSTE_TEAM or not team.isprintable():
        raise ValueError("the answer names no team that can be read")
    return Bekendheidsantwoord(bekend=True, reden=reden, team=team.strip())
