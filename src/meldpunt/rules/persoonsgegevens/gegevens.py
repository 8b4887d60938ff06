"""The kinds of data that tables share."""

from __future__ import annotations

from typing import Final

from meldpunt.rules.persoonsgegevens.vorm import Gegeven

# Facts of a claim: the resident sees them as long as they can be led back; afterwards they only count.
SCHULD: Final = Gegeven("schuld", "inwoner", "vroegsignalering", "signaal", "blijft")
STAND: Final = Gegeven("besluit", "inwoner", "vroegsignalering", "zaak", "blijft")
HULP: Final = Gegeven("besluit", "inwoner", "hulp", "zaak", "blijft")
BERICHT: Final = Gegeven("besluit", "inwoner", "terugkoppeling", "zaak", "blijft")
CONTACT: Final = Gegeven("gedrag", "inwoner", "contact", "zaak", "blijft")
# What somebody types may hold anything.
NOTITIE: Final = Gegeven("vrije_tekst", "inwoner", "contact", "zaak", "leeg")
# Who did it: the key of an account.
DOOR: Final = Gegeven("gedrag", "medewerker", "verantwoording", "verantwoording", "blijft")
