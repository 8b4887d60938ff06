"""Answer a question of *BRP Personen*: judge it as the contract does, then find who fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from meldpunt.demo.brpserver.lijsten import Bestand, Persoonslijst, fold
from meldpunt.demo.brpserver.velden import BEPERKT, VANZELF, VOLLEDIG, narrow
from meldpunt.demo.brpserver.weergave import show_persoon

RAADPLEEG: Final = "RaadpleegMetBurgerservicenummer"
_TEKST: Final = r"[a-zA-Z0-9À-ž .\-']"
_NAAM: Final = rf"{_TEKST}{{1,200}}|{_TEKST}{{3,199}}\*"
# Parameter -> what its value must look like; a number and a truth value are looked at by hand.
PATRONEN: Final = {
    "burgerservicenummer": r"[0-9]{9}",
    "geslachtsnaam": _NAAM,
    "voornamen": rf"{_TEKST}{{1,199}}\*?",
    "voorvoegsel": r"[a-zA-Z ']{1,10}",
    "geslacht": r"[MmVvOo]",
    "geboortedatum": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "postcode": r"[1-9][0-9]{3} ?[A-Za-z]{2}",
    "huisletter": r"[a-zA-Z]",
    "huisnummertoevoeging": r"[a-zA-Z0-9 \-]{1,4}",
    "adresseerbaarObjectIdentificatie": r"(?!0{16})[0-9]{16}",
    "nummeraanduidingIdentificatie": r"(?!0{16})[0-9]{16}",
    "gemeenteVanInschrijving": r"[0-9]{4}",
    "straat": r"[a-zA-Z0-9À-ž /.\-',()]{1,80}\*?",
}
_ALTIJD: Final = frozenset({"type", "fields", "gemeenteVanInschrijving"})
_ZOEK: Final = frozenset({"inclusiefOverledenPersonen"})


@dataclass(frozen=True, slots=True)
class Soort:
    """One type of question: what must be filled in, what may be, and how many persons an answer holds at most."""

    verplicht: frozenset[str]
    mag: frozenset[str] = frozenset()
    meeste: int = 30


def _soort(verplicht: str, mag: str = "", *, meeste: int = 30) -> Soort:
    return Soort(frozenset(verplicht.split()), frozenset(mag.split()) | _ZOEK, meeste)


SOORTEN: Final[Mapping[str, Soort]] = {
    RAADPLEEG: Soort(frozenset({"burgerservicenummer"}), meeste=20),
    "ZoekMetGeslachtsnaamEnGeboortedatum": _soort(
        "geslachtsnaam geboortedatum", "geslacht voorvoegsel voornamen", meeste=10
    ),
    "ZoekMetNaamEnGemeenteVanInschrijving": _soort(
        "geslachtsnaam voornamen gemeenteVanInschrijving", "geslacht voorvoegsel", meeste=10
    ),
    "ZoekMetPostcodeEnHuisnummer": _soort(
        "postcode huisnummer", "huisletter huisnummertoevoeging geboortedatum geslachtsnaam"
    ),
    "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving": _soort(
        "straat huisnummer gemeenteVanInschrijving", "huisletter huisnummertoevoeging"
    ),
    "ZoekMetNummeraanduidingIdentificatie": _soort("nummeraanduidingIdentificatie"),
    "ZoekMetAdresseerbaarObjectIdentificatie": _soort("adresseerbaarObjectIdentificatie"),
}


class Weigert(Exception):
    """A question that is refused: its code, its title, and what is wrong with which parameter."""

    def __init__(
        self, code: str, titel: str, fouten: tuple[tuple[str, str, str], ...] = (), detail: str = ""
    ) -> None:
        super().__init__(titel)
        self.code, self.titel, self.fouten, self.detail = code, titel, fouten, detail


def answer(vraag: Any, *, bestand: Bestand, gemeenten: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return the answer to a question. Raises Weigert."""
    soort = check(vraag)
    found = list(_find(vraag, bestand))
    if len(found) > soort.meeste:
        raise Weigert(
            "tooManyResults",
            "Teveel zoekresultaten.",
            detail=f"Meer dan maximum van {soort.meeste} gevonden resultaten. Verfijn de zoekopdracht.",
        )
    shown = [show_persoon(one, gemeenten=gemeenten, today=today) for one in found]
    beperkt = vraag["type"] != RAADPLEEG
    return {
        "type": vraag["type"],
        "personen": [narrow(one, vraag["fields"], beperkt=beperkt) for one in shown],
    }


def check(vraag: Any) -> Soort:
    """Return the type of a question that may be asked. Raises Weigert with everything that is wrong."""
    if not isinstance(vraag, dict):
        raise Weigert("paramsValidation", "Een of meerdere parameters zijn niet correct.")
    soort = SOORTEN.get(vraag.get("type", "")) if isinstance(vraag.get("type"), str) else None
    if soort is None:
        wrong = ("type", "value" if "type" in vraag else "required", "Waarde is geen geldig zoek type.")
        raise Weigert("paramsValidation", "Een of meerdere parameters zijn niet correct.", (wrong,))
    missing = sorted(name for name in soort.verplicht if vraag.get(name) in (None, ""))
    if missing:
        raise Weigert(
            "paramsRequired",
            "Minimale combinatie van parameters moet worden opgegeven.",
            tuple((name, "required", "Parameter is verplicht.") for name in missing),
        )
    if fouten := tuple(_list_fouten(vraag, soort)):
        raise Weigert("paramsValidation", "Een of meerdere parameters zijn niet correct.", fouten)
    return soort


def _list_fouten(vraag: Mapping[str, Any], soort: Soort) -> Iterator[tuple[str, str, str]]:
    yield from _list_veldfouten(vraag.get("fields"), VOLLEDIG if soort is SOORTEN[RAADPLEEG] else BEPERKT)
    for name, value in vraag.items():
        if name not in soort.verplicht | soort.mag | _ALTIJD:
            yield (
                re.sub(r"[^a-zA-Z0-9._]", "", name)[:30] or "onbekend",
                "unknownParam",
                "Parameter is niet verwacht.",
            )
        elif name == "burgerservicenummer":
            yield from _list_nummerfouten(value)
        elif name not in ("type", "fields") and (wrong := _judge_waarde(name, value)):
            yield name, *wrong


def _judge_waarde(name: str, value: Any) -> tuple[str, str] | None:
    if name == "huisnummer":
        right = type(value) is int and 1 <= value <= 99999
        return None if right else ("integer", "Waarde is geen geldig getal.")
    if name == "inclusiefOverledenPersonen":
        return None if isinstance(value, bool) else ("boolean", "Waarde is geen boolean.")
    if not (isinstance(value, str) and re.fullmatch(PATRONEN[name], value)):
        return "pattern", "Waarde voldoet niet aan patroon."
    if name == "geboortedatum" and not _is_day(value):
        return "date", "Waarde is geen geldige datum."
    return None


def _list_nummerfouten(value: Any) -> Iterator[tuple[str, str, str]]:
    if not isinstance(value, list):
        yield "burgerservicenummer", "array", "Parameter is geen array."
    elif not 1 <= len(value) <= 20:
        yield "burgerservicenummer", "maxItems", "Array bevat meer dan 20 items."
    elif not all(
        isinstance(one, str) and re.fullmatch(PATRONEN["burgerservicenummer"], one) for one in value
    ):
        yield "burgerservicenummer", "pattern", "Waarde voldoet niet aan patroon."


def _list_veldfouten(fields: Any, known: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    if fields is None:
        yield "fields", "required", "Parameter is verplicht."
    elif not isinstance(fields, list):
        yield "fields", "array", "Parameter is geen array."
    elif not 1 <= len(fields) <= 130:
        yield "fields", "minItems" if not fields else "maxItems", "Array bevat te weinig of te veel items."
    elif any(not isinstance(one, str) or one not in known or one.split(".")[0] in VANZELF for one in fields):
        yield "fields", "fields", "Parameter bevat een niet bestaande veldnaam."


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _find(vraag: Mapping[str, Any], bestand: Bestand) -> Iterator[Persoonslijst]:
    if vraag["type"] == RAADPLEEG:
        for number in dict.fromkeys(vraag["burgerservicenummer"]):
            if (found := bestand.op_bsn.get(number)) and _lives_in(found, vraag):
                yield found
        return
    tests = [TOETSEN[name](vraag[name]) for name in TOETSEN if name in vraag]
    dead_too = vraag.get("inclusiefOverledenPersonen") is True
    for one in bestand.lijsten:
        if (dead_too or one.reden != "O") and all(test(one) for test in tests):
            yield one


def _lives_in(lijst: Persoonslijst, vraag: Mapping[str, Any]) -> bool:
    place = lijst.get("08.09.10")
    return bool(vraag.get("gemeenteVanInschrijving", place) == place)


Toets = Callable[[Persoonslijst], bool]


def _same(element: str, *, clean: Callable[[str], str] = fold) -> Callable[[Any], Toets]:
    """Return a test that compares one element; a star at the end of what is asked stands for the rest."""

    def make(value: Any) -> Toets:
        asked = str(value)
        begin, whole = clean(asked.removesuffix("*")), not asked.endswith("*")

        def fits(one: Persoonslijst) -> bool:
            has = clean(one.get(element))
            return has == begin if whole else has.startswith(begin)

        return fits

    return make


def _digits(text: str) -> str:
    return text.replace("-", "")


def _house_number(text: str) -> str:
    return text.lstrip("0")


def _street(value: Any) -> Toets:
    short, official = _same("08.11.10")(value), _same("08.11.15")(value)
    return lambda one: short(one) or official(one)


TOETSEN: Final[Mapping[str, Callable[[Any], Toets]]] = {
    "adresseerbaarObjectIdentificatie": _same("08.11.80"),
    "nummeraanduidingIdentificatie": _same("08.11.90"),
    "postcode": _same("08.11.60", clean=lambda text: text.replace(" ", "").upper()),
    "huisnummer": _same("08.11.20", clean=_house_number),
    "huisletter": _same("08.11.30"),
    "huisnummertoevoeging": _same("08.11.40"),
    "straat": _street,
    "geslachtsnaam": _same("01.02.40"),
    "voorvoegsel": _same("01.02.30"),
    "voornamen": _same("01.02.10"),
    "geslacht": _same("01.04.10"),
    "geboortedatum": _same("01.03.10", clean=_digits),
    "gemeenteVanInschrijving": _same("08.09.10"),
}
