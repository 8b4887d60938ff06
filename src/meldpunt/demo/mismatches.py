"""Residents whom the BRP did not find, with candidates as a register gives them, for the bench and its counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.brp.mismatch import decide_mismatch, open_mismatch
from meldpunt.demo.accounts import ACCOUNTS, Account
from meldpunt.demo.inwoners import iter_bsns
from meldpunt.demo.kalender import make_toeval
from meldpunt.demo.leveringen import SYSTEEM
from meldpunt.demo.werkzaak import Werkzaak, actor_of, list_werkzaken
from meldpunt.rules.brppersoon import BrpDatum, BrpNaam, BrpPersoon

PER_GEMEENTE: Final = 12
# Beyond the numbers that residents of the demo world have.
EERSTE_BSN: Final = 4000


@dataclass(frozen=True, slots=True)
class Geval:
    """One way in which a signaal and the register differ: what the register gives for who is meant."""

    uitkomst: str
    candidates: Callable[[BrpPersoon], list[BrpPersoon]]


def _renamed(persoon: BrpPersoon, **changes: str) -> BrpPersoon:
    return replace(persoon, naam=replace(persoon.naam, **changes))


def _spelled(persoon: BrpPersoon) -> list[BrpPersoon]:
    name = persoon.naam.geslachtsnaam
    doubled = next((place for place, sign in enumerate(name[1:], 1) if sign in "snkld"), len(name) - 1)
    return [_renamed(persoon, geslachtsnaam=name[:doubled] + name[doubled] + name[doubled:])]


def _prefixed(persoon: BrpPersoon) -> list[BrpPersoon]:
    return [_renamed(persoon, voorvoegsel="" if persoon.naam.voorvoegsel else "van")]


def _married(persoon: BrpPersoon) -> list[BrpPersoon]:
    partner = replace(persoon.naam, voorletters="K.")
    return [replace(_renamed(persoon, voorvoegsel="ter", geslachtsnaam="Braak"), partners=(partner,))]


def _half_dated(persoon: BrpPersoon) -> list[BrpPersoon]:
    return [replace(persoon, geboorte=BrpDatum(persoon.geboorte.jaar))]


def _moved(persoon: BrpPersoon) -> list[BrpPersoon]:
    return [replace(persoon, adresregels=("Korte Dijk 7", "3311 GB DORDRECHT"))]


def _twice(persoon: BrpPersoon) -> list[BrpPersoon]:
    return [persoon, replace(persoon, geheim=True)]


def _nobody(_: BrpPersoon) -> list[BrpPersoon]:
    return []


GEVALLEN: Final = (
    Geval("onzeker", _spelled),
    Geval("onzeker", _prefixed),
    Geval("onzeker", _married),
    Geval("niemand", _nobody),
    Geval("onzeker", _half_dated),
    Geval("meer", _twice),
    Geval("onzeker", _moved),
)


def fill_mismatchbank(*, now: datetime) -> None:
    """Put some residents of each municipality on the bench; of every second one somebody decided lately."""
    numbers = islice(iter_bsns(), EERSTE_BSN, None)
    for number, zaak in enumerate(_choose(list_werkzaken())):
        row = SignaalPersoon.objects.get(id=zaak.personen[0], gemeente=zaak.gemeente)
        geval = GEVALLEN[number % len(GEVALLEN)]
        found = [replace(one, bsn=next(numbers)) for one in _people(row, geval)]
        mismatch = open_mismatch(
            zaak=zaak.id,
            gemeente=zaak.gemeente,
            persoon=row.id,
            uitkomst=geval.uitkomst,
            gevonden=found,
            door=SYSTEEM,
            now=now - timedelta(hours=30, minutes=7 * number),
        )
        account = _find_decider(zaak)
        if number % 2 and mismatch is not None and account is not None:
            decide_mismatch(
                mismatch=mismatch,
                gemeente=zaak.gemeente,
                kandidaat=1 if found else None,
                oorzaak="" if found else "verhuisd",
                door=actor_of(account),
                now=now - timedelta(hours=3, minutes=number),
            )


def _choose(zaken: Sequence[Werkzaak]) -> list[Werkzaak]:
    """Return zaken that are open, so many of each municipality."""
    found: dict[str, list[Werkzaak]] = {}
    for zaak in zaken:
        own = found.setdefault(zaak.gemeente, [])
        chance = make_toeval("mismatch", zaak.adres).random()
        if zaak.status != "gesloten" and len(own) < PER_GEMEENTE and chance < 0.2:
            own.append(zaak)
    return [zaak for own in found.values() for zaak in own]


def _find_decider(zaak: Werkzaak) -> Account | None:
    """Return somebody of the inbox of a zaak: a team that it was handed to decides nothing here."""
    inbox = (a for a in ACCOUNTS if a.rol in {"behandelaar", "coordinator"})
    return next((a for a in inbox if any(f.partij == zaak.postvak for f in a.functies)), None)


def _people(row: SignaalPersoon, geval: Geval) -> list[BrpPersoon]:
    """Return who is meant as the register writes it, and a child of the same name at the same address."""
    day = row.geboortedatum
    itself = BrpPersoon(
        bsn="",
        naam=BrpNaam(
            voorletters=row.voorletters or "A.", voorvoegsel=row.tussenvoegsel, geslachtsnaam=row.achternaam
        ),
        geboorte=BrpDatum(day.year, day.month, day.day) if day else BrpDatum(1976, 4),
        adresregels=(
            " ".join(part for part in (row.straat or "Straat", str(row.huisnummer), row.suffix) if part),
            f"{row.postcode} {row.woonplaats}".strip(),
        ),
    )
    meant = geval.candidates(itself)
    child = replace(_renamed(itself, voorletters="T."), geboorte=BrpDatum(2009, 9, 17))
    return [*meant, child] if meant else []
