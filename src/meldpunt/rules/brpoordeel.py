"""Who of the persons found is the one a partner reported, and what the BRP says about that one.

One who fits on birth date and name is found. Anything less is for a person to decide: the names of people who may
be meant are kept with the question, and nobody is chosen by the machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from meldpunt.rules.brppersoon import GEMEENTE_RNI, BrpGevonden, BrpNaam, BrpPersoon
from meldpunt.rules.brpvraag import Gezocht, Stap, Zoekvraag, list_ruime_vragen, list_zoekvragen
from meldpunt.rules.kandidaten import REDENEN as TREDEN
from meldpunt.rules.kandidaten import rank_kandidaten

Uitkomst = Literal["gevonden", "niemand", "meer", "te_veel", "onzeker"]
UITKOMSTEN: Final[dict[Uitkomst, str]] = {
    "gevonden": "Gevonden",
    "niemand": "Niemand gevonden",
    "meer": "Meer dan één persoon past",
    "te_veel": "Te veel personen gevonden",
    "onzeker": "Iemand past, maar niet zeker",
}
# Decided by a person, on the bench where these are shown beside the signaal.
TE_BESLISSEN: Final = ("niemand", "meer", "te_veel", "onzeker")
ZEKER: Final = frozenset({"naam_en_voorletters", "naam_past", "deel_van_naam"})
# At another address a namesake is nearer than at this one: there all initials must be there and equal.
ZEKER_ELDERS: Final = frozenset({"naam_en_voorletters"})
ANDERE_NAAM: Final = "andere_achternaam"
DATUM_ONBEKEND: Final = "geen_geboortedatum"
# Why somebody fits, or might: the tiers of the matching, and those that only a register gives.
REDENEN: Final[dict[str, str]] = {
    **TREDEN,
    "besluit": "Een medewerker koos deze persoon op de mismatchbank.",
    "naam_van_partner": "De geboortedatum en de voorletters zijn gelijk, en de achternaam is die van de partner.",
    "bsn_van_ander": "Het burgerservicenummer hoort bij iemand met een andere naam en geboortedatum.",
    "geboortedatum_onvolledig": "De achternaam is gelijk. De BRP kent de geboortedatum niet helemaal.",
    "in_onderzoek": "De naam en de geboortedatum zijn gelijk, maar de BRP heeft ze in onderzoek.",
}
# Which states of a check an answer can give; each is in `controles` with what it forbids.
STANDEN_UIT_BRP: Final = (
    *("overleden", "geemigreerd", "verhuisd_buiten", "verhuisd_binnen", "adres_onbekend", "geheim_adres"),
    "in_onderzoek",
)
# Lists that were made by mistake or wiped: nobody stands behind them.
_TELT_NIET: Final = frozenset({"F", "W"})


class Vraagbaak(Protocol):
    """The register: `search` answers a question, `get` reads one person, with the partner's name when asked."""

    def search(self, vraag: Zoekvraag) -> BrpGevonden: ...
    def get(self, bsn: str, *, met_partner: bool) -> BrpPersoon | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BrpUitkomst:
    """What came of looking somebody up.

    `persoon` only when found; `kandidaten` only when somebody must choose, each with the tier that says why.
    """

    uitkomst: Uitkomst
    stap: Stap
    reden: str = ""
    persoon: BrpPersoon | None = None
    kandidaten: tuple[tuple[BrpPersoon, str], ...] = ()


def look_up(gezocht: Gezocht, register: Vraagbaak) -> BrpUitkomst:
    """Look a resident up, question by question, until one person fits."""
    near: dict[str, tuple[BrpPersoon, str]] = {}
    if gezocht.bsn:
        found = register.get(gezocht.bsn, met_partner=True)
        if found is not None and _fits_bsn(gezocht, found):
            return BrpUitkomst(uitkomst="gevonden", stap="bsn", reden="zelfde_bsn", persoon=found)
        if found is not None:
            near[found.bsn] = (found, "bsn_van_ander")
    too_many = False
    for vraag in list_zoekvragen(gezocht):
        answer = register.search(vraag)
        too_many |= answer.te_veel
        ranked = rank_personen(gezocht, answer.personen)
        fitting = [one for one in ranked if one[1] in (ZEKER_ELDERS if vraag.stap == "naam" else ZEKER)]
        if gezocht.bsn and fitting:
            # The partner gave another number: two sources that disagree, and no machine says which is right.
            near.update((one[0].bsn, one) for one in fitting)
            continue
        if len(fitting) == 1:
            return _read(gezocht, fitting[0], vraag.stap, register)
        near.update((persoon.bsn, (persoon, tier)) for persoon, tier in ranked if tier)
        if len(fitting) > 1:
            return BrpUitkomst(uitkomst="meer", stap=vraag.stap, kandidaten=tuple(fitting))
    return _settle_near(gezocht, tuple(near.values()), register, too_many=too_many)


def rank_personen(gezocht: Gezocht, personen: Iterable[BrpPersoon]) -> list[tuple[BrpPersoon, str]]:
    """Return each person with the tier on which it may be the one, "" when no tier names it."""
    people = [one for one in personen if one.opschorting not in _TELT_NIET]
    tiers = rank_kandidaten(
        _written(gezocht), [_registered(one.naam, gezocht=gezocht, persoon=one) for one in people]
    )
    return [(one, _weaken(tier, one, gezocht)) for one, tier in zip(people, tiers, strict=True)]


def list_standen(persoon: BrpPersoon, gezocht: Gezocht) -> tuple[str, ...]:
    """Return the states that follow from what the register says about one person, as codes of a check."""
    found = [_where(persoon, gezocht)]
    if persoon.overleden or persoon.opschorting == "O":
        # Where somebody was registered says nothing any more.
        return ("overleden",)
    if persoon.geheim:
        found.append("geheim_adres")
    if persoon.in_onderzoek or persoon.adres.in_onderzoek or _is_other_door(persoon, gezocht):
        found.append("in_onderzoek")
    return tuple(code for code in found if code)


def _where(persoon: BrpPersoon, gezocht: Gezocht) -> str:
    adres = persoon.adres
    if persoon.opschorting in {"E", "R"} or adres.soort == "buitenland" or persoon.gemeente == GEMEENTE_RNI:
        return "geemigreerd"
    if adres.soort == "onbekend" or adres.niet_hier:
        return "adres_onbekend"
    if persoon.gemeente and persoon.gemeente != gezocht.gemeente:
        return "verhuisd_buiten"
    if adres.soort == "adres" and not _is_here(persoon, gezocht):
        return "verhuisd_binnen"
    return ""


def _is_here(persoon: BrpPersoon, gezocht: Gezocht) -> bool:
    if gezocht.object_id and persoon.adres.object_id:
        return gezocht.object_id == persoon.adres.object_id
    return (persoon.adres.postcode, persoon.adres.huisnummer) == (gezocht.postcode, gezocht.huisnummer)


def _is_other_door(persoon: BrpPersoon, gezocht: Gezocht) -> bool:
    """Say whether both name a door at one number, and not the same: a move across the stairs, or another way of
    writing. Nobody can tell from the two."""
    own, reported = persoon.adres.suffix, gezocht.suffix
    return bool(own and reported) and own != reported and not gezocht.object_id and _is_here(persoon, gezocht)


def _read(gezocht: Gezocht, fitting: tuple[BrpPersoon, str], stap: Stap, register: Vraagbaak) -> BrpUitkomst:
    persoon, tier = fitting
    whole = register.get(persoon.bsn, met_partner=False)
    if whole is None:
        # Gone between two questions.
        return BrpUitkomst(uitkomst="onzeker", stap=stap, reden=tier, kandidaten=(fitting,))
    return BrpUitkomst(uitkomst="gevonden", stap=stap, reden=tier, persoon=whole)


def _settle_near(
    gezocht: Gezocht,
    near: tuple[tuple[BrpPersoon, str], ...],
    register: Vraagbaak,
    *,
    too_many: bool,
) -> BrpUitkomst:
    stap: Stap = "naam"
    if not near:
        wide, more = _look_wide(gezocht, register)
        near, too_many, stap = wide, too_many or more, "ruim"
    others = [one for one in near if one[1] == ANDERE_NAAM]
    if len(others) == 1 and not gezocht.bsn:
        whole = register.get(others[0][0].bsn, met_partner=True)
        if whole is not None and _has_partner_of_name(gezocht, whole):
            return BrpUitkomst(uitkomst="gevonden", stap=stap, reden="naam_van_partner", persoon=whole)
    named = tuple(one for one in near if one[1])
    if named:
        return BrpUitkomst(uitkomst="onzeker", stap=stap, reden=named[0][1], kandidaten=near)
    return BrpUitkomst(uitkomst="te_veel" if too_many and not near else "niemand", stap=stap, kandidaten=near)


def _look_wide(gezocht: Gezocht, register: Vraagbaak) -> tuple[tuple[tuple[BrpPersoon, str], ...], bool]:
    """Return who is found by the first wider question that finds somebody, and whether one found too many."""
    too_many = False
    for vraag in list_ruime_vragen(gezocht):
        answer = register.search(vraag)
        too_many |= answer.te_veel
        alive = [one for one in answer.personen if not one.overleden]
        if ranked := rank_personen(gezocht, alive):
            return tuple(ranked), too_many
    return (), too_many


def _fits_bsn(gezocht: Gezocht, persoon: BrpPersoon) -> bool:
    """Say whether the person of a number can be the one reported: birth date or surname agrees, on any tier."""
    if any(tier for _, tier in rank_personen(gezocht, [persoon])):
        return True
    return _has_partner_of_name(gezocht, persoon)


def _has_partner_of_name(gezocht: Gezocht, persoon: BrpPersoon) -> bool:
    rows = [_registered(naam, gezocht=gezocht, persoon=persoon) for naam in persoon.partners]
    # The initials are one's own, also under the name of a partner.
    rows = [{**row, "voorletters": persoon.naam.voorletters} for row in rows]
    return any(tier in ZEKER for tier in rank_kandidaten(_written(gezocht), rows))


def _written(gezocht: Gezocht) -> dict[str, Any]:
    return {
        "voorletters": gezocht.voorletters,
        "tussenvoegsel": gezocht.tussenvoegsel,
        "achternaam": gezocht.achternaam,
        "geboortedatum": gezocht.geboortedatum,
    }


def _registered(naam: BrpNaam, *, gezocht: Gezocht, persoon: BrpPersoon) -> dict[str, Any]:
    return {
        "voorletters": naam.voorletters,
        "tussenvoegsel": naam.voorvoegsel,
        "achternaam": naam.geslachtsnaam,
        "geboortedatum": persoon.geboorte.datum,
    }


def _weaken(tier: str, persoon: BrpPersoon, gezocht: Gezocht) -> str:
    """Let nobody be certain whose particulars are under investigation, and nobody possible whose year differs."""
    if persoon.geboorte.datum is None and gezocht.geboortedatum is not None and tier:
        if not persoon.geboorte.can_be(gezocht.geboortedatum):
            return ""
        return "geboortedatum_onvolledig" if tier == DATUM_ONBEKEND else tier
    return "in_onderzoek" if tier in ZEKER and persoon.in_onderzoek else tier
