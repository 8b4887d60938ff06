"""The world in which other software is tried: one municipality that does not exist, and residents who do not either.

What becomes of a signaal about them is written here beforehand, so that who builds on the interface knows what to
expect. The postcodes are of a number that no place in the country has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

# Never given out by the CBS; every list and count of municipalities leaves it out.
PROEFGEMEENTE: Final = "9999"
PROEFNAAM: Final = "Proefgemeente"
PROEFPOSTCODES: Final = ("8999",)
# With "unknown", what is a row in the table of municipalities and no municipality.
GEEN_GEMEENTE: Final = ("0000", PROEFGEMEENTE)
_POSTCODE: Final = "8999AB"


@dataclass(frozen=True, slots=True)
class Proefinwoner:
    """Somebody who does not exist, and how a zaak about them ends; `eindresultaat` is empty when it stays open.

    `navraag`: the municipality first asks whether the claim is still open, and waits for the answer.
    """

    huisnummer: int
    achternaam: str
    geboortedatum: date
    eindresultaat: str
    verloop: str
    navraag: bool = False

    @property
    def postcode(self) -> str:
        """Give the one postcode of the published residents."""
        return _POSTCODE


def _inwoner(
    huisnummer: int, achternaam: str, geboren: str, eindresultaat: str, verloop: str
) -> Proefinwoner:
    return Proefinwoner(huisnummer, achternaam, date.fromisoformat(geboren), eindresultaat, verloop)


PROEFINWONERS: Final = (
    _inwoner(
        1, "Akkerman", "1980-05-01",
        "(Budget)advies en/of quick fix", "De inwoner accepteert hulp; uw opschorting begint.",
    ),
    _inwoner(
        2, "Van Beek", "1975-11-23",
        "Definitief geen contact kunnen krijgen", "De gemeente krijgt geen contact.",
    ),
    _inwoner(
        3, "Çelik", "1991-02-14",
        "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering", "De inwoner wil geen hulp.",
    ),
    _inwoner(
        4, "De Vries-Doğan", "1968-07-30",
        "Inwoner heeft zelf al betaald/betalingsregeling getroffen", "De inwoner heeft het zelf geregeld.",
    ),
    _inwoner(
        5, "El Idrissi", "1999-12-31",
        "Inwoner al bekend bij schuldhulpverlening", "De inwoner krijgt al hulp.",
    ),
    _inwoner(6, "Fokkema", "1941-03-09", "Inwoner is overleden", "De inwoner blijkt overleden."),
    _inwoner(
        7, "Gerritsen", "1986-09-17",
        "Persoon is geen inwoner (meer) in de gemeente", "De inwoner is verhuisd.",
    ),
    _inwoner(
        8, "Hoekstra", "1972-01-05",
        "Niet opgepakt: andere reden", "De gemeente pakt het signaal niet op.",
    ),
    _inwoner(9, "Ibrahim", "1994-06-21", "", "De zaak blijft in behandeling, zodat u berichten kunt proberen."),
    Proefinwoner(
        10, "Jansen", date(1983, 4, 12), "", "De gemeente vraagt of de vordering nog openstaat.", navraag=True
    ),
)  # fmt: skip
_OP_ADRES: Final = {(one.postcode, one.huisnummer): one for one in PROEFINWONERS}


def find_proefinwoner(postcode: str, huisnummer: int) -> Proefinwoner | None:
    """Return the published resident of an address, or none: then nothing happens to the zaak by itself."""
    return _OP_ADRES.get((postcode, huisnummer))
