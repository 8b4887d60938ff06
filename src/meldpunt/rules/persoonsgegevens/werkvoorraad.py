"""What people keep about their work, acts on many zaken, and zaken that move to another municipality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Tabel, Via, declare

_EIGEN = Gegeven("gedrag", "medewerker", "toegang", "account", "blijft")
# What was typed for all of them: a reason, a note.
_WAARDEN = Gegeven("vrije_tekst", "inwoner", "contact", "zaak", "leeg")
_OVERDRACHT = Gegeven("vrije_tekst", "inwoner", "overdracht", "overdracht", "leeg")
# Holds name, birth date and the new address, until it is decided.
_PERSOON = Gegeven("naam", "inwoner", "overdracht", "overdracht", "leeg")

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Bewaardfilter": declare(
        None, (FEIT, "id"), (_EIGEN, "gebruiker_id scherm naam vraag kolommen bewaard_op")
    ),
    "Stapelopdracht": declare(
        Via("opdracht", "id"),
        (FEIT, "id handeling aantal gemaakt_op klaar_op"),
        (_WAARDEN, "waarden"),
        (DOOR, "gebruiker_id actor"),
    ),
    "Stapelregel": declare(
        Via("zaak", "zaak_id"),
        (FEIT, "gemeente opdracht_id zaak_id uitkomst gedaan_op"),
        (_WAARDEN, "zin"),
    ),
    "Zaakslot": declare(Via("zaak", "zaak_id"), (FEIT, "gemeente zaak_id sinds tot"), (DOOR, "gebruiker_id")),
    "Overdracht": declare(
        Via("zaak", "van_zaak"),
        (FEIT, "id gemeente van_gemeente_id van_zaak signalen status aangeboden_op besloten_op zaak"),
        (_PERSOON, "persoon"),
        (_OVERDRACHT, "toelichting reden"),
        (DOOR, "aangeboden_door besloten_door"),
    ),
}
