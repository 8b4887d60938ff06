"""Every column of every table: whether it is about somebody, for what, till when, and how it goes.

One module per slice. The overview for a resident, destruction, the redaction of logs, the copy for analysts and
the register of processing activities are driven from here, and keep no list of tables of their own. A test fails
for a column without a line here, and for a line without a column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens import (
    aanlevering,
    audit,
    bag,
    betrokkenen,
    bewaring,
    brp,
    correspondentie,
    datalekken,
    koppelingen,
    matching,
    notificaties,
    opvolging,
    partijen,
    terugkoppeling,
    toegang,
    werkvoorraad,
)
from meldpunt.rules.persoonsgegevens.doelen import BEWAARREGELS, DOELEN
from meldpunt.rules.persoonsgegevens.plaatsen import PLAATSEN
from meldpunt.rules.persoonsgegevens.vorm import FEIT, SOORTEN, Gegeven, Tabel, Via, declare

__all__ = [
    "BEWAARREGELS", "DOELEN", "FEIT", "PLAATSEN", "SOORTEN", "TABELLEN", "Gegeven", "Tabel", "Via", "declare",
    "list_vertrouwelijk",
]  # fmt: skip

_SLICES = (
    audit,
    toegang,
    partijen,
    koppelingen,
    bag,
    aanlevering,
    matching,
    brp,
    werkvoorraad,
    opvolging,
    correspondentie,
    terugkoppeling,
    betrokkenen,
    datalekken,
    bewaring,
    notificaties,
)

# Kinds whose values must not stand in a log; a claim or a state says nothing without its person.
_VERTROUWELIJK: Final = frozenset({"naam", "adres", "geboortedatum", "bsn", "contact", "vrije_tekst"})

# By the name of the model.
TABELLEN: Final[Mapping[str, Tabel]] = {
    naam: tabel for slice_ in _SLICES for naam, tabel in slice_.TABELLEN.items()
}


def list_vertrouwelijk() -> frozenset[str]:
    """Return the names of the columns whose values no log may show."""
    return frozenset(
        kolom
        for tabel in TABELLEN.values()
        for kolom, gegeven in tabel.gegevens.items()
        if gegeven.soort in _VERTROUWELIJK or kolom in {"klantnummer", "referentie"}
    )
