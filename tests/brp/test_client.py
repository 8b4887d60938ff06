"""The client asks what the contract knows, and reads what the contract gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from tests.brp.contract import list_fouten, need_contract

from meldpunt.adapters.brp import Brpfout, Register, get_persoon, search_personen
from meldpunt.adapters.uitgaand import Antwoord
from meldpunt.demo.brpserver.server import Brpserver
from meldpunt.rules.brpoordeel import list_standen, look_up
from meldpunt.rules.brppersoon import BrpDatum
from meldpunt.rules.brpvraag import Gezocht, list_ruime_vragen, list_zoekvragen


def sender(server: Brpserver) -> Callable[[bytes], Antwoord]:
    """Carry questions to a server with the standard library."""

    def send(body: bytes) -> Antwoord:
        headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
        request = Request(f"{server.adres}/personen", data=body, headers=headers)  # noqa: S310
        try:
            with urlopen(request, timeout=5) as answer:  # noqa: S310
                return Antwoord(answer.status, answer.read())
        except HTTPError as refused:
            return Antwoord(refused.code, refused.read())

    return send


def answering(status: int, inhoud: bytes) -> Callable[[bytes], Antwoord]:
    return lambda _body: Antwoord(status, inhoud)


MOULIN = Gezocht(
    gemeente="0599",
    voorletters="S.",
    achternaam="Moulin",
    geboortedatum=date(1985, 12, 1),
    postcode="3077AW",
    huisnummer=31,
)


def test_it_asks_only_what_the_contract_knows() -> None:
    need_contract()
    asked: list[dict[str, Any]] = []

    def note(body: bytes) -> Antwoord:
        asked.append(json.loads(body))
        return Antwoord(200, json.dumps({"type": asked[-1]["type"], "personen": []}).encode())

    wide = Gezocht(
        gemeente="0599",
        voorletters="J.P.",
        tussenvoegsel="van den",
        achternaam="Şahin-van der Weiß",
        geboortedatum=date(1985, 12, 1),
        postcode="3077AW",
        huisnummer=31,
        object_id="0599010000208579",
    )
    for vraag in (*list_zoekvragen(wide), *list_ruime_vragen(wide)):
        search_personen(vraag, send=note)
    get_persoon("999993653", met_partner=True, send=note)
    assert {one["type"] for one in asked} == {
        "ZoekMetAdresseerbaarObjectIdentificatie",
        "ZoekMetPostcodeEnHuisnummer",
        "ZoekMetGeslachtsnaamEnGeboortedatum",
        "RaadpleegMetBurgerservicenummer",
    }
    assert [list_fouten(one["type"], one) for one in asked] == [[]] * len(asked)
    assert [one["geslachtsnaam"] for one in asked if "geslachtsnaam" in one][:2] == ["Weiß", "Şahin"]


def test_it_finds_somebody_of_the_test_set_by_address_and_name(register: Brpserver) -> None:
    register.gesteld.clear()
    found = look_up(MOULIN, Register(sender(register)))
    assert (found.uitkomst, found.stap) == ("gevonden", "adres")
    assert found.persoon is not None
    assert found.persoon.bsn == "999993653"
    assert (found.persoon.gemeente, found.persoon.adres.object_id) == ("0599", "0599010000208579")
    assert list_standen(found.persoon, MOULIN) == ()
    assert [json.loads(one)["type"] for one in register.gesteld] == [
        "ZoekMetPostcodeEnHuisnummer",
        "RaadpleegMetBurgerservicenummer",
    ]


def test_it_reads_a_birth_date_as_far_as_it_is_known(register: Brpserver) -> None:
    found = get_persoon("999990457", met_partner=False, send=sender(register))
    assert found is not None
    assert found.geboorte == BrpDatum(1995, 2)
    assert found.opschorting == "R"
    assert found.adres.soort == "buitenland"


def test_it_knows_nobody_by_a_number_that_is_not_there(register: Brpserver) -> None:
    assert get_persoon("100000009", met_partner=False, send=sender(register)) is None


ROMMEL = {
    "no JSON": (200, b"<html>onderhoud</html>"),
    "half an answer": (200, b'{"type": "RaadpleegMetBurger'),
    "another type": (200, b'{"type": "ZoekMetPostcodeEnHuisnummer", "personen": []}'),
    "a list": (200, b"[]"),
    "persons that are none": (200, b'{"type": "RaadpleegMetBurgerservicenummer", "personen": ["a"]}'),
    "a number as a name": (
        200,
        b'{"type": "RaadpleegMetBurgerservicenummer", "personen": [{"naam": {"geslachtsnaam": 3}}]}',
    ),
    "an unknown kind of date": (
        200,
        b'{"type": "RaadpleegMetBurgerservicenummer", "personen": [{"geboorte": {"datum": {"type": "Week"}}}]}',
    ),
    "nothing": (200, b""),
}


@pytest.mark.parametrize("geval", ROMMEL)
def test_it_says_that_an_answer_cannot_be_read_and_keeps_what_is_in_it_to_itself(geval: str) -> None:
    status, inhoud = ROMMEL[geval]
    with pytest.raises(Brpfout) as wrong:
        get_persoon("999993653", met_partner=False, send=answering(status, inhoud))
    assert wrong.value.code == "brp_onleesbaar"
    assert "999993653" not in str(wrong.value)


def test_it_tells_a_question_that_is_refused_from_one_that_finds_too_many() -> None:
    vraag = list_zoekvragen(MOULIN)[0]
    many = search_personen(vraag, send=answering(400, b'{"code": "tooManyResults"}'))
    assert (many.personen, many.te_veel) == ((), True)
    with pytest.raises(Brpfout, match="paramsValidation") as wrong:
        search_personen(vraag, send=answering(400, b'{"code": "paramsValidation"}'))
    assert wrong.value.code == "brp_vraag_geweigerd"
