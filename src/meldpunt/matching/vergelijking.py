"""Two proposals of a month's list side by side, what each is made of, and why each line stands where it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from meldpunt.matching.lijst import Lijstvoorstel, Lijstvoorstelregel
from meldpunt.rules.rangorde import OPGEPAKT, REDEN_BEKEND, REDEN_CAPACITEIT
from meldpunt.rules.waarom import explain_zaken


@dataclass(frozen=True, slots=True)
class Lijsttelling:
    """What a proposal is made of; `per_venster` says how many zaken each window brings."""

    signalen: int
    zaken: int
    opgepakt: int
    buiten_capaciteit: int
    bekend: int
    weggelaten: int
    per_venster: dict[int, int]
    bedrag_cent: int


@dataclass(frozen=True, slots=True)
class Verschil:
    """Which addresses the variant takes up and the first proposal does not, and the other way round."""

    erbij: tuple[Lijstvoorstelregel, ...]
    eraf: tuple[Lijstvoorstelregel, ...]


def count_lijst(voorstel: Lijstvoorstel) -> Lijsttelling:
    """Count what a proposal is made of."""
    regels = voorstel.regels
    reasons = Counter(regel.reden for regel in regels)
    taken = [regel for regel in regels if regel.selectie == OPGEPAKT]
    return Lijsttelling(
        signalen=voorstel.aantal_signalen,
        zaken=len(regels),
        opgepakt=len(taken),
        buiten_capaciteit=reasons[REDEN_CAPACITEIT],
        bekend=sum(regel.bekend for regel in regels),
        weggelaten=reasons[REDEN_BEKEND],
        per_venster=dict(sorted(Counter(regel.venster_maanden for regel in regels).items())),
        bedrag_cent=sum(regel.bedrag_cent for regel in taken),
    )


def compare_lijsten(eerst: Lijstvoorstel, variant: Lijstvoorstel) -> Verschil:
    """Say which addresses come in and which go out when the variant is taken instead."""
    before, after = _taken(eerst), _taken(variant)
    return Verschil(
        erbij=tuple(regel for adres, regel in after.items() if adres not in before),
        eraf=tuple(regel for adres, regel in before.items() if adres not in after),
    )


def _taken(voorstel: Lijstvoorstel) -> dict[str, Lijstvoorstelregel]:
    return {regel.adres: regel for regel in voorstel.regels if regel.selectie == OPGEPAKT}


def explain_lijst(voorstel: Lijstvoorstel, *, van: int, aantal: int) -> list[list[dict[str, str]]]:
    """Explain some lines of a proposal, in its order: per line the steps with rule, version, article and values."""
    steps: list[list[dict[str, str]]] = explain_zaken(
        voorstel.zaken.slice(van, aantal), versie=voorstel.versie
    ).to_list()
    return steps
