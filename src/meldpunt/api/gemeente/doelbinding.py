"""Why a program looks at a resident, and for which of its users: asked of it, and written in the log.

A program acts for people that we do not know. Without this the log could only say which program looked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from meldpunt.api.problemen import Ongeldig, Probleem
from meldpunt.audit.doelen import AANBOD, TOEZICHT, VROEGSIGNALERING

DOEL, GEBRUIKER = "Meldpunt-Doel", "Meldpunt-Gebruiker"
DOELEN: Final[Mapping[str, str]] = {
    "aanbod": AANBOD,
    "vroegsignalering": VROEGSIGNALERING,
    "toezicht": TOEZICHT,
}
KENMERK: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,59}")
ZIN: Final = "Zeg in de koppen waarvoor en voor wie u kijkt. Zie invalidParams. [doel_ontbreekt]"
KOPPEN: Final = (
    OpenApiParameter(
        DOEL,
        str,
        OpenApiParameter.HEADER,
        required=True,
        enum=list(DOELEN),
        description="Waarvoor u kijkt of handelt. Dit komt in het logboek, en de inwoner kan het lezen.",
    ),
    OpenApiParameter(
        GEBRUIKER,
        {"type": "string", "pattern": rf"^{KENMERK.pattern}$"},
        OpenApiParameter.HEADER,
        required=True,
        description="Uw eigen kenmerk van de medewerker voor wie u kijkt: geen naam en geen mailadres.",
    ),
)


@dataclass(frozen=True, slots=True)
class Doelbinding:
    """The purpose as the log writes it, and the mark of the user in the other system."""

    doel: str
    gebruiker: str


def read_doelbinding(request: Request) -> Doelbinding:
    """Return why and for whom. Raises Probleem when one of the two is not said."""
    doel, who = request.headers.get(DOEL, ""), request.headers.get(GEBRUIKER, "")
    wrong = []
    if doel not in DOELEN:
        wrong.append(Ongeldig(DOEL, f"Kies uit: {', '.join(DOELEN)}.", "doel_onbekend"))
    if not KENMERK.fullmatch(who):
        wrong.append(
            Ongeldig(
                GEBRUIKER, "Geef een kenmerk van hooguit 60 letters, cijfers en . _ : -", "gebruiker_ongeldig"
            )
        )
    if wrong:
        raise Probleem(400, ZIN, ongeldig=wrong)
    return Doelbinding(DOELEN[doel], who)
