"""The register of processing activities (AVG art. 30), per purpose, from the declaration itself."""

from __future__ import annotations

from dataclasses import dataclass

from meldpunt.rules.persoonsgegevens import BEWAARREGELS, DOELEN, SOORTEN, TABELLEN, Gegeven

BETROKKENEN = {"inwoner": "inwoners", "medewerker": "medewerkers", "partner": "medewerkers van partners"}
BEVEILIGING = (
    "BSN, ruwe bestanden en geweigerde regels zijn versleuteld; elke inzage en elke handeling staat in het logboek; "
    "iedereen ziet alleen wat bij de eigen rol en organisatie hoort."
)


@dataclass(frozen=True, slots=True)
class Verwerking:
    """One processing activity: for what, of whom, which data, on which ground, who receives it, and how long."""

    sleutel: str
    titel: str
    zin: str
    grondslag: str
    betrokkenen: tuple[str, ...]
    gegevens: tuple[str, ...]
    ontvangers: tuple[str, ...]
    bewaring: tuple[str, ...]
    tabellen: tuple[str, ...]


def list_verwerkingen() -> tuple[Verwerking, ...]:
    """Return every purpose with what is kept for it, in the order of the purposes."""
    return tuple(_describe(sleutel) for sleutel in DOELEN)


def _describe(sleutel: str) -> Verwerking:
    found: list[tuple[str, Gegeven]] = [
        (naam, gegeven)
        for naam, tabel in TABELLEN.items()
        for gegeven in tabel.gegevens.values()
        if gegeven.doel == sleutel
    ]
    kept = {gegeven.bewaring for _, gegeven in found}
    kinds = {gegeven.soort for _, gegeven in found}
    whose = {gegeven.van for _, gegeven in found}
    doel = DOELEN[sleutel]
    return Verwerking(
        sleutel=sleutel,
        titel=doel.titel,
        zin=doel.zin,
        grondslag=doel.grondslag,
        betrokkenen=tuple(tekst for van, tekst in BETROKKENEN.items() if van in whose),
        gegevens=tuple(tekst for soort, tekst in SOORTEN.items() if soort in kinds),
        ontvangers=doel.ontvangers,
        bewaring=tuple(
            f"{regel.zin} {regel.termijn[:1].upper()}{regel.termijn[1:]}, geteld vanaf {regel.vanaf}."
            for naam, regel in BEWAARREGELS.items()
            if naam in kept
        ),
        tabellen=tuple(dict.fromkeys(naam for naam, _ in found)),
    )
