"""Zaken as rows of a table: their words, their most urgent term, their markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from meldpunt.opvolging.queries import GEEN, Pogingstand, count_pogingen
from meldpunt.rules.termijnen import BIJNA, KLOKKEN
from meldpunt.web.gemeente.woorden import (
    Badge,
    badges_of,
    count_days,
    status_of,
    title_of,
    write_adres,
    write_code,
    write_left,
    write_plaats,
)
from meldpunt.werkvoorraad.queries import Postvakregel

OPEN: Final = frozenset({"nieuw", "in_behandeling"})


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
    termijntoon: str
    status: Badge
    markeringen: list[Badge]
    typen: list[Partnertype]
    convenant: str
    pogingen: int
    toon: str


def make_rows(zaken: Sequence[Postvakregel], *, today: date) -> list[Rij]:
    """Dress zaken with their words and their term."""
    standen = count_pogingen([(z.gemeente, z.id) for z in zaken])
    return [_row(zaak, standen.get(zaak.id, GEEN), today=today) for zaak in zaken]


def _row(zaak: Postvakregel, stand: Pogingstand, *, today: date) -> Rij:
    end = zaak.termijneind if zaak.status in OPEN else None
    tone = "" if end is None else tone_of(end, today=today)
    return Rij(
        zaak=zaak,
        adres=write_adres(zaak),
        plaats=write_plaats(zaak),
        leeftijd=count_days(timezone.localdate(zaak.ontstaan_op), today),
        termijn="" if end is None else write_left((end - today).days, "dag", "dagen"),
        termijnnaam=KLOKKEN[zaak.termijnnaam].titel
        if zaak.termijnnaam in KLOKKEN
        else write_code(zaak.termijnnaam),
        termijntoon=tone,
        status=status_of(zaak.status),
        markeringen=badges_of(zaak.markeringen),
        typen=fold_typen(zaak),
        convenant=title_of(zaak.convenant),
        pogingen=stand.aantal,
        toon=tone,
    )


def tone_of(end: date, *, today: date) -> str:
    """Give the tone of a term that runs: late, nearly, or none."""
    return "gevaar" if end < today else "let_op" if end - today <= BIJNA else ""


def fold_typen(zaak: Postvakregel) -> list[Partnertype]:
    """Name each kind of partner once, so that a row stays one line high."""
    per_type: dict[str, list[str]] = {}
    for partner in zaak.partners:
        per_type.setdefault(partner.type, []).append(partner.naam)
    return [
        Partnertype(f"{soort} ×{len(namen)}" if len(namen) > 1 else soort, ", ".join(namen))
        for soort, namen in per_type.items()
    ]
