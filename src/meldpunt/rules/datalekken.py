"""Breaches: who must be told before when, worked out from the facts and the covenants that were touched.

Three ways to be told: parties (by covenant; the municipality by AVG 33 lid 2), the supervisor AP (AVG 33 lid 1)
and residents (AVG 34). Where a text says "at once", our reading is within 24 hours, and residents within 72.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

Kloksoort = Literal["partij", "ap", "inwoners"]
Risico = Literal["onbekend", "geen", "risico", "hoog"]

AARDEN: Final = {
    "vertrouwelijkheid": "Iemand zag of kreeg gegevens die niet voor hem zijn (vertrouwelijkheid)",
    "integriteit": "Gegevens zijn ten onrechte veranderd of kloppen niet (integriteit)",
    "beschikbaarheid": "Gegevens zijn weg of niet te bereiken (beschikbaarheid)",
}
RISICOS: Final = {
    "onbekend": "Nog niet beoordeeld",
    "geen": "Waarschijnlijk geen risico voor inwoners",
    "risico": "Risico voor inwoners",
    "hoog": "Hoog risico voor inwoners",
}
AP_UREN: Final = 72
METEEN_UREN: Final = 24
INWONERS_UREN: Final = 72

# What was in a delivery, by the kinds of the declaration of personal data.
SOORT_PER_VELD: Final = {
    "klantnummer": "kenmerk", "referentie": "kenmerk", "bsn": "bsn", "voorletters": "naam", "tussenvoegsel": "naam",
    "achternaam": "naam", "geboortedatum": "geboortedatum", "straat": "adres", "huisnummer": "adres",
    "huisletter": "adres", "huisnummertoevoeging": "adres", "postcode": "adres", "woonplaats": "adres",
    "telefoon": "contact", "email": "contact", "reden": "vrije_tekst",
}  # fmt: skip
SOORTNAMEN: Final = {
    "naam": "namen", "adres": "adressen", "geboortedatum": "geboortedatums", "bsn": "burgerservicenummers",
    "contact": "telefoonnummers of e-mailadressen", "kenmerk": "klantnummers", "schuld": "gegevens over achterstanden",
    "vrije_tekst": "vrije tekst", "gedrag": "wat een inwoner deed of zei", "account": "gegevens van medewerkers",
    "besluit": "besluiten over inwoners",
}  # fmt: skip


def soorten_of(velden: Iterable[str]) -> tuple[str, ...]:
    """Give the kinds of personal data in a delivery with these fields; what is no person's is about the debt."""
    found = {SOORT_PER_VELD.get(veld, "schuld") for veld in velden}
    return tuple(soort for soort in SOORTNAMEN if soort in found)


# From a status the ones that may follow; a signal is what somebody noticed and nobody judged yet.
STATUSSEN: Final = {
    "signaal": "Nog te beoordelen",
    "onderzoek": "In onderzoek",
    "gesloten": "Afgesloten",
    "geen_datalek": "Geen datalek",
}
OVERGANGEN: Final[dict[str, tuple[str, ...]]] = {
    "signaal": ("onderzoek", "geen_datalek"),
    "onderzoek": ("gesloten", "geen_datalek"),
    "gesloten": ("onderzoek",),
    "geen_datalek": ("onderzoek",),
}


def can_follow(van: str, naar: str) -> bool:
    """Say whether a breach may go from one status to another."""
    return naar in OVERGANGEN.get(van, ())


@dataclass(frozen=True, slots=True)
class Geraakt:
    """A covenant that was touched: its agreement about breaches, and the partners whose data it is."""

    convenant: str
    titel: str
    binnen_uren: int | None
    artikel: str
    partners: tuple[tuple[str, str], ...]
    heeft_afspraak: bool = True


@dataclass(frozen=True, slots=True)
class Lek:
    """The facts from which the clocks follow; municipalities and partners as key and name."""

    ontdekt_op: datetime
    risico: Risico
    gemeenten: tuple[tuple[str, str], ...]
    geraakt: tuple[Geraakt, ...] = ()
    reden_geen_risico: str = ""


@dataclass(frozen=True, slots=True)
class Klok:
    """Somebody who must be told, before when, and by which article; `partij` names the party or municipality."""

    soort: Kloksoort
    partij: str
    naam: str
    uiterlijk: datetime
    grondslag: str
    nodig: bool = True
    reden: str = ""


def plan_klokken(lek: Lek) -> tuple[Klok, ...]:
    """Work out who must be told before when; the same party under two covenants has the shorter term."""
    parties: dict[str, Klok] = {}
    for klok in (*_by_covenants(lek), *_controllers(lek)):
        known = parties.get(klok.partij)
        if known is None or klok.uiterlijk < known.uiterlijk:
            parties[klok.partij] = klok
    return (*parties.values(), *_supervisor(lek), *_residents(lek))


def _by_covenants(lek: Lek) -> list[Klok]:
    found = []
    for one in lek.geraakt:
        if not one.heeft_afspraak:
            continue
        uren = METEEN_UREN if one.binnen_uren is None else one.binnen_uren
        words = "meteen" if one.binnen_uren is None else f"binnen {uren} uur"
        ground = f"{one.titel} art. {one.artikel} ({words})"
        parties = (*((f"partner:{key}", naam) for key, naam in one.partners), *_keyed(lek.gemeenten))
        found += [Klok("partij", key, naam, _after(lek, uren), ground) for key, naam in parties]
    return found


def _controllers(lek: Lek) -> list[Klok]:
    """The municipality is the controller: its processor tells it without delay, whatever a covenant says."""
    ground = "AVG art. 33 lid 2 (zonder vertraging)"
    return [
        Klok("partij", key, naam, _after(lek, METEEN_UREN), ground) for key, naam in _keyed(lek.gemeenten)
    ]


def _supervisor(lek: Lek) -> list[Klok]:
    """Each municipality reports to the AP, unless a risk is unlikely and it says why."""
    without = lek.risico == "geen" and bool(lek.reden_geen_risico.strip())
    return [
        Klok(
            "ap", key, f"AP, voor {naam}", _after(lek, AP_UREN), "AVG art. 33 lid 1 (72 uur)",
            nodig=not without, reden=lek.reden_geen_risico.strip() if without else "",
        )
        for key, naam in _keyed(lek.gemeenten)
    ]  # fmt: skip


def _residents(lek: Lek) -> list[Klok]:
    if lek.risico != "hoog":
        return []
    ground = "AVG art. 34 lid 1 (zonder vertraging)"
    return [
        Klok("inwoners", key, f"Inwoners van {naam}", _after(lek, INWONERS_UREN), ground)
        for key, naam in _keyed(lek.gemeenten)
    ]


def _keyed(gemeenten: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(f"gemeente:{code}", naam) for code, naam in gemeenten]


def _after(lek: Lek, uren: int) -> datetime:
    # Hours, not days: a clock that runs over the change to winter time counts what really passed.
    return lek.ontdekt_op + timedelta(hours=uren)


def list_beletsels(
    *, conclusie: str, risico: str, open_klokken: Sequence[str], gemeenten: int
) -> tuple[str, ...]:
    """List what stands between a breach and its closing, each as a sentence with its code."""
    found = []
    if not gemeenten:
        found.append("Kies welke gemeenten geraakt zijn. [gemeente_ontbreekt]")
    if risico == "onbekend":
        found.append("Beoordeel eerst het risico voor inwoners. [risico_onbekend]")
    found += [
        f"Nog open: {naam}. Leg vast dat het gedaan is, of waarom het niet nodig is. [klok_open]"
        for naam in open_klokken
    ]
    if not conclusie.strip():
        found.append("Schrijf een conclusie. [conclusie_ontbreekt]")
    return tuple(found)
