"""Somebody of the registry of persons as a candidate: a search gives address lines where a reading gives an address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from meldpunt.rules.brppersoon import BrpPersoon
from meldpunt.rules.mismatch import Kandidaat, Plek

# "Plein 1945 12-2": the last number is that of the house, and what follows it the suffix.
_STRAATREGEL: Final = re.compile(r"^.+\s(?P<nummer>[0-9]{1,5})(?P<rest>[^0-9\s]?\S*(?: [A-Za-z]{1,4})?)$")
_PLAATSREGEL: Final = re.compile(r"^(?P<cijfers>[1-9][0-9]{3}) ?(?P<letters>[A-Z]{2})\b")


def kandidaat_of(persoon: BrpPersoon) -> Kandidaat:
    """Return what of a person is compared. A secret address is compared too; whether it is shown is for the screen."""
    return Kandidaat(
        voorletters=persoon.naam.voorletters,
        voorvoegsel=persoon.naam.voorvoegsel,
        geslachtsnaam=persoon.naam.geslachtsnaam,
        partnernamen=tuple((naam.voorvoegsel, naam.geslachtsnaam) for naam in persoon.partners),
        geboorte=persoon.geboorte,
        plek=_plek_of(persoon),
    )


def read_adresregels(regels: Sequence[str]) -> Plek | None:
    """Read the address out of the lines of an envelope, none when they hold no Dutch address."""
    if len(regels) < 2:
        return None
    street, town = _STRAATREGEL.match(regels[0].strip()), _PLAATSREGEL.match(regels[1].strip())
    if street is None or town is None:
        return None
    suffix = "".join(c for c in street["rest"].upper() if c.isascii() and c.isalnum())
    return Plek(f"{town['cijfers']}{town['letters']}", int(street["nummer"]), suffix)


def _plek_of(persoon: BrpPersoon) -> Plek | None:
    adres = persoon.adres
    if adres.postcode and adres.huisnummer is not None:
        return Plek(adres.postcode, adres.huisnummer, adres.suffix)
    return read_adresregels(persoon.adresregels)
