"""The panel in which a person confirms that a situation is bedreigend, or withdraws it."""

from __future__ import annotations

from typing import Final, Literal

from meldpunt.opvolging.bedreigend import find_einde, list_aanwijzingen
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.web.gemeente.paneel import Paneel, Zaakpagina

GROND: Final = {
    "huisuitzetting": "Huisuitzetting dreigt",
    "einde_energie_of_water": "Gas, stroom, warmte of water stopt",
    "einde_zorgverzekering": "De zorgverzekering stopt",
}


def make_paneel(pagina: Zaakpagina) -> Paneel | None:
    """Make the panel of an open zaak."""
    zaak = pagina.zaak
    if zaak.status not in OPEN:
        return None
    signs = list_aanwijzingen(pagina.personen)
    # What a partner says of an end must be seen at once; else it is a thing to know of.
    place: Literal["hoofd", "zij"] = "hoofd" if signs and zaak.bedreigend_op is None else "zij"
    content = {
        "gronden": list(GROND.items()),
        "grond": GROND.get(zaak.bedreigend_grond, ""),
        "aanwijzingen": [
            {"partner": signaal.partner, "einde": signaal.verwachte_einddatum} for signaal in signs
        ],
        "einde": find_einde(signs),
    }
    return Paneel("Bedreigend?", "gemeente/bedreigend.html", content, sleutel="bedreigend", plaats=place)
