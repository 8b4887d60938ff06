"""What a resident can have corrected, how a new value is read, and what partners are told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from meldpunt.rules.adres import read_postcode
from meldpunt.rules.bedrag import read_bedrag


@dataclass(frozen=True, slots=True)
class Veld:
    """One field that can be corrected: its name for people, and how its value is written."""

    titel: str
    soort: str = "tekst"
    verplicht: bool = False
    lengte: int = 200


# Facts of the signaal: the correction stands beside it. All others stand with the person and are changed there.
FEITEN: Final = ("bedrag_cent", "achterstand_sinds")
# The key of the address: it says which zaak a signaal is in.
ADRES: Final = ("postcode", "huisnummer", "suffix")
CORRIGEERBAAR: Final[Mapping[str, Veld]] = {
    "voorletters": Veld("Voorletters", lengte=40),
    "tussenvoegsel": Veld("Tussenvoegsel", lengte=40),
    "achternaam": Veld("Achternaam", verplicht=True),
    "geboortedatum": Veld("Geboortedatum", soort="datum"),
    "straat": Veld("Straat"),
    "postcode": Veld("Postcode", soort="postcode", verplicht=True),
    "huisnummer": Veld("Huisnummer", soort="getal", verplicht=True),
    "suffix": Veld("Huisletter en toevoeging", lengte=10),
    "woonplaats": Veld("Woonplaats"),
    "telefoon": Veld("Telefoon", lengte=40),
    "email": Veld("E-mail"),
    "bedrag_cent": Veld("Bedrag van de achterstand", soort="bedrag", verplicht=True),
    "achterstand_sinds": Veld("Achterstand sinds", soort="datum", verplicht=True),
}


@dataclass(frozen=True, slots=True)
class Mededelingsoort:
    """One kind of message to a partner: its title and what the partner must do."""

    titel: str
    opdracht: str


# No reason, no other partner, nothing of the zaak: the partner reads that a right was used, and what it must do.
MEDEDELINGSOORTEN: Final[Mapping[str, Mededelingsoort]] = {
    "rectificatie": Mededelingsoort(
        "Gegevens verbeterd",
        "Verbeter dit gegeven ook in uw eigen administratie, of laat ons weten waarom dat niet kan.",
    ),
    "wissing": Mededelingsoort(
        "Gegevens verwijderd",
        "Verwijder wat u van ons over dit signaal ontving. Lever dit signaal niet opnieuw aan.",
    ),
    "beperking": Mededelingsoort(
        "Gegevens worden niet gebruikt",
        "Gebruik wat u van ons over dit signaal ontving niet, tot u hoort dat het weer mag.",
    ),
    "beperking_voorbij": Mededelingsoort(
        "Beperking voorbij", "U mag weer gebruiken wat u van ons over dit signaal ontving."
    ),
    "bezwaar": Mededelingsoort(
        "Inwoner maakte bezwaar",
        "Lever dit signaal niet opnieuw aan. Gebruik wat u van ons hierover ontving niet meer.",
    ),
}
# A partner has two weeks: AVG art. 19 gives no term, and a correction that waits is no correction.
BEVESTIG_DAGEN: Final = 14


def read_waarde(veld: str, tekst: str, *, today: date) -> str | int | date | None:
    """Read a corrected value as somebody typed it. Raises ValueError with a Dutch sentence and its code."""
    regel = CORRIGEERBAAR.get(veld)
    if regel is None:
        raise ValueError("Dit gegeven kan niet worden verbeterd. Kies een ander gegeven. [veld_onbekend]")
    text = tekst.strip()
    if not text:
        if regel.verplicht:
            raise ValueError(f"{regel.titel} mag niet leeg zijn. Vul de juiste waarde in. [waarde_leeg]")
        return None if regel.soort == "datum" else ""
    if len(text) > regel.lengte:
        raise ValueError(f"{regel.titel} is te lang: hooguit {regel.lengte} tekens. [waarde_te_lang]")
    return _READERS[regel.soort](text, regel, today)


def _read_text(text: str, _regel: Veld, _today: date) -> str:
    return text


def _read_amount(text: str, _regel: Veld, _today: date) -> int:
    cent = pl.Series([text]).to_frame("b").select(read_bedrag(pl.col("b"))).item()
    if cent is None:
        raise ValueError(f"‘{text}’ is geen bedrag boven nul. Schrijf het als 120,50. [waarde_bedrag]")
    return int(cent)


def _read_number(text: str, _regel: Veld, _today: date) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 100_000):
        raise ValueError(f"‘{text}’ is geen huisnummer. Vul alleen het getal in. [waarde_getal]")
    return int(text)


def _read_postcode(text: str, _regel: Veld, _today: date) -> str:
    found = pl.Series([text]).to_frame("p").select(read_postcode(pl.col("p"))).item()
    if found is None:
        raise ValueError(f"‘{text}’ is geen postcode. Schrijf haar als 1234 AB. [waarde_postcode]")
    return str(found)


def _read_day(text: str, regel: Veld, today: date) -> date:
    for shape in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            day = datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        if date(1900, 1, 1) <= day <= today:
            return day
    raise ValueError(
        f"{regel.titel}: ‘{text}’ kan niet. Schrijf een dag tot en met vandaag als 31-12-1980. [waarde_datum]"
    )


_READERS: Final[Mapping[str, Callable[[str, Veld, date], str | int | date]]] = {
    "tekst": _read_text,
    "datum": _read_day,
    "bedrag": _read_amount,
    "getal": _read_number,
    "postcode": _read_postcode,
}
