"""The two address lines of an envelope, as NEN 5825:2002 composes them (its lines 5 and 6)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Postadres:
    """An address in its parts; `straat` is the short name of the street where the register has one."""

    straat: str
    huisnummer: int | None
    huisletter: str = ""
    toevoeging: str = ""
    postcode: str = ""
    woonplaats: str


def write_adresregels(adres: Postadres) -> tuple[str, str]:
    """Write the street line and the place line of an address."""
    return write_straatregel(adres), write_plaatsregel(adres.postcode, adres.woonplaats)


def write_straatregel(adres: Postadres) -> str:
    """Write street and number; a hyphen stands between number and addition where the addition begins with a digit.

    For the standard, letter and addition together are the addition, with nothing between them.
    """
    suffix = f"{adres.huisletter}{adres.toevoeging}".strip()
    sign = "-" if suffix[:1].isdigit() else " "
    number = f"{adres.huisnummer or ''}{sign}{suffix}".strip(" -") if suffix else f"{adres.huisnummer or ''}"
    return f"{adres.straat} {number}".strip()


def write_plaatsregel(postcode: str, woonplaats: str) -> str:
    """Write postcode and place in capitals, with the two spaces that the standard puts between them."""
    if not postcode:
        return woonplaats.upper()
    return f"{postcode[:4]} {postcode[4:]}  {woonplaats.upper()}"
