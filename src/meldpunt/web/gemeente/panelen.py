"""The panels of the page of a zaak: each part of the work brings its own, so that the page itself stays short."""

from __future__ import annotations

from typing import Final

from meldpunt.web.gemeente import (
    antwoord,
    bedreigend,
    brp,
    controles,
    correspondentie,
    partners,
    plan,
    traject,
    werkdag,
)
from meldpunt.web.gemeente.paneel import Paneel, Paneelmaker, Zaakpagina

__all__ = ["PANELEN", "Paneel", "Paneelmaker", "Zaakpagina", "make_panelen"]

# In the order in which they stand on the page. A maker returns None where its panel has no sense.
PANELEN: Final[tuple[Paneelmaker, ...]] = (
    # of werkdag: who has it open and what is offered stand first
    werkdag.make_kop,
    controles.make_strook,
    bedreigend.make_paneel,
    antwoord.make_paneel,
    plan.make_paneel,
    correspondentie.make_paneel,
    # of partners
    partners.make_navragen,
    traject.make_paneel,
    controles.make_paneel,
    brp.make_paneel,
    partners.make_opschortingen,
    partners.make_mededelingen,
    # of werkdag
    werkdag.make_wachten,
    werkdag.make_verdelen,
)


def make_panelen(pagina: Zaakpagina) -> dict[str, list[Paneel]]:
    """Make every panel of a page, by the place where it stands."""
    places: dict[str, list[Paneel]] = {"kop": [], "hoofd": [], "zij": []}
    for maker in PANELEN:
        if (paneel := maker(pagina)) is not None:
            places[paneel.plaats].append(paneel)
    return places
