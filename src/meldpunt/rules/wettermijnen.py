"""The terms that the law itself sets, dated, for what a covenant does not repeat.

They stand here and not in a file beside the covenants. A covenant is chosen, differs from place to place and may be
mounted by an installation; these hold for everyone, no municipality may lengthen them, and they change by act of
parliament, when the events that start and meet them (`termijnen.KLOKKEN`) change too. A file that every pure rule had
to be handed would be ceremony, and one that can be edited an invitation. In the types of a covenant they keep the same
form: number, unit, from when, who, article, and the first day on which they hold.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from meldpunt.rules.convenant import Termijn


class Wettermijn(NamedTuple):
    """A term of the law and the first day on which it holds."""

    vanaf: date
    termijn: Termijn


# Wgs art. 4 lid 2 names what is bedreigend; a person confirms which of these it is.
BEDREIGEND: Final = ("huisuitzetting", "einde_energie_of_water", "einde_zorgverzekering")
# A signaal of such a kind says that supply or insurance ends, also when it names no day.
EINDE_LEVERING: Final = "einde|afsluit|beeindig|beëindig|royement"

# Vroegsignalering is in the Wgs since that day.
_WGS: Final = date(2021, 1, 1)
_ENERGIEREGELING: Final = date(2026, 1, 1)

WETTERMIJNEN: Final = (
    Wettermijn(
        _WGS,
        Termijn(
            naam="eerste_gesprek",
            aantal=4,
            eenheid="weken",
            vanaf="ontvangst van het signaal, als de inwoner het aanbod aanvaardt",
            wie="gemeente",
            artikel="wet: Wgs 4 lid 1",
            lezing="De termijn loopt vanaf de ontvangst; aanvaarden verschuift haar niet.",
        ),
    ),
    Wettermijn(
        _WGS,
        Termijn(
            naam="eerste_gesprek_bedreigend",
            aantal=3,
            eenheid="werkdagen",
            vanaf="vaststelling van een bedreigende situatie",
            wie="gemeente",
            artikel="wet: Wgs 4 lid 2",
            lezing="Een werkdag is een dag waarop een wettelijke termijn kan eindigen (Atw art. 1 en 3).",
        ),
    ),
    Wettermijn(
        _WGS,
        Termijn(
            naam="beschikking",
            aantal=8,
            eenheid="weken",
            vanaf="het eerste gesprek",
            wie="gemeente",
            artikel="wet: Wgs 4a",
            lezing="De verordening van de gemeente kan de termijn korter maken, niet langer.",
        ),
    ),
    Wettermijn(
        _ENERGIEREGELING,
        Termijn(
            naam="einde_levering",
            aantal=20,
            eenheid="werkdagen",
            vanaf="het signaal dat de levering eindigt",
            wie="gemeente",
            artikel="wet: Energieregeling",
            lezing="Noemt de partner zelf een dag, dan geldt die dag.",
        ),
    ),
)


def find_wettermijn(naam: str, *, op: date) -> Termijn | None:
    """Give the term of this name that the law sets on a day; None when it sets none."""
    held = (wet.termijn for wet in reversed(WETTERMIJNEN) if wet.termijn.naam == naam and wet.vanaf <= op)
    return next(held, None)
