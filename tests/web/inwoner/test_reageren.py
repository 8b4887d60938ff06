"""The reply page: who holds a code answers, and nobody learns anything from it."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from structlog.stdlib import ProcessorFormatter
from tests.web.gemeente.scherm import Wereld, make_wereld

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.correspondentie.antwoordcodes import GELDIG, issue_code, short_path, withdraw_codes
from meldpunt.opvolging.models import Bewonersantwoord
from meldpunt.opzet.start import _gunicorn
from meldpunt.rules.antwoorden import ANTWOORDSOORTEN, list_beldagen
from meldpunt.settings.logboek import logging_config
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.models import Teller
from meldpunt.web.inwoner.teksten import TALEN, load_teksten

pytestmark = pytest.mark.django_db(transaction=True)
SCHULD = re.compile(r"schuld|achterstand|vordering|incasso|bedrag|€|\beuro\b", re.IGNORECASE)


@pytest.fixture
def wereld() -> Wereld:
    return make_wereld()


def make_code(wereld: Wereld, *, now=None) -> str:
    return issue_code(
        zaak=wereld.zaak.id,
        gemeente="0392",
        persoon=wereld.persons()[0],
        kanaal="brief",
        verzending=None,
        now=now or timezone.now(),
    )


def enter(code: str, **headers: str) -> Client:
    client = Client(**headers)  # type: ignore[arg-type]
    response = client.post("/reageren/", {"code": code})
    assert (response.status_code, response.url) == (302, "/reageren/keuze/")  # type: ignore[attr-defined]
    return client


def call_me(**anders: str) -> dict[str, str]:
    return {"dag": list_beldagen(timezone.localdate())[1].isoformat(), "dagdeel": "Avond"} | anders


def text_of(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def without_token(response: HttpResponse, typed: str) -> str:
    """Give a page without the token against forged forms and what was typed: those differ each time."""
    body = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", response.content.decode())
    return body.replace(typed, "CODE")


def walk(client: Client) -> list[HttpResponse]:
    """Open every page of the reply, in every language, and give an answer of every kind."""
    pages = [
        client.get(f"{path}?taal={taal}")
        for taal in TALEN
        for path in ("/reageren/", "/reageren/keuze/", *(f"/reageren/antwoord/{s}/" for s in ANTWOORDSOORTEN))
    ]
    for soort in ANTWOORDSOORTEN:
        given = call_me() if soort == "bel_mij" else {}
        pages.append(client.post(f"/reageren/antwoord/{soort}/", given, follow=True))
        pages.append(client.get("/reageren/keuze/"))
    return pages


def test_a_resident_says_when_to_call(wereld: Wereld) -> None:
    client = enter(make_code(wereld))
    assert "Gemeente Haarlem" in text_of(client.get("/reageren/keuze/"))
    response = client.post(
        "/reageren/antwoord/bel_mij/",
        call_me(telefoon="06 12345678", opmerking="Graag na het eten"),
        follow=True,
    )
    assert response.redirect_chain == [("/reageren/bedankt/", 302)]
    assert "Wij bellen u op de dag" in text_of(response)
    row = Bewonersantwoord.objects.get()
    assert (row.zaak_id, row.persoon, row.soort) == (wereld.zaak.id, wereld.persons()[0], "bel_mij")
    assert (row.dag, row.dagdeel, row.telefoon) == (call_me()["dag"], "Avond", "0612345678")
    assert row.opmerking == "Graag na het eten"


def test_a_second_press_is_the_same_answer_and_another_answer_replaces_it(wereld: Wereld) -> None:
    client = enter(make_code(wereld))
    for _ in range(2):
        client.post("/reageren/antwoord/bel_mij/", call_me())
    assert Bewonersantwoord.objects.count() == 1
    assert "Bel mij" in text_of(client.get("/reageren/keuze/"))
    client.post("/reageren/antwoord/geen_hulp/", {})
    open_ones = Bewonersantwoord.objects.filter(vervangen_op=None)
    assert [row.soort for row in open_ones] == ["geen_hulp"]


def test_it_shows_nothing_of_the_zaak_and_speaks_of_no_debt(wereld: Wereld) -> None:
    code = make_code(wereld)
    secrets = {"PWN", "Vitens", str(wereld.zaak.id), str(wereld.zaak.bedrag_cent), code.replace("-", "")}
    for row in SignaalPersoon.objects.all():
        values = (getattr(row, field.attname) for field in row._meta.concrete_fields)
        secrets |= {str(value) for value in values if value and len(str(value)) > 3 and value != "0392"}
    assert {"Jansen", "Bakker", "2011AA"} <= secrets
    seen = walk(enter(code))
    assert len(seen) > 40
    for page in seen:
        assert page.status_code == 200
        body = text_of(page)
        assert [value for value in secrets if value in body] == []
        assert SCHULD.search(re.sub(r"<link[^>]+>|<script[^>]+>", "", body)) is None
        assert "django_language" not in page.headers.get("Set-Cookie", "")


def test_unknown_lapsed_and_withdrawn_get_the_same_page(wereld: Wereld) -> None:
    lapsed = make_code(wereld, now=timezone.now() - GELDIG - timedelta(minutes=1))
    withdrawn = make_code(wereld)
    systeem = system_actor(herkomst="test")
    withdraw_codes(zaak=wereld.zaak.id, gemeente="0392", persoon=None, door=systeem, now=timezone.now())
    pages, queries = [], []
    for code in ("ZZZZZ-ZZZZZ", lapsed, withdrawn):
        with CaptureQueriesContext(connection) as asked:
            response = Client().post("/reageren/", {"code": code})
        assert response.status_code == 422
        pages.append((without_token(response, code), sorted(response.headers)))
        queries.append(len(asked))
    assert "[code_onbekend]" in pages[0][0]
    assert pages[0] == pages[1] == pages[2]
    assert queries == [queries[0]] * 3


def test_it_stops_who_guesses_and_says_when_and_what_else(wereld: Wereld) -> None:
    client = Client(REMOTE_ADDR="192.0.2.1")
    for _ in range(20):
        assert client.post("/reageren/", {"code": "ZZZZZ-ZZZZZ"}).status_code == 422
    response = client.post("/reageren/", {"code": make_code(wereld)})
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert re.search(r"Vanaf \d\d:\d\d uur .* Bel dan het nummer in de brief", text_of(response))
    assert not set(Teller.objects.values_list("sleutel", flat=True)) & {"192.0.2.1"}
    enter(make_code(wereld), REMOTE_ADDR="192.0.2.2")


def test_without_a_right_code_there_is_no_page_behind_it(wereld: Wereld) -> None:
    stranger = Client()
    for path in ("/reageren/keuze/", "/reageren/bedankt/", "/reageren/antwoord/bel_mij/"):
        assert stranger.get(path).url == "/reageren/"  # type: ignore[attr-defined]
    assert stranger.post("/reageren/antwoord/geen_hulp/", {}).status_code == 302
    stranger.cookies["reageren"] = f"0392:{wereld.zaak.id}"
    assert stranger.get("/reageren/keuze/").status_code == 302
    assert not Bewonersantwoord.objects.exists()


def test_a_code_that_lapses_on_the_way_is_asked_again(wereld: Wereld) -> None:
    client = enter(make_code(wereld))
    systeem = system_actor(herkomst="test")
    withdraw_codes(zaak=wereld.zaak.id, gemeente="0392", persoon=None, door=systeem, now=timezone.now())
    response = client.post("/reageren/antwoord/geen_hulp/", {})
    assert response.url == "/reageren/"  # type: ignore[attr-defined]
    assert not Bewonersantwoord.objects.exists()


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, {"antwoord_dag", "antwoord_dagdeel"}),
        (call_me(telefoon="bel maar"), {"antwoord_telefoon"}),
        (call_me(opmerking="x" * 301), {"antwoord_opmerking"}),
        (call_me(dag="2020-01-01"), {"antwoord_dag"}),
        (call_me(dag="morgen", dagdeel="Nacht"), {"antwoord_dag", "antwoord_dagdeel"}),
    ],
)
def test_it_says_what_to_mend(wereld: Wereld, given: dict[str, str], codes: set[str]) -> None:
    response = enter(make_code(wereld)).post("/reageren/antwoord/bel_mij/", given)
    assert response.status_code == 422
    assert set(re.findall(r"\[(antwoord_\w+)\]", text_of(response))) == codes


def test_the_short_link_leaves_the_address_bar_and_tries_nothing(wereld: Wereld) -> None:
    code, client = make_code(wereld), Client()
    response = client.get(short_path(code))
    assert (response.status_code, response.url) == (302, "/reageren/")  # type: ignore[attr-defined]
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("no-referrer", "no-store")
    assert f'value="{code}"' in client.get("/reageren/").content.decode()
    assert not Teller.objects.exists()
    assert client.get(f"{short_path(code)}/").status_code == 302
    assert client.post("/reageren/", {"code": code}).url == "/reageren/keuze/"  # type: ignore[attr-defined]
    assert code not in client.get("/reageren/").content.decode()


def test_no_page_is_stored_listed_or_passed_on(wereld: Wereld) -> None:
    client = enter(make_code(wereld))
    client.post("/reageren/antwoord/niet_ik/", {})
    for path in ("/reageren/", "/reageren/keuze/", "/reageren/antwoord/niet_ik/", "/reageren/bedankt/"):
        response = client.get(path)
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] in {"same-origin", "no-referrer"}
    cookie = client.cookies["reageren"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/reageren/")


def test_a_forged_form_gives_no_answer(wereld: Wereld) -> None:
    code = make_code(wereld)
    client = Client(enforce_csrf_checks=True)
    assert client.post("/reageren/", {"code": code}).status_code == 403


@pytest.mark.parametrize("json", [True, False])
def test_no_log_line_holds_a_code(wereld: Wereld, json: bool, caplog: pytest.LogCaptureFixture) -> None:
    code = make_code(wereld)
    plain = code.replace("-", "")
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="django"):
        Client().get(f"/r/{plain}")
        enter(code)
        # These are refused, and Django names the address of what it refuses.
        Client().post(f"/r/{plain}")
        Client().get(f"/r/{plain}/verder/")
    config = logging_config(json=json, level="ERROR")["formatters"]["regel"]
    formatter = ProcessorFormatter(
        processors=config["processors"], foreign_pre_chain=config["foreign_pre_chain"]
    )
    lines = [formatter.format(record) for record in caplog.records if not record.name.startswith("django.db")]
    assert any("/r/[weggelaten]" in line for line in lines)
    assert not [line for line in lines if plain in line or code in line]
    assert not [part for part in _gunicorn("127.0.0.1", 80) if "access" in part]


def test_every_language_says_the_same_in_its_own_direction() -> None:
    dutch = load_teksten("nl")
    for taal in TALEN:
        texts = load_teksten(taal)
        assert set(texts) == set(dutch)
        for key, value in dutch.items():
            assert re.findall(r"\{\w+\}|\[\w+\]", texts[key]) == re.findall(r"\{\w+\}|\[\w+\]", value), (
                taal,
                key,
            )
            assert not SCHULD.search(texts[key])
        page = Client().get(f"/reageren/?taal={taal}").content.decode()
        assert f'<html lang="{taal}" dir="{"rtl" if taal == "ar" else "ltr"}"' in page


def test_a_chosen_language_stays_and_an_unknown_one_is_dutch(wereld: Wereld) -> None:
    client = enter(make_code(wereld))
    assert '<html lang="tr"' in client.get("/reageren/keuze/?taal=tr").content.decode()
    assert '<html lang="tr"' in client.get("/reageren/antwoord/bel_mij/").content.decode()
    assert '<html lang="nl"' in Client().get("/reageren/?taal=xx").content.decode()
