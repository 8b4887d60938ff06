"""The system of the social service asks whether somebody is in an open zaak."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from tests.api.programma import Programma, make_toepassing
from tests.factories import NU, deliver, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.bsn import seal_bsn
from meldpunt.aanlevering.models import Signaal, SignaalPersoon, Verwerkingsbeperking
from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak

pytestmark = pytest.mark.django_db(transaction=True)
BSN = "999990019"
ADRES = {"postcode": "2011 aa", "huisnummer": 12, "geboortedatum": "1980-05-01"}


@pytest.fixture
def programma() -> Programma:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    SignaalPersoon.objects.update(**seal_bsn(BSN))
    return Programma(make_toepassing(gemeente="0392"))


def ask(programma: Programma, **wie: Any) -> tuple[int, dict[str, Any]]:
    answer = programma.post("/bekendvragen", {"gemeente": "0392", "doel": "schuldhulpverlening", **wie})
    return answer.status_code, json.loads(answer.content)


def test_it_says_yes_and_which_team_and_nothing_else(programma: Programma) -> None:
    Zaak.objects.update(team="wijkteam-schalkwijk")
    assert ask(programma, bsn=BSN) == (200, {"bekend": True, "team": "wijkteam-schalkwijk"})
    assert ask(programma, **ADRES) == (200, {"bekend": True, "team": "wijkteam-schalkwijk"})
    lines = Logregel.objects.filter(handeling="bekendheid_verteld").order_by("id")
    assert [(line.object, "Wgs art. 8" in line.doel) for line in lines] == 2 * [
        (str(Zaak.objects.get().id), True)
    ]
    assert BSN not in str(list(lines.values()))


@pytest.mark.parametrize(
    "wie",
    [
        {"bsn": "999990032"},
        {**ADRES, "geboortedatum": "1980-05-02"},
        {**ADRES, "toevoeging": "A"},
        {**ADRES, "huisnummer": 13},
    ],
)
def test_it_says_no_of_anybody_else_and_logs_that_too(programma: Programma, wie: dict[str, Any]) -> None:
    assert ask(programma, **wie) == (200, {"bekend": False, "team": ""})
    assert Logregel.objects.get(handeling="bekendheid_verteld").object == "0392"


def test_a_closed_zaak_is_none(programma: Programma) -> None:
    Zaak.objects.update(status="gesloten", gesloten_op=NU, eindresultaat="Inwoner is overleden")
    assert ask(programma, bsn=BSN)[1]["bekend"] is False


@pytest.mark.parametrize(
    ("wie", "code"),
    [
        ({}, "bekendvraag_onvolledig"),
        ({"bsn": BSN, **ADRES}, "bekendvraag_onvolledig"),
        ({"postcode": "2011AA", "huisnummer": 12}, "bekendvraag_onvolledig"),
        ({"bsn": "123456789"}, "bsn_ongeldig"),
        ({**ADRES, "postcode": "20AA"}, "postcode_ongeldig"),
    ],
)
def test_it_asks_to_name_somebody_in_one_way(programma: Programma, wie: dict[str, Any], code: str) -> None:
    status, told = ask(programma, **wie)
    assert (status, told["invalidParams"][0]["code"]) == (400, code)
    assert not Logregel.objects.filter(handeling="bekendheid_verteld").exists()


def test_another_municipality_and_another_purpose_get_no_answer(programma: Programma) -> None:
    assert ask(programma, bsn=BSN, gemeente="0363")[0] == 404
    assert ask(programma, bsn=BSN, doel="nieuwsgierig")[0] == 400
    alleen_zaken = Programma(make_toepassing(gemeente="0392", scopes=["zaken"]))
    assert ask(alleen_zaken, bsn=BSN)[0] == 403


def test_of_who_let_the_data_rest_nothing_is_told(programma: Programma) -> None:
    Verwerkingsbeperking.objects.create(
        gemeente_id="0392",
        signaal=Signaal.objects.get(),
        verzoek=uuid4(),
        grond="juistheid_betwist",
        begonnen_op=NU,
    )
    assert ask(programma, bsn=BSN) == (200, {"bekend": False, "team": ""})
    assert ask(programma, **ADRES) == (200, {"bekend": False, "team": ""})
