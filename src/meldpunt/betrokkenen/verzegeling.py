"""Who asks, and what was decided, under the seal of the key ring: the database alone tells nobody who asked."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from meldpunt.aanlevering.bsn import list_index, seal_bsn
from meldpunt.rules.adres import write_adres
from meldpunt.toegang.sleutelbos import decrypt_text, encrypt_texts

DOEL: Final = "verzoek"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inwoner:
    """Who asks: as much as is known, how the answer reaches them, and the question in their own words."""

    voorletters: str = ""
    tussenvoegsel: str = ""
    achternaam: str = ""
    geboortedatum: date | None = None
    postcode: str = ""
    huisnummer: int | None = None
    suffix: str = ""
    bsn: str = ""
    antwoord_aan: str = ""
    wens: str = ""

    @property
    def naam(self) -> str:
        """Return the name as one writes it."""
        return " ".join(part for part in (self.voorletters, self.tussenvoegsel, self.achternaam) if part)

    @property
    def adres(self) -> str:
        """Return the address on one line, empty when none was given."""
        if not self.postcode or self.huisnummer is None:
            return ""
        return write_adres(self.postcode, self.huisnummer, self.suffix)


def seal_inwoner(inwoner: Inwoner) -> str:
    """Put who asks under the seal."""
    return seal_text(json.dumps(asdict(inwoner), default=str, ensure_ascii=False))


def open_inwoner(verzegeld: str) -> Inwoner:
    """Return who asks; nobody when the row was emptied."""
    if not verzegeld:
        return Inwoner()
    values = json.loads(open_text(verzegeld))
    day = values.pop("geboortedatum")
    return Inwoner(**values, geboortedatum=date.fromisoformat(day) if day else None)


def seal_text(text: str) -> str:
    """Put a text under the seal; nothing stays nothing."""
    return encrypt_texts(DOEL, [text])[0] if text else ""


def open_text(verzegeld: str) -> str:
    """Return a text that was under the seal."""
    return decrypt_text(DOEL, verzegeld)


def index_of(bsn: str) -> str:
    """Return the blind index of a BSN as the signalen keep it, nothing for nothing."""
    return seal_bsn(bsn)["bsn_index"]


def indexes_of(bsn: str) -> list[str]:
    """Return what a row of this BSN may have been kept under."""
    return list_index(bsn) if bsn else []
