"""The register of addresses: every address of the country is in it, so that it says nothing about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Tabel, declare

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Bagadres": declare(
        None,
        (
            FEIT,
            "nummeraanduiding object postcode huisnummer huisletter toevoeging suffix straat korte_naam woonplaats"
            " gemeentecode hoofdadres deelt opgevraagd_op",
        ),
    ),
    "Bagstand": declare(
        None,
        (
            FEIT,
            "id gebied soort bestandsnaam stand aantal overgeslagen nieuw_of_anders verdwenen geladen_op",
        ),
        (DOOR, "geladen_door"),
    ),
}
