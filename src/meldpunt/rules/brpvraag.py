"""What is asked of the BRP about one resident, and in which order: the narrowest question that can find somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from meldpunt.rules.namen import LETTERS, VOORVOEGSELS

Stap = Literal["bsn", "object", "adres", "naam", "ruim"]
STAPPEN: Final[dict[Stap, str]] = {
    "bsn": "met het burgerservicenummer",
    "object": "op het adres (BAG)",
    "adres": "op postcode en huisnummer, met geboortedatum en naam",
    "naam": "op achternaam en geboortedatum",
    "ruim": "ruimer gezocht, voor wie moet kiezen",
}
# As the contract has them; anything else is left out of a question rather than refused by the register.
_NAAM: Final = re.compile(r"[a-zA-Z0-9À-ž .\-']{1,200}")
# One at a time: a repeat within a repeat could keep a reader busy for ever.
_VOORAAN: Final = re.compile(rf"^(?:{'|'.join(sorted(VOORVOEGSELS, key=len, reverse=True))})[\s'’]+", re.I)
_ACHTERAAN: Final = re.compile(r"^(?P<naam>[^,]+),")
_SPLITS: Final = re.compile(r"\s*[-–/]\s*|\s+(?:e\.?v\.?|geb\.?|geboren)\s+", re.I)
# So many first letters before a wildcard the contract wants at least.
_LETTERS: Final = 3
_MEESTE_NAMEN: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gezocht:
    """Whom a partner reported: as written in its signaal. `object_id` is the BAG key, when it is known."""

    gemeente: str
    voorletters: str = ""
    tussenvoegsel: str = ""
    achternaam: str
    geboortedatum: date | None = None
    postcode: str
    huisnummer: int
    suffix: str = ""
    bsn: str = ""
    object_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoekvraag:
    """One question: which step it belongs to, its type in the contract and what is filled in."""

    stap: Stap
    type: str
    waarden: tuple[tuple[str, str | int], ...]


def list_zoekvragen(gezocht: Gezocht) -> tuple[Zoekvraag, ...]:
    """Return the questions in their order: object, then address with name, then name with birth date."""
    return tuple(_narrow(gezocht))


def list_ruime_vragen(gezocht: Gezocht) -> tuple[Zoekvraag, ...]:
    """Return the wider questions for who must choose, the narrowest first; asked until somebody is found."""
    return tuple(_wide(gezocht))


def list_namen(gezocht: Gezocht) -> tuple[str, ...]:
    """Return the surnames to ask for, without prefix: the last of a double name first, for it is one's own."""
    written = gezocht.achternaam.strip()
    if backwards := _ACHTERAAN.match(written):
        written = backwards["naam"]
    parts = [part for part in _SPLITS.split(written) if part.strip()]
    found: dict[str, None] = {}
    for part in reversed(parts):
        bare = _drop_voorvoegsels(part.strip()) or part.strip()
        asked = "".join(sign if _NAAM.fullmatch(sign) else LETTERS.get(sign, "") for sign in bare).strip()
        if asked:
            found.setdefault(asked)
    return tuple(found)[:_MEESTE_NAMEN]


def _drop_voorvoegsels(naam: str) -> str:
    while found := _VOORAAN.match(naam):
        naam = naam[found.end() :]
    return naam


def _narrow(gezocht: Gezocht) -> Iterator[Zoekvraag]:
    if re.fullmatch(r"(?!0{16})[0-9]{16}", gezocht.object_id):
        yield Zoekvraag(
            stap="object",
            type="ZoekMetAdresseerbaarObjectIdentificatie",
            waarden=(("adresseerbaarObjectIdentificatie", gezocht.object_id),),
        )
    names = list_namen(gezocht)
    for name in names:
        yield _at_address("adres", gezocht, ("geslachtsnaam", name), *_born(gezocht))
    if gezocht.geboortedatum is not None:
        for name in names:
            yield _by_name("naam", name, gezocht.geboortedatum)


def _wide(gezocht: Gezocht) -> Iterator[Zoekvraag]:
    if gezocht.geboortedatum is not None:
        yield _at_address("ruim", gezocht, *_born(gezocht))
        for name in list_namen(gezocht):
            if len(name) > _LETTERS and name[:_LETTERS].isalpha():
                yield _by_name("ruim", f"{name[:_LETTERS]}*", gezocht.geboortedatum)
    yield _at_address("ruim", gezocht)


def _born(gezocht: Gezocht) -> tuple[tuple[str, str], ...]:
    return (("geboortedatum", gezocht.geboortedatum.isoformat()),) if gezocht.geboortedatum else ()


def _at_address(stap: Stap, gezocht: Gezocht, *waarden: tuple[str, str]) -> Zoekvraag:
    # Without letter and addition: partners write those in their own way, and a flat is told apart afterwards.
    adres = (("postcode", gezocht.postcode), ("huisnummer", gezocht.huisnummer))
    return Zoekvraag(stap=stap, type="ZoekMetPostcodeEnHuisnummer", waarden=(*adres, *waarden))


def _by_name(stap: Stap, name: str, born: date) -> Zoekvraag:
    waarden = (("geslachtsnaam", name), ("geboortedatum", born.isoformat()))
    return Zoekvraag(stap=stap, type="ZoekMetGeslachtsnaamEnGeboortedatum", waarden=waarden)
