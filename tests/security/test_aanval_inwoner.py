"""Somebody without an account who tries the page of residents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.security.doelwit import Doelwit

from meldpunt.correspondentie.antwoordcodes import ALFABET, PER_AFZENDER, PER_CODE, SAMEN
from meldpunt.correspondentie.models import Antwoordcode
from meldpunt.opvolging.models import Bewonersantwoord
from meldpunt.toegang.models import Teller
from meldpunt.web.inwoner.bewijs import BEWIJS, SALT

pytestmark = pytest.mark.django_db
KEUZE = "/reageren/keuze/"


@pytest.fixture(autouse=True)
def one_stretch() -> Iterator[None]:
    """Stop the clock at the begin of a stretch of ten minutes: the counters must not begin anew halfway a test."""
    now = timezone.now()
    with mock.patch(
        "django.utils.timezone.now", return_value=now.replace(minute=now.minute // 10 * 10, second=1)
    ):
        yield


def enter(doelwit: Doelwit) -> Client:
    client = Client()
    assert client.post("/reageren/", {"code": doelwit.code}).status_code == 302
    return client


CODES: dict[str, str] = {
    "nothing": "",
    "a code that never was": "00000-00000",
    "every code at once": "%",
    "any one sign": "_" * 10,
    "the end of the question": "' OR '1'='1",
    "a second question": "x'; DROP TABLE meldpunt_antwoordcode; --",
    "a sign that the database cannot hold": "ABCDE\u0000FGHIJ",
    "letters that look like ours": "ＡＢＣＤＥ-ＦＧＨＩＪ",
    "a code without end": "A" * 100_000,
    "markup": "<script>alert(1)</script>",
    "a place of a template": "{{ request.session }}",
    "a turn of the reading direction": "\u202eABCDE-FGHIJ",
    "a code of line ends": "A\r\nSet-Cookie: x=y",
    "half a sign": "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
}


@pytest.mark.parametrize("naam", CODES)
def test_it_refuses_as_a_code(naam: str, doelwit: Doelwit) -> None:
    """`correspondentie/antwoordcodes.py`: only the keyed hash of a code is looked up, and every no is the same no."""
    answer = Client().post("/reageren/", {"code": CODES[naam]})
    assert answer.status_code in {400, 422}
    assert CODES[naam] not in {"<script>alert(1)</script>"} or CODES[naam] not in answer.content.decode()
    assert Antwoordcode.objects.exists()


BEWIJZEN: dict[str, str] = {
    "without a signature": f"0392:{uuid4()}",
    "with a signature of another purpose": signing.get_cookie_signer(salt="elders").sign(f"0392:{uuid4()}"),
    "with a signature of the short link": signing.get_cookie_signer(salt="reageerlink" + SALT).sign("ABCDE"),
    "with a signature that was cut": "0392:x:abc",
    "with nothing in it": "",
    "with a picture of a session": "gAJ9cQEoVQ==",
}


@pytest.mark.parametrize("naam", BEWIJZEN)
def test_it_refuses_a_proof(naam: str, doelwit: Doelwit) -> None:
    """`web/inwoner/bewijs.py`: what a browser keeps is signed for these pages, and for this purpose only."""
    client = Client()
    client.cookies[BEWIJS] = BEWIJZEN[naam]
    assert client.get(KEUZE).status_code == 302
    assert client.post("/reageren/antwoord/niet_ik/", {}).status_code == 302
    assert not Bewonersantwoord.objects.exists()


def test_it_refuses_a_proof_that_is_too_old(doelwit: Doelwit) -> None:
    """`web/inwoner/bewijs.py`: half an hour, whatever the browser keeps."""
    client = enter(doelwit)
    with mock.patch("time.time", return_value=(timezone.now() + timedelta(hours=1)).timestamp()):
        assert client.get(KEUZE).status_code == 302


def test_it_refuses_a_proof_of_a_code_that_was_taken_back(doelwit: Doelwit) -> None:
    """`correspondentie/antwoordcodes.py`: what a proof opens is asked anew at every page."""
    client = enter(doelwit)
    Antwoordcode.objects.update(ingetrokken_op=timezone.now())
    assert client.get(KEUZE).status_code == 302
    client.post("/reageren/antwoord/niet_ik/", {})
    assert not Bewonersantwoord.objects.exists()


def test_it_refuses_a_code_that_lapsed(doelwit: Doelwit) -> None:
    """`correspondentie/antwoordcodes.py`: a code ends after six weeks."""
    Antwoordcode.objects.update(geldig_tot=timezone.now() - timedelta(seconds=1))
    assert Client().post("/reageren/", {"code": doelwit.code}).status_code == 422


def test_it_refuses_a_code_of_a_zaak_that_is_long_over(doelwit: Doelwit) -> None:
    """`correspondentie/antwoordcodes.py`: two weeks after closing nothing opens any more."""
    code = Antwoordcode.objects.order_by("-id")[0]
    type(code.zaak).objects.filter(id=code.zaak_id).update(
        status="gesloten",
        eindresultaat="Geen reactie na eerder contact",
        status_sinds=timezone.now() - timedelta(days=15),
        gesloten_op=timezone.now() - timedelta(days=15),
    )
    assert Client().post("/reageren/", {"code": doelwit.code}).status_code == 422


def test_it_refuses_to_tell_a_wrong_code_from_an_old_one(doelwit: Doelwit) -> None:
    """`correspondentie/antwoordcodes.py`: unknown, lapsed and withdrawn are one answer of the same questions."""

    def ask(code: str) -> tuple[str, list[str]]:
        with CaptureQueriesContext(connection) as asked:
            page = Client().post("/reageren/", {"code": code}).content.decode().replace(code, "")
        return re.sub(r"\w{64}", "", page), [one["sql"].split(" WHERE ")[0][:60] for one in asked]

    never = ask("00000-00000")
    Antwoordcode.objects.update(ingetrokken_op=timezone.now())
    assert ask(doelwit.code) == never


def test_it_refuses_to_go_on_guessing(doelwit: Doelwit) -> None:
    """`toegang/tellers.py`: one sender has twenty tries in ten minutes, and the right code does not count then."""
    client = Client()
    answers = [
        client.post("/reageren/", {"code": f"00000-{n:05}"}).status_code
        for n in range(PER_AFZENDER.aantal + 1)
    ]
    assert answers[-1] == 429
    assert client.post("/reageren/", {"code": doelwit.code}).status_code == 429


def test_it_refuses_another_address_in_a_header(doelwit: Doelwit) -> None:
    """`web/inwoner/afzender.py`: without proxies of our own nobody says who somebody is."""
    for number in range(PER_AFZENDER.aantal):
        Client().post("/reageren/", {"code": "0"}, headers={"X-Forwarded-For": f"203.0.113.{number}"})
    last = Client().post("/reageren/", {"code": "0"}, headers={"X-Forwarded-For": "203.0.113.200"})
    assert last.status_code == 429


def test_it_refuses_another_address_of_the_same_network(doelwit: Doelwit) -> None:
    """`toegang/tellers.py`: of IPv6 the network counts, for a household has all its addresses."""
    for number in range(PER_AFZENDER.aantal):
        Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}").post("/reageren/", {"code": "0"})
    assert Client(REMOTE_ADDR="2001:db8:1:2:ffff::1").post("/reageren/", {"code": "0"}).status_code == 429


def test_it_refuses_a_thousand_senders_together(doelwit: Doelwit) -> None:
    """`toegang/tellers.py`: everybody together has a limit too."""
    Client(REMOTE_ADDR="198.51.1.7").post("/reageren/", {"code": "0"})
    assert Teller.objects.filter(soort=SAMEN.soort).update(aantal=SAMEN.aantal - 1) == 1
    answers = [
        Client(REMOTE_ADDR=f"198.51.{n}.7").post("/reageren/", {"code": "0"}).status_code for n in (2, 3)
    ]
    assert answers == [422, 429]


def test_it_refuses_an_answer_on_and_on(doelwit: Doelwit) -> None:
    """`correspondentie/antwoordcodes.py`: who changes an answer twenty times in an hour is a script."""
    client = enter(doelwit)
    answers = [client.post("/reageren/antwoord/niet_ik/", {}).status_code for _ in range(PER_CODE.aantal + 1)]
    assert answers[-1] == 429


def test_it_refuses_to_keep_a_code_that_can_be_read(doelwit: Doelwit) -> None:
    """`correspondentie/antwoordcodes.py`: the database holds keyed hashes; who reads it answers nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM meldpunt_antwoordcode t")
        kept = cursor.fetchone()[0]
    assert doelwit.code not in kept
    assert doelwit.code.replace("-", "") not in kept
    assert len(ALFABET) ** 10 == 2**50


def test_it_refuses_an_answer_of_no_kind(doelwit: Doelwit) -> None:
    """`web/inwoner/reageren.py`: there are four answers."""
    assert enter(doelwit).post("/reageren/antwoord/admin/", {}).status_code == 404


def test_it_refuses_an_answer_about_another_zaak(doelwit: Doelwit) -> None:
    """`web/inwoner/reageren.py`: which zaak an answer is about comes from the proof, never from the form."""
    given = {"zaak": str(uuid4()), "gemeente": "0344", "persoon": str(uuid4())}
    enter(doelwit).post("/reageren/antwoord/niet_ik/", given)
    answer = Bewonersantwoord.objects.get()
    assert (answer.gemeente_id, answer.zaak_id) == ("0392", doelwit.sleutels["gemeente"]["zaak"])


def test_it_refuses_to_say_anything_about_the_resident(doelwit: Doelwit) -> None:
    """`web/inwoner`: whoever holds the letter of another learns nothing from the page."""
    client = enter(doelwit)
    page = client.get(KEUZE).content.decode()
    assert not any(
        word in page for word in ("Smit", "2011", "PWN", "120,50", str(doelwit.sleutels["gemeente"]["zaak"]))
    )


def test_it_refuses_to_leave_the_code_in_the_address(doelwit: Doelwit) -> None:
    """`web/inwoner/reageren.py`: a short link is taken out of the address bar at once, and tries nothing."""
    answer = Client().get(f"/r/{doelwit.code.replace('-', '')}")
    assert (answer.status_code, answer["Location"]) == (302, "/reageren/")
    assert answer["Referrer-Policy"] == "no-referrer"
