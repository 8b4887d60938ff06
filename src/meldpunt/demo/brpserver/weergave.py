"""A person list as the JSON of *BRP Personen*: names, dates, address, and the marks that always come along.

Left out, because no signaal needs them: titles of nobility, nationality, parents, children and authority over them,
suffrage, residence permits. Whoever asks those fields gets nothing for them, as for a person without any.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, Final

from meldpunt.demo.brpserver.lijsten import Persoonslijst

Boom = dict[str, Any]
MAANDEN: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
GESLACHTEN: Final = {"M": "man", "V": "vrouw", "O": "onbekend"}
REDENEN: Final = {
    "O": "overlijden",
    "E": "emigratie",
    "M": "ministerieel besluit",
    "R": "pl is aangelegd in de rni",
}
NAAMGEBRUIK: Final = {
    "E": "eigen geslachtsnaam",
    "P": "geslachtsnaam partner",
    "V": "geslachtsnaam partner voor eigen geslachtsnaam",
    "N": "geslachtsnaam partner na eigen geslachtsnaam",
}
# From 2011 on, the codes of `indicatie geheim` that keep data from third parties.
GEHEIM: Final = frozenset("1234567")
ONBEKEND_LAND: Final = "0000"
NIET_HIER: Final = "089999"
_DIGRAMMEN: Final = re.compile(r"^(IJ|Ij)")


def show_persoon(lijst: Persoonslijst, *, gemeenten: Mapping[str, str], today: date) -> Boom:
    """Return everything the server knows of a person; `fields` narrows it afterwards."""
    return _filled(
        {
            "aNummer": lijst.get("01.01.10"),
            "burgerservicenummer": lijst.bsn,
            "geheimhoudingPersoonsgegevens": lijst.get("07.70.10") in GEHEIM,
            "geslacht": _table(lijst.get("01.04.10"), GESLACHTEN),
            "leeftijd": _age(lijst, today=today),
            "naam": {
                **_name(lijst.elementen, "01"),
                "volledigeNaam": _full_name(lijst),
                "aanduidingNaamgebruik": _table(lijst.get("01.61.10"), NAAMGEBRUIK),
                "inOnderzoek": _investigated(
                    lijst, "01", "0102", ("voornamen", "voorvoegsel", "geslachtsnaam")
                ),
            },
            "geboorte": {
                "datum": show_datum(lijst.get("01.03.10")),
                "inOnderzoek": _investigated(lijst, "01", "0103", ("datum",)),
            },
            "overlijden": _filled({"datum": show_datum(lijst.get("06.08.10"))}),
            "opschortingBijhouding": {
                "reden": _table(lijst.reden, REDENEN),
                "datum": show_datum(lijst.get("07.67.10") or lijst.get("06.08.10")),
            },
            "inOnderzoek": _investigated_person(lijst),
            "gemeenteVanInschrijving": _table(lijst.get("08.09.10"), gemeenten),
            "datumInschrijvingInGemeente": show_datum(lijst.get("08.09.20")),
            "verblijfplaats": _residence(lijst),
            "adressering": _lines(lijst, gemeenten),
            "partners": [{"naam": _name(one, "05"), **_partner(one)} for one in lijst.partners],
        }
    )


def show_datum(text: str) -> Boom:
    """Return a date of eight digits, in which zeros are what is not known; nothing for no date.

    The test set holds days that do not exist; nobody knows which was meant.
    """
    if not text:
        return {}
    digits = text.rjust(8, "0")
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not year or (month and day and not _exists(year, month, day)):
        return {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}
    if not month:
        return {"type": "JaarDatum", "jaar": year, "langFormaat": f"{year}"}
    if not day:
        long = f"{MAANDEN[month - 1]} {year}"
        return {"type": "JaarMaandDatum", "jaar": year, "maand": month, "langFormaat": long}
    whole = date(year, month, day)
    return {
        "type": "Datum",
        "datum": whole.isoformat(),
        "langFormaat": f"{day} {MAANDEN[month - 1]} {year}",
    }


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _table(code: str, words: Mapping[str, str]) -> Boom:
    return _filled({"code": code, "omschrijving": words.get(code, "")}) if code else {}


def _name(elements: Mapping[str, str], category: str) -> Boom:
    first = elements.get(f"{category}.02.10", "").strip()
    return _filled(
        {
            "voornamen": first,
            # So many as the contract has room for.
            "voorletters": "".join(islice(_initials(first), 20))[:40],
            "voorvoegsel": elements.get(f"{category}.02.30", ""),
            "geslachtsnaam": elements.get(f"{category}.02.40", "").strip(),
        }
    )


def _initials(first: str) -> Iterator[str]:
    for name in filter(lambda word: word[0].isalpha(), first.split()):
        found = _DIGRAMMEN.match(name)
        yield f"{found[0].upper() if found else name[0].upper()}."


def _full_name(lijst: Persoonslijst) -> str:
    parts = (lijst.get("01.02.10"), lijst.get("01.02.30"), lijst.get("01.02.40"))
    return " ".join(part.strip() for part in parts if part.strip())


def _age(lijst: Persoonslijst, *, today: date) -> int | None:
    text = lijst.get("01.03.10")
    if lijst.reden == "O" or len(text) != 8 or not int(text[:4]) or not int(text[4:6]) or not int(text[6:]):
        return None
    had_birthday = (today.month, today.day) >= (int(text[4:6]), int(text[6:]))
    return min(today.year - int(text[:4]) - (not had_birthday), 150)


def _residence(lijst: Persoonslijst) -> Boom:
    get = lijst.get
    marks = _investigated(lijst, "08", "08", ("type",))
    if get("08.13.10") == ONBEKEND_LAND:
        since = show_datum(get("08.13.20"))
        return _filled({"type": "VerblijfplaatsOnbekend", "datumVan": since, "inOnderzoek": marks})
    if land := get("08.13.10"):
        lines = {f"regel{number}": get(f"08.13.{number + 2}0")[:40] for number in (1, 2, 3)}
        return _filled(
            {
                "type": "VerblijfplaatsBuitenland",
                "datumVan": show_datum(get("08.13.20")),
                "verblijfadres": _filled({**lines, "land": {"code": land}}),
                "inOnderzoek": marks,
            }
        )
    if get("08.12.10"):
        return _filled(
            {
                "type": "Locatie",
                "datumVan": show_datum(get("08.10.30")),
                "functieAdres": _use(get("08.10.10")),
                "verblijfadres": {"locatiebeschrijving": get("08.12.10")},
                "inOnderzoek": marks,
            }
        )
    return _address(lijst, marks) if get("08.11.10") or get("08.11.20") else {}


def _address(lijst: Persoonslijst, marks: Boom) -> Boom:
    get = lijst.get
    lines = _filled(
        {
            "officieleStraatnaam": get("08.11.15"),
            "korteStraatnaam": get("08.11.10")[:24],
            "huisnummer": int(get("08.11.20")) if get("08.11.20").strip("0") else None,
            "huisletter": get("08.11.30"),
            "huisnummertoevoeging": get("08.11.40"),
            "postcode": get("08.11.60"),
            "woonplaats": get("08.11.70"),
        }
    )
    return _filled(
        {
            "type": "Adres",
            "datumVan": show_datum(get("08.10.30")),
            "functieAdres": _use(get("08.10.10")),
            "adresseerbaarObjectIdentificatie": _key(get("08.11.80")),
            "nummeraanduidingIdentificatie": _key(get("08.11.90")),
            "verblijfadres": lines,
            "indicatieVastgesteldVerblijftNietOpAdres": is_niet_hier(lijst) or None,
            "inOnderzoek": {} if is_niet_hier(lijst) else marks,
        }
    )


def _key(text: str) -> str:
    """Return a key of the BAG in sixteen digits: lists made by hand have lost zeros and won spaces."""
    return text.strip().zfill(16) if text.strip() else ""


def is_niet_hier(lijst: Persoonslijst) -> bool:
    """Say whether it was established that this person does not live at the address."""
    return lijst.get("08.83.10") == NIET_HIER and not lijst.get("08.83.30")


def _use(code: str) -> Boom:
    return _table(code, {"W": "woonadres", "B": "briefadres"})


def _lines(lijst: Persoonslijst, gemeenten: Mapping[str, str]) -> Boom:
    get = lijst.get
    if get("08.13.10") or not get("08.11.10"):
        return {}
    number = f"{get('08.11.20')}{get('08.11.30')}".strip()
    line = " ".join(part for part in (get("08.11.10"), number, get("08.11.40")) if part)
    place = get("08.11.70") or gemeenten.get(get("08.09.10"), "")
    code = get("08.11.60")
    return _filled(
        {"adresregel1": line[:40], "adresregel2": f"{code[:4]} {code[4:]}  {place.upper()}".strip()[:50]}
    )


def _partner(elements: Mapping[str, str]) -> Boom:
    return _filled(
        {
            "burgerservicenummer": elements.get("05.01.20", ""),
            "geboorte": _filled({"datum": show_datum(elements.get("05.03.10", ""))}),
            "geslacht": _table(elements.get("05.04.10", ""), GESLACHTEN),
            "aangaanHuwelijkPartnerschap": _filled({"datum": show_datum(elements.get("05.06.10", ""))}),
            "ontbindingHuwelijkPartnerschap": _filled({"datum": show_datum(elements.get("05.07.10", ""))}),
        }
    )


def _investigated(lijst: Persoonslijst, category: str, begin: str, names: tuple[str, ...]) -> Boom:
    """Return the marks of a group under investigation; a whole category (nn0000) is all of its groups."""
    about = lijst.get(f"{category}.83.10")
    whole = about == f"{category}0000"
    if not about or lijst.get(f"{category}.83.30") or not (whole or about.startswith(begin)):
        return {}
    since = show_datum(lijst.get(f"{category}.83.20"))
    return {**dict.fromkeys(names, True), "datumIngangOnderzoek": since}


def _investigated_person(lijst: Persoonslijst) -> Boom:
    about = lijst.get("01.83.10")
    if lijst.get("01.83.30") or about not in {"010000", "010100", "010120", "010400", "010410"}:
        return {}
    names = {"010400": ("geslacht",), "010410": ("geslacht",)}.get(about, ("burgerservicenummer",))
    return {
        **dict.fromkeys(names, True),
        "datumIngangOnderzoekPersoon": show_datum(lijst.get("01.83.20")),
    }


def _filled(body: Boom) -> Boom:
    """Leave out what is not there, and a denial: the contract gives only what is."""
    kept = {name: _filled(value) if isinstance(value, dict) else value for name, value in body.items()}
    return {name: value for name, value in kept.items() if value not in ("", None, {}, [], False)}
