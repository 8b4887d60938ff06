"""What a program may be allowed to do, in portions (OAuth scopes): for which kind of party, and in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

PARTNER: Final = ("partner",)
ZAKEN: Final = ("gemeente", "uitvoerder")


@dataclass(frozen=True, slots=True)
class Scope:
    """One portion: the kinds of party it exists for, and what it allows."""

    partijsoorten: tuple[str, ...]
    zin: str


SCOPES: Final[dict[str, Scope]] = {
    "aanleveren": Scope(PARTNER, "Aanleveren, proef beoordelen, eigen aanleveringen lezen en intrekken."),
    "signalen": Scope(PARTNER, "Eigen signalen lezen, met wat ervan bekend is gemaakt."),
    "terugkoppelingen": Scope(
        PARTNER, "Terugkoppelingen, opschortingen en vragen lezen, bevestigen en beantwoorden."
    ),
    "berichten": Scope(PARTNER, "Melden dat een signaal is betaald, geregeld, ingetrokken of betwist."),
    "notificaties": Scope(PARTNER, "Webhooks instellen, en wat niet aankwam opnieuw laten sturen."),
    "zaken": Scope(ZAKEN, "Zaken van het eigen postvak lezen."),
    "zaken.bijwerken": Scope(ZAKEN, "Contactpogingen en uitkomsten bij zaken vastleggen."),
    "bekendvragen": Scope(ZAKEN, "Vragen of een inwoner een open zaak heeft: ja of nee, en welk team."),
    "statistieken": Scope(ZAKEN, "Aantallen zonder personen lezen."),
    # Its name is that of the national contract.
    "read": Scope(("statistiek",), "De levering voor de landelijke statistiek ophalen (DDAS)."),
}


def list_scopes_for(partijsoort: str) -> list[str]:
    """Return the portions that exist for a kind of party, in their order."""
    return [naam for naam, scope in SCOPES.items() if partijsoort in scope.partijsoorten]


def find_unknown(namen: Iterable[str], *, partijsoort: str) -> list[str]:
    """Return which of these do not exist for this kind of party."""
    known = set(list_scopes_for(partijsoort))
    return sorted({naam for naam in namen if naam not in known})
