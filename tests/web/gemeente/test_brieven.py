"""The panel of a zaak, the piles of letters, and what each role may open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import make_actor, make_gebruiker, make_gemeente, make_uitvoerder
from tests.slices.correspondentie.post import give_contact, prepare_texts
from tests.web.gemeente.scherm import Wereld, log_in, make_wereld
from tests.web.gemeente.test_postvak import text_of

from meldpunt.correspondentie.models import Verzending, Verzendpartij
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Contactpoging
from meldpunt.sleutels import new_id

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wereld() -> Wereld:
    made = make_wereld()
    marit = make_gebruiker(rol="coordinator", naam="Marit Veenstra")
    prepare_texts(make_actor(rol="coordinator", gebruiker=marit.id), now=timezone.now())
    made.client.post(made.url("oppakken/"))
    return made


def make(wereld: Wereld, sjabloon: str = "eerste-brief|nl", *, hoe: str = "stapel", wie: int = 0):
    return wereld.client.post(
        wereld.url("bericht/"),
        {"sjabloon": sjabloon, "persoon": str(wereld.persons()[wie]), "hoe": hoe},
        follow=True,
    )


def batch_url(what: str = "") -> str:
    row = Verzendpartij.objects.latest("id")
    return f"/gemeente/brieven/{row.gemeente_id}/{row.id}/{what}"


def test_the_panel_makes_a_letter_and_shows_its_history(wereld: Wereld) -> None:
    page = text_of(make(wereld))
    assert "ligt klaar om te drukken" in page
    assert "Brief aan J. Jansen, namens Gemeente Haarlem" in page
    assert "Klaar om te drukken" in page
    assert "Brief gemaakt" in page
    assert "[bericht_ligt_klaar]" in text_of(make(wereld))
    made = Verzending.objects.get()
    withdrawn = wereld.client.post(wereld.url("bericht/intrekken/"), {"verzending": made.id}, follow=True)
    assert "Ingetrokken" in text_of(withdrawn)


def test_a_pile_is_downloaded_printed_and_stands_on_the_zaak(wereld: Wereld) -> None:
    make(wereld)
    make(wereld, wie=1)
    assert "2 brieven" in text_of(wereld.client.get("/gemeente/brieven/"))
    assert "Download en druk de stapel eerst" in text_of(wereld.client.get(batch_url()))
    refused = wereld.client.post(batch_url("gedrukt/"), follow=True)
    assert "[partij_niet_opgehaald]" in text_of(refused)
    pdf = wereld.client.get(batch_url("stapel.pdf"))
    assert (pdf.status_code, pdf["Content-Type"], pdf["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    assert pdf.content.startswith(b"%PDF")
    packed = wereld.client.get(batch_url("stapel.zip"))
    assert b"".join(packed.streaming_content).startswith(b"PK")
    one = Verzending.objects.order_by("id")[0]
    assert wereld.client.get(batch_url(f"{one.id}.pdf")).content.startswith(b"%PDF")
    done = text_of(wereld.client.post(batch_url("gedrukt/"), follow=True))
    assert "2 vastgelegd" in done
    assert "door Noor Jansen" in done
    page = text_of(wereld.client.get(wereld.url()))
    assert "Gedrukt op" in page
    assert "Brief: niet bereikt" in page
    assert Contactpoging.objects.count() == 2
    assert "[partij_al_gedrukt]" in text_of(wereld.client.post(batch_url("gedrukt/"), follow=True))


def test_a_letter_of_now_goes_straight_to_its_page(wereld: Wereld) -> None:
    response = make(wereld, hoe="nu")
    assert response.redirect_chain[-1][0] == batch_url()
    assert "Gedrukt en verstuurd" in text_of(response)


def test_a_mail_waits_and_one_that_failed_stands_out(wereld: Wereld) -> None:
    assert "[geen_mailadres]" in text_of(make(wereld, "mail|nl"))
    give_contact("Jansen", email="j@jansen.example")
    page = text_of(make(wereld, "mail|nl"))
    assert "Wacht op verzenden" in page
    assert "j@jansen.example" in page
    Verzending.objects.update(status="mislukt", volgende_op=None, fout="adres_geweigerd", pogingen=1)
    page = text_of(wereld.client.get(wereld.url()))
    assert "1 mislukt" in page
    assert "De mailserver kent dit adres niet." in page
    made = Verzending.objects.get()
    again = wereld.client.post(wereld.url("bericht/opnieuw/"), {"verzending": made.id}, follow=True)
    assert "wordt opnieuw verzonden" in text_of(again)


def test_the_panel_waits_until_it_is_decided_who_is_who(wereld: Wereld) -> None:
    Zaak.objects.update(vragen_open=1)
    page = text_of(wereld.client.get(wereld.url()))
    assert "Tot dan gaat er geen brief of bericht uit" in page
    assert "[persoon_onbeslist]" in text_of(make(wereld))


def test_it_asks_for_a_choice_and_reads_no_strange_key(wereld: Wereld) -> None:
    assert "[keuze_ontbreekt]" in text_of(wereld.client.post(wereld.url("bericht/"), {}, follow=True))
    wrong = wereld.client.post(wereld.url("bericht/intrekken/"), {"verzending": "x"}, follow=True)
    assert "[bericht_onbekend]" in text_of(wrong)
    assert wereld.client.get(f"/gemeente/brieven/0392/{new_id()}/").status_code == 404


@pytest.mark.parametrize(
    ("rol", "partijsoort", "partij"),
    [
        ("behandelaar", "gemeente", "0344"),
        ("behandelaar", "uitvoerder", "SDD"),
        ("uitvoerder", "uitvoerder", "wijkteam"),
        ("privacy", "gemeente", "0392"),
        ("partner", "partner", "pwn"),
        ("beheer", "meldpunt", "meldpunt"),
    ],
)
def test_it_keeps_the_letters_from_everybody_else(
    wereld: Wereld, rol: str, partijsoort: str, partij: str
) -> None:
    make(wereld, hoe="nu")
    one = Verzending.objects.get()
    make_gemeente(code="0344", naam="Utrecht")
    if partijsoort == "uitvoerder":
        make_uitvoerder(sleutel=partij, naam=partij, gemeenten=["0392"])
    stranger = log_in(
        make_gebruiker(rol=rol, partijsoort=partijsoort, partij=partij, email="ander@elders.example")
    )
    for url in (batch_url(), batch_url("stapel.pdf"), batch_url("stapel.zip"), batch_url(f"{one.id}.pdf")):
        assert stranger.get(url).status_code in {403, 404}, url
    assert stranger.post(batch_url("gedrukt/")).status_code in {403, 404}
    for what in ("bericht/", "bericht/intrekken/", "bericht/opnieuw/"):
        given = {"sjabloon": "kaartje|nl", "persoon": one.persoon, "verzending": one.id}
        assert stranger.post(wereld.url(what), given).status_code in {403, 404}
    assert Verzendpartij.objects.get().gedrukt_op is None
    assert Verzending.objects.count() == 1


def count_queries(wereld: Wereld, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert wereld.client.get(url).status_code == 200
    return len(queries)


def test_its_pages_ask_a_fixed_number_of_questions(wereld: Wereld) -> None:
    make(wereld, hoe="nu")
    urls = ("/gemeente/brieven/", batch_url(), wereld.url())
    # Who opens a zaak for the first time reads it and takes its lock.
    wereld.client.get(wereld.url())
    few = [count_queries(wereld, url) for url in urls]
    first = Verzending.objects.get()
    for number in range(12):
        batch = Verzendpartij.objects.create(
            gemeente_id="0392",
            postvak="0392",
            kanaal="brief",
            aantal=1,
            gemaakt_op=timezone.now() + timedelta(seconds=number),
            gemaakt_door=wereld.gebruiker.id,
        )
        for partij in (first.partij, batch):
            copy = Verzending.objects.get(id=first.id)
            copy.status, copy.verzonden_op = "verzonden", timezone.now()
            copy.id, copy.partij = new_id(), partij
            copy.save(force_insert=True)
    assert [count_queries(wereld, url) for url in urls] == few


def test_the_list_goes_on_by_key(wereld: Wereld) -> None:
    for number in range(27):
        Verzendpartij.objects.create(
            gemeente_id="0392",
            postvak="0392",
            kanaal="brief",
            aantal=100 + number,
            gemaakt_op=timezone.now(),
            gemaakt_door=wereld.gebruiker.id,
        )
    first = wereld.client.get("/gemeente/brieven/")
    assert "126 brieven" in text_of(first)
    assert "101 brieven" not in text_of(first)
    rest = wereld.client.get("/gemeente/brieven/" + first.context["paginering"]["volgende_url"])
    assert "101 brieven" in text_of(rest)
