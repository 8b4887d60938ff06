"""The candidates of a mismatch under the seal of the key ring: of most of them it will turn out to be somebody else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from meldpunt.rules.brppersoon import BrpAdres, BrpDatum, BrpNaam, BrpPersoon
from meldpunt.toegang.sleutelbos import decrypt_text, encrypt_texts

DOEL: Final = "mismatch"
# More nobody looks through; the registry itself stops at a few dozen.
MEESTE: Final = 20


def seal_kandidaten(personen: Sequence[BrpPersoon]) -> str:
    """Put the candidates under the seal, the first so many; nobody gives nothing."""
    if not personen:
        return ""
    return encrypt_texts(DOEL, [json.dumps([asdict(one) for one in personen[:MEESTE]], ensure_ascii=False)])[
        0
    ]


def open_kandidaten(verzegeld: str) -> list[BrpPersoon]:
    """Return the candidates; none when there were none or they are destroyed."""
    if not verzegeld:
        return []
    return [_person(values) for values in json.loads(decrypt_text(DOEL, verzegeld))]


def seal_keuze(bsn: str) -> str:
    """Put the number of who was chosen under the seal."""
    return encrypt_texts(DOEL, [bsn])[0]


def open_keuze(verzegeld: str) -> str:
    """Return the number of who was chosen, nothing when nobody was."""
    return decrypt_text(DOEL, verzegeld)


def _person(values: dict[str, Any]) -> BrpPersoon:
    adres = values.pop("adres")
    van = BrpDatum(**adres.pop("van"))
    return BrpPersoon(
        **{
            **values,
            "naam": BrpNaam(**values["naam"]),
            "geboorte": BrpDatum(**values["geboorte"]),
            "adresregels": tuple(values["adresregels"]),
            "partners": tuple(BrpNaam(**one) for one in values["partners"]),
            "adres": BrpAdres(**adres, van=van),
        }
    )
