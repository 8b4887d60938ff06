"""Our own register answers as the published contract says, on the published test set."""

from __future__ import annotations

import csv
import json
from typing import Any
from urllib.request import Request, urlopen

import pytest
from tests.brp.contract import VELDEN, VELDEN_BEPERKT, list_fouten, need_contract

from meldpunt.demo.brpserver.lijsten import Bestand
from meldpunt.demo.brpserver.server import Brpserver
from meldpunt.demo.brpserver.velden import BEPERKT, VOLLEDIG

# Whole parts: of all single fields together there are more than a question may name.
ALLES = sorted({path.partition(".")[0] for path in VOLLEDIG})


def ask(server: Brpserver, vraag: Any, **koppen: str) -> tuple[int, dict[str, Any]]:
    """Put a question with the standard library, not with the client under test."""
    headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json", **koppen}
    body = vraag if isinstance(vraag, bytes) else json.dumps(vraag).encode()
    request = Request(f"{server.adres}/personen", data=body, headers=headers, method="POST")  # noqa: S310
    try:
        with urlopen(request, timeout=5) as answer:  # noqa: S310
            return answer.status, json.loads(answer.read())
    except OSError as refused:
        return refused.code, json.loads(refused.read())  # type: ignore[attr-defined]


def test_it_shows_every_person_of_the_test_set_as_the_contract_says(
    register: Brpserver, testset: Bestand
) -> None:
    numbers = sorted(testset.op_bsn)
    assert len(numbers) > 650
    wrong, shown = [], 0
    for begin in range(0, len(numbers), 20):
        vraag = {
            "type": "RaadpleegMetBurgerservicenummer",
            "fields": ALLES,
            "burgerservicenummer": numbers[begin : begin + 20],
        }
        status, answer = ask(register, vraag)
        assert status == 200, answer
        shown += len(answer["personen"])
        wrong += list_fouten("RaadpleegMetBurgerservicenummerResponse", answer)
    assert shown == len(numbers)
    # The published set has names with signs that the published pattern does not know: "Rente @ 100%".
    strange = [one for one in wrong if "/naam/" in one and ": pattern: " in one]
    assert [one for one in wrong if one not in strange] == []
    assert len(strange) < 25


ZOEKVRAGEN = {
    "ZoekMetGeslachtsnaamEnGeboortedatum": {"geslachtsnaam": "Burck", "geboortedatum": "1922-09-25"},
    "ZoekMetPostcodeEnHuisnummer": {"postcode": "3074 sn", "huisnummer": 7},
    "ZoekMetAdresseerbaarObjectIdentificatie": {"adresseerbaarObjectIdentificatie": "0599010000208579"},
    "ZoekMetNummeraanduidingIdentificatie": {"nummeraanduidingIdentificatie": "0599200000219678"},
    "ZoekMetNaamEnGemeenteVanInschrijving": {
        "geslachtsnaam": "Mou*",
        "voornamen": "Suz*",
        "gemeenteVanInschrijving": "0599",
    },
    "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving": {
        "straat": "Boterdiep",
        "huisnummer": 31,
        "gemeenteVanInschrijving": "0599",
    },
}


@pytest.mark.parametrize("soort", ZOEKVRAGEN)
def test_it_answers_each_kind_of_search_as_the_contract_says(register: Brpserver, soort: str) -> None:
    status, answer = ask(register, {"type": soort, "fields": sorted(BEPERKT), **ZOEKVRAGEN[soort]})
    assert status == 200, answer
    assert list_fouten(f"{soort}Response", answer) == []
    if soort == "ZoekMetGeslachtsnaamEnGeboortedatum":
        assert [one["burgerservicenummer"] for one in answer["personen"]] == ["999990639"]


def test_it_finds_the_persons_of_an_object_and_no_others(register: Brpserver) -> None:
    vraag = {
        "type": "ZoekMetAdresseerbaarObjectIdentificatie",
        "fields": ["burgerservicenummer"],
        "adresseerbaarObjectIdentificatie": "0599010000208579",
    }
    _, answer = ask(register, vraag)
    numbers = [one["burgerservicenummer"] for one in answer["personen"]]
    assert numbers == ["999993653"]
    assert set(answer["personen"][0]) == {"burgerservicenummer"}


def test_it_gives_thirty_persons_of_an_address_and_no_more(register: Brpserver, own_register: Any) -> None:
    vraag = {
        "type": "ZoekMetPostcodeEnHuisnummer",
        "fields": ["burgerservicenummer"],
        "postcode": "2596TW",
        "huisnummer": 1,
        "inclusiefOverledenPersonen": True,
    }
    _, answer = ask(register, vraag)
    assert len(answer["personen"]) == 30
    crowd = ({"01.01.20": f"9999900{n:02}", "08.11.60": "2596TW", "08.11.20": "1"} for n in range(31))
    status, answer = ask(own_register(*crowd), vraag)
    assert (status, answer["code"]) == (400, "tooManyResults")
    assert list_fouten("BadRequestFoutbericht", answer) == []


FOUTE_VRAGEN: dict[str, tuple[Any, str, str]] = {
    "not JSON": (b"{", "json", ""),
    "an unknown type": ({"type": "ZoekMetVoornaam", "fields": ["naam"]}, "paramsValidation", "type"),
    "no number": (
        {"type": "ZoekMetPostcodeEnHuisnummer", "fields": ["naam"], "postcode": "1234AB"},
        "paramsRequired",
        "huisnummer",
    ),
    "a field that does not exist": (
        {
            "type": "RaadpleegMetBurgerservicenummer",
            "fields": ["bestaatniet"],
            "burgerservicenummer": ["999993653"],
        },
        "paramsValidation",
        "fields",
    ),
    "a field that always comes along": (
        {
            "type": "RaadpleegMetBurgerservicenummer",
            "fields": ["inOnderzoek"],
            "burgerservicenummer": ["999993653"],
        },
        "paramsValidation",
        "fields",
    ),
    "a field of one person in a search": (
        {
            "type": "ZoekMetPostcodeEnHuisnummer",
            "fields": ["verblijfplaats"],
            "postcode": "1234AB",
            "huisnummer": 1,
        },
        "paramsValidation",
        "fields",
    ),
    "a parameter of another search": (
        {
            "type": "ZoekMetPostcodeEnHuisnummer",
            "fields": ["naam"],
            "postcode": "1234AB",
            "huisnummer": 1,
            "straat": "Boterdiep",
        },
        "paramsValidation",
        "straat",
    ),
    "a wildcard after two letters": (
        {
            "type": "ZoekMetGeslachtsnaamEnGeboortedatum",
            "fields": ["naam"],
            "geslachtsnaam": "Mo*",
            "geboortedatum": "1985-12-01",
        },
        "paramsValidation",
        "geslachtsnaam",
    ),
    "a day that does not exist": (
        {
            "type": "ZoekMetGeslachtsnaamEnGeboortedatum",
            "fields": ["naam"],
            "geslachtsnaam": "Moulin",
            "geboortedatum": "1985-02-30",
        },
        "paramsValidation",
        "geboortedatum",
    ),
    "twenty-one numbers": (
        {
            "type": "RaadpleegMetBurgerservicenummer",
            "fields": ["naam"],
            "burgerservicenummer": ["999993653"] * 21,
        },
        "paramsValidation",
        "burgerservicenummer",
    ),
}


@pytest.mark.parametrize("geval", FOUTE_VRAGEN)
def test_it_refuses_what_the_contract_does_not_know(register: Brpserver, geval: str) -> None:
    vraag, code, parameter = FOUTE_VRAGEN[geval]
    status, answer = ask(register, vraag)
    assert (status, answer["code"]) == (400, code)
    assert [one["name"] for one in answer.get("invalidParams", [])] == ([parameter] if parameter else [])
    assert list_fouten("BadRequestFoutbericht", answer) == []


@pytest.mark.parametrize(
    ("koppen", "status"),
    [({"Content-Type": "text/plain"}, 415), ({"Accept": "text/html"}, 406)],
    ids=["another kind of question", "another kind of answer"],
)
def test_it_refuses_other_kinds_of_content(register: Brpserver, koppen: dict[str, str], status: int) -> None:
    found, answer = ask(register, {}, **koppen)
    assert found == status
    assert list_fouten("Foutbericht", answer) == []


def test_it_answers_nobody_without_the_key(own_register: Any) -> None:
    server = own_register({"01.01.20": "999993653"}, sleutel="geheim")
    vraag = {
        "type": "RaadpleegMetBurgerservicenummer",
        "fields": ["burgerservicenummer"],
        "burgerservicenummer": ["999993653"],
    }
    assert ask(server, vraag)[0] == 401
    assert ask(server, vraag, **{"X-API-KEY": "geheim"})[1]["personen"] == [
        {"burgerservicenummer": "999993653"}
    ]


def test_it_knows_the_fields_that_the_register_publishes() -> None:
    need_contract()
    for file, known in ((VELDEN, VOLLEDIG), (VELDEN_BEPERKT, BEPERKT)):
        with file.open(encoding="utf-8-sig") as stream:
            published = {row["pad"] for row in csv.DictReader(stream)}
        assert known == published, (sorted(known - published), sorted(published - known))


def test_it_gives_dates_as_far_as_they_are_known(own_register: Any) -> None:
    whole, month, year, none = "19850312", "19850300", "19850000", "00000000"
    server = own_register(
        *({"01.01.20": f"99999000{n}", "01.03.10": date} for n, date in enumerate((whole, month, year, none)))
    )
    vraag = {
        "type": "RaadpleegMetBurgerservicenummer",
        "fields": ["geboorte.datum"],
        "burgerservicenummer": [f"99999000{n}" for n in range(4)],
    }
    _, answer = ask(server, vraag)
    kinds = [one["geboorte"]["datum"]["type"] for one in answer["personen"]]
    assert kinds == ["Datum", "JaarMaandDatum", "JaarDatum", "DatumOnbekend"]


def test_it_leaves_out_who_died_unless_asked(own_register: Any) -> None:
    alive = {"01.01.20": "999990001", "08.11.60": "1234AB", "08.11.20": "1"}
    server = own_register(alive, {**alive, "01.01.20": "999990002", "06.08.10": "20260101"})
    vraag = {
        "type": "ZoekMetPostcodeEnHuisnummer",
        "fields": ["burgerservicenummer"],
        "postcode": "1234AB",
        "huisnummer": 1,
    }
    assert len(ask(server, vraag)[1]["personen"]) == 1
    both = ask(server, {**vraag, "inclusiefOverledenPersonen": True})[1]["personen"]
    assert both[1]["opschortingBijhouding"]["reden"]["code"] == "O"
