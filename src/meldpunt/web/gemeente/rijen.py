"""Zaken as rows of a table: their words, their most urgent term, their markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from meldpunt.opvolging.queries import GEEN, Pogingstand, count_pogingen
from meldpunt.opvolging.termijnen import find_eerste_termijnen
from meldpunt.rules.termijnen import Termijn
from meldpunt.toegang.actor import Actor
from meldpunt.web.gemeente.woorden import (
    TERMIJNTOON,
    Badge,
    badges_of,
    count_days,
    status_of,
    title_of,
    write_adres,
    write_plaats,
    write_rest,
)
from meldpunt.werkvoorraad.queries import Postvakregel


@dataclass(frozen=True, slots=True)
class Partnertype:
    """A kind of partner in a row, with how many of them there are and who."""

    tekst: str
    namen: str


@dataclass(frozen=True, slots=True)
class Rij:
    """One row of the inbox as the template prints it."""

    zaak: Postvakregel
    adres: str
    plaats: str
    leeftijd: int
    termijn: str
    termijnnaam: str
    termijndatum: date | None
    termijntoon: str
    status: Badge
    markeringen: list[Badge]
    typen: list[Partnertype]
    convenant: str
    pogingen: int
    toon: str


def make_rows(zaken: Sequence[Postvakregel], *, door: Actor, today: date) -> list[Rij]:
    """Dress zaken with their words and their term."""
    keys = [(z.gemeente, z.id) for z in zaken]
    standen, termen = count_pogingen(keys, door=door), find_eerste_termijnen(keys, today=today)
    return [_row(zaak, standen.get(zaak.id, GEEN), termen.get(zaak.id), today=today) for zaak in zaken]


def _row(zaak: Postvakregel, stand: Pogingstand, term: Termijn | None, *, today: date) -> Rij:
    tone = TERMIJNTOON.get(term.toestand, "") if term else ""
    return Rij(
        zaak=zaak,
        adres=write_adres(zaak),
        plaats=write_plaats(zaak),
        leeftijd=count_days(timezone.localdate(zaak.ontstaan_op), today),
        termijn=write_rest(term) if term else "",
        termijnnaam=term.titel if term else "",
        termijndatum=term.eind if term else None,
        termijntoon=tone,
        status=status_of(zaak.status),
        markeringen=badges_of(zaak.markeringen),
        typen=fold_typen(zaak),
        convenant=title_of(zaak.convenant),
        pogingen=stand.aantal,
        toon=tone if tone in {"gevaar", "let_op"} else "",
    )


def fold_typen(zaak: Postvakregel) -> list[Partnertype]:
    """Name each kind of partner once, so that a row stays one line high."""
    per_type: dict[str, list[str]] = {}
    for partner in zaak.partners:
        per_type.setdefault(partner.type, []).append(partner.naam)
    return [
        Partnertype(f"{soort} ×{len(namen)}" if len(namen) > 1 else soort, ", ".join(namen))
        for soort, namen in per_type.items()
    ]
