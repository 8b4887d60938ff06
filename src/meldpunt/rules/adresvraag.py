"""A question to the register of addresses, and which addresses answer it: the exact match of the BAG.

The names of the parameters are those of its interface, so that a question reads the same to our own table, to
the interface and in the published truth table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

_POSTCODE: Final = re.compile(r"^[1-9][0-9]{3}[A-Z]{2}$")
_HUISNUMMER: Final = re.compile(r"^[1-9][0-9]{0,4}$")
_HUISLETTER: Final = re.compile(r"^[A-Z]?$")
_TOEVOEGING: Final = re.compile(r"^[0-9A-Z]{0,4}$")
_IDENTIFICATIE: Final = re.compile(r"^[0-9]{16}$")
PARAMETERS: Final = frozenset({"postcode", "huisnummer", "huisletter", "huisnummertoevoeging", "exacteMatch"})
# The fifth and sixth digit of an identification say what it identifies.
_SOORTEN: Final[Mapping[str, str]] = {
    "01": "verblijfsobject",
    "02": "ligplaats",
    "03": "standplaats",
    "20": "nummeraanduiding",
    "30": "openbare ruimte",
}


class Adresvraagfout(ValueError):
    """A question that cannot be asked; the text is Dutch and ends with a code."""


class Nummer(Protocol):
    """What an address needs to be looked for."""

    @property
    def postcode(self) -> str: ...
    @property
    def huisnummer(self) -> int: ...
    @property
    def huisletter(self) -> str: ...
    @property
    def toevoeging(self) -> str: ...


Adres = TypeVar("Adres", bound=Nummer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adresvraag:
    """What is looked for; without `exact` an empty letter or addition matches any."""

    postcode: str
    huisnummer: int
    huisletter: str = ""
    toevoeging: str = ""
    exact: bool = False


def read_adresvraag(parameters: Mapping[str, str]) -> Adresvraag:
    """Read a question as somebody typed it. Raises Adresvraagfout and says which parameter is wrong."""
    given = {name: value.strip() for name, value in parameters.items() if value.strip()}
    if unknown := sorted(given.keys() - PARAMETERS):
        # The register refuses free text beside the parts of an address in the same words.
        raise Adresvraagfout(
            f"De combinatie van opgegeven parameters is niet toegestaan. Laat {', '.join(unknown)} weg. "
            "[unsupportedCombi]"
        )
    return Adresvraag(
        postcode=_read(given, "postcode", _POSTCODE, "1234AB"),
        huisnummer=int(_read(given, "huisnummer", _HUISNUMMER, "12")),
        huisletter=_read(given, "huisletter", _HUISLETTER, "A"),
        toevoeging=_read(given, "huisnummertoevoeging", _TOEVOEGING, "2H"),
        exact=given.get("exacteMatch", "false").lower() == "true",
    )


def _read(given: Mapping[str, str], name: str, form: re.Pattern[str], example: str) -> str:
    value = given.get(name, "").replace(" ", "").upper()
    if not form.fullmatch(value):
        raise Adresvraagfout(
            f"'{given.get(name, '')}' is geen {name}. Schrijf het zoals {example}. [adresvraag_ongeldig]"
        )
    return value


def answer_adresvraag(vraag: Adresvraag, adressen: Iterable[Adres]) -> list[Adres]:
    """Return the addresses that answer the question, in the order they came; capitals make no difference."""
    return [adres for adres in adressen if _answers(vraag, adres)]


def _answers(vraag: Adresvraag, adres: Nummer) -> bool:
    if (adres.postcode, adres.huisnummer) != (vraag.postcode, vraag.huisnummer):
        return False
    pairs = ((vraag.huisletter, adres.huisletter), (vraag.toevoeging, adres.toevoeging))
    return all(asked.upper() == has.upper() or (not asked and not vraag.exact) for asked, has in pairs)


def is_identificatie(tekst: str, *soorten: str) -> bool:
    """Say whether this is an identification of the register, of one of these kinds where any are named."""
    if not _IDENTIFICATIE.fullmatch(tekst):
        return False
    return not soorten or find_soort(tekst) in soorten


def find_soort(identificatie: str) -> str | None:
    """Return what an identification identifies, or none when its digits say nothing known."""
    return _SOORTEN.get(identificatie[4:6])
