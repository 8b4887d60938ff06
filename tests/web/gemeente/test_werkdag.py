"""The working day on the screen: filters that are kept, acts on many, hold, hand-over, who has a zaak open."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import (
    make_deelname,
    make_gebruiker,
    make_regel,
    make_uitvoerder,
    make_zaak,
    make_zaaktermijn,
)
from tests.web.gemeente.scherm import Wereld, bring, log_in, make_wereld, recent
from tests.web.gemeente.test_postvak import text_of

from meldpunt import pipeline
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Contactpoging
from meldpunt.toegang.actor import system_actor
from meldpunt.werkvoorraad.models import Bewaardfilter, Overdracht, Stapelopdracht, Zaakslot

pytestmark = pytest.mark.django_db(transaction=True)
POSTVAK = "/gemeente/postvak/"


@pytest.fixture
def wereld() -> Wereld:
    return make_wereld()


def work() -> None:
    """Let the worker look once."""
    pipeline.run_due(door=system_actor(herkomst="test"), clock=timezone.now)


def stack(client: Client, zaken: list[Zaak], **post: str) -> str:
    keys = [f"{zaak.gemeente_id}:{zaak.id}" for zaak in zaken]
    response = client.post(f"{POSTVAK}stapel/", {"kies": keys, **post}, follow=True)
    return text_of(response)


def make_collega() -> str:
    return str(make_gebruiker(email="sam@haarlem.example", naam="Sam de Boer").id)


# acts on many


def test_many_are_taken_and_what_is_skipped_is_told_with_why(wereld: Wereld) -> None:
    bring([make_regel(klantnummer="K9", huisnummer="99", sinds=recent())])
    taken = Zaak.objects.exclude(id=wereld.zaak.id).get()
    other = log_in(make_gebruiker(email="collega@haarlem.example", naam="Sam de Boer"))
    other.post(wereld.url("oppakken/", taken))
    page = stack(wereld.client, [wereld.zaak, taken], actie="oppakken", terug="status=open")
    assert "0 van 2 zaken gehad" in page
    work()
    page = text_of(wereld.client.get(f"{POSTVAK}stapels/{Stapelopdracht.objects.get().id}/"))
    assert "1 zaak</strong> Een collega heeft deze zaak al in behandeling. [zaak_bezet]" in page
    assert "2011 AA 99</a>" in page
    wereld.zaak.refresh_from_db()
    assert (wereld.zaak.status, wereld.zaak.behandelaar) == ("in_behandeling", wereld.gebruiker.id)


def test_the_part_that_changes_asks_again_until_it_is_done(wereld: Wereld) -> None:
    stack(wereld.client, [wereld.zaak], actie="oppakken")
    address = f"{POSTVAK}stapels/{Stapelopdracht.objects.get().id}/"
    busy = text_of(wereld.client.get(address, headers={"hx-request": "true"}))
    assert busy.lstrip().startswith("<div")
    assert 'hx-trigger="every 2s"' in busy
    work()
    assert "hx-trigger" not in text_of(wereld.client.get(address, headers={"hx-request": "true"}))
    assert "Klaar" in text_of(wereld.client.get(f"{POSTVAK}stapels/"))


def test_an_act_that_needs_more_asks_for_it_and_then_does_it(wereld: Wereld) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    page = stack(wereld.client, [wereld.zaak], actie="poging")
    assert "Contactpoging vastleggen: 1 zaak" in page
    key = f"0392:{wereld.zaak.id}"
    post = {"actie": "poging", "ingevuld": "ja", "sleutels": key, "soort": "Telefoon", "dagdeel": "Ochtend"}
    wrong = wereld.client.post(f"{POSTVAK}stapel/", {**post, "datum": "ooit", "bereikt": "nee"})
    assert wrong.status_code == 422
    assert "contact_datum" in text_of(wrong)
    today = timezone.localdate().isoformat()
    wereld.client.post(f"{POSTVAK}stapel/", {**post, "datum": today, "bereikt": "ja"})
    work()
    assert Contactpoging.objects.get().bereikt is True


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"dagen": "14", "reden": "brief"}, ""),
        ({"dagen": "datum", "reden": "brief"}, "wacht_datum"),
        ({"dagen": "datum", "tot": "2020-01-01", "reden": "brief"}, "wacht_datum"),
        ({"dagen": "14", "reden": ""}, "reden_ontbreekt"),
    ],
)
def test_holding_many_says_what_is_wrong(wereld: Wereld, given: dict[str, str], code: str) -> None:
    post = {"actie": "wacht", "ingevuld": "ja", "sleutels": f"0392:{wereld.zaak.id}", **given}
    response = wereld.client.post(f"{POSTVAK}stapel/", post)
    work()
    wereld.zaak.refresh_from_db()
    assert (response.status_code == 302) is (code == "")
    assert (wereld.zaak.wacht_tot is not None) is (code == "")
    assert code in text_of(response)


def test_everything_in_the_filter_goes_along_and_nothing_else(wereld: Wereld) -> None:
    bring([make_regel(klantnummer=f"K{n}", huisnummer=str(n), sinds=recent()) for n in range(100, 160)])
    make_zaaktermijn(zaak=wereld.zaak, eind=timezone.localdate())
    aan = make_collega()
    post = {"hele_keuze": "ja", "terug": "termijn=vandaag", "actie": "toewijzen", "aan": aan}
    wereld.client.post(f"{POSTVAK}stapel/", post)
    assert Stapelopdracht.objects.get().aantal == 1
    wereld.client.post(f"{POSTVAK}stapel/", {**post, "terug": ""})
    work()
    assert Zaak.objects.filter(behandelaar=aan).count() == 61


def test_a_stranger_or_anothers_zaak_is_not_chosen(wereld: Wereld) -> None:
    stranger = make_gebruiker(partij="0363", email="elders@amsterdam.example")
    make_deelname(gemeente="0363", naam="Amsterdam", postcodes=["1011-1109"])
    assert "collega_onbekend" in stack(
        wereld.client, [wereld.zaak], actie="toewijzen", ingevuld="ja", aan=str(stranger.id)
    )
    elsewhere = make_zaak(gemeente="0363")
    assert "niets_gekozen" in stack(wereld.client, [elsewhere], actie="oppakken")
    assert "actie_ontbreekt" in stack(wereld.client, [wereld.zaak], actie="vernietigen")
    assert not Stapelopdracht.objects.exists()


def test_anothers_stapelopdracht_is_not_found(wereld: Wereld) -> None:
    stack(wereld.client, [wereld.zaak], actie="oppakken")
    other = log_in(make_gebruiker(email="sam@haarlem.example"))
    assert other.get(f"{POSTVAK}stapels/{Stapelopdracht.objects.get().id}/").status_code == 404
    assert "Nog geen opdrachten" in text_of(other.get(f"{POSTVAK}stapels/"))


# filters


def test_a_filter_is_kept_with_its_columns_and_without_an_address(wereld: Wereld) -> None:
    chosen = "termijn=te_laat&adres=2011AA+12&kolom=samen&kolom=leeftijd&voor=1_x"
    page = wereld.client.post(f"{POSTVAK}filters/", {"naam": " Mijn  lijst ", "terug": chosen})
    assert parse_qs(urlsplit(page["location"]).query) == {
        "termijn": ["te_laat"],
        "kolom": ["samen", "leeftijd"],
    }
    kept = Bewaardfilter.objects.get()
    assert (kept.naam, kept.vraag, kept.kolommen) == ("Mijn lijst", "termijn=te_laat", ["samen", "leeftijd"])
    shown = wereld.client.get(page["location"]).context["bewaard"]
    assert [(one["titel"], one["actief"]) for one in shown if one["actief"]] == [
        ("Te laat", True),
        ("Mijn lijst", True),
    ]


def test_the_same_name_overwrites_and_another_name_renames(wereld: Wereld) -> None:
    for status in ("nieuw", "gesloten"):
        wereld.client.post(f"{POSTVAK}filters/", {"naam": "Werk", "terug": f"status={status}"})
    kept = Bewaardfilter.objects.get()
    assert kept.vraag == "status=gesloten"
    wereld.client.post(f"{POSTVAK}filters/{kept.id}/", {"naam": "Klaar"})
    wereld.client.post(f"{POSTVAK}filters/", {"naam": "Werk", "terug": ""})
    taken = wereld.client.post(f"{POSTVAK}filters/{kept.id}/", {"naam": "Werk"}, follow=True)
    assert "filter_naam" in text_of(taken)
    assert sorted(Bewaardfilter.objects.values_list("naam", flat=True)) == ["Klaar", "Werk"]
    wereld.client.post(f"{POSTVAK}filters/{kept.id}/", {"naam": "Klaar", "actie": "weg"})
    assert Bewaardfilter.objects.get().naam == "Werk"


def test_a_filter_is_of_one_person(wereld: Wereld) -> None:
    wereld.client.post(f"{POSTVAK}filters/", {"naam": "Werk", "terug": "status=nieuw"})
    kept = Bewaardfilter.objects.get()
    other = log_in(make_gebruiker(email="sam@haarlem.example"))
    assert "Werk" not in {one["titel"] for one in other.get(POSTVAK).context["bewaard"]}
    refused = other.post(f"{POSTVAK}filters/{kept.id}/", {"actie": "weg"}, follow=True)
    assert "filter_onbekend" in text_of(refused)
    assert Bewaardfilter.objects.exists()


def test_the_columns_of_the_address_bar_are_those_of_the_table(wereld: Wereld) -> None:
    page = text_of(wereld.client.get(f"{POSTVAK}?kolom=leeftijd&kolom=convenant"))
    assert '<th scope="col">Convenant</th>' in page
    assert '<th scope="col">Behandelaar</th>' not in page


def test_the_queries_stay_the_same_for_two_hundred_zaken() -> None:
    make_deelname(partners=[])
    client = log_in(make_gebruiker(rol="coordinator"))
    counts = {}
    for target in (5, 200):
        for number in range(Zaak.objects.count(), target):
            mine = Zaak.objects.count() % 2
            zaak = make_zaak(rang=number)
            if mine:
                make_zaaktermijn(zaak=zaak, eind=timezone.localdate() + timedelta(days=number % 9 - 4))
        for page in (POSTVAK, "/gemeente/dag/", "/gemeente/verdeling/", f"{POSTVAK}stapels/"):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts.setdefault(page, []).append(len(queries))
    assert {page: first for page, (first, _) in counts.items()} == {
        page: last for page, (_, last) in counts.items()
    }
    assert max(first for first, _ in counts.values()) < 20


# one zaak


def test_it_waits_and_is_taken_off_hold_on_the_page(wereld: Wereld) -> None:
    held = wereld.client.post(wereld.url("werkdag/wachten/"), {"dagen": "14", "reden": "brief"}, follow=True)
    assert "De zaak wacht tot" in text_of(held)
    assert "2011 AA 12</a>" not in text_of(wereld.client.get(POSTVAK))
    assert "2011 AA 12</a>" in text_of(wereld.client.get(f"{POSTVAK}?status=wachtend"))
    wrong = wereld.client.post(wereld.url("werkdag/wachten/"), {"dagen": "datum", "reden": "x"}, follow=True)
    assert "wacht_datum" in text_of(wrong)
    wereld.client.post(wereld.url("werkdag/hervatten/"))
    assert "2011 AA 12</a>" in text_of(wereld.client.get(POSTVAK))


def test_a_colleague_who_opens_it_reads_who_has_it_open(wereld: Wereld) -> None:
    wereld.client.get(wereld.url())
    other = log_in(make_gebruiker(email="sam@haarlem.example", naam="Sam de Boer"))
    assert "Noor Jansen heeft deze zaak nu open" in text_of(other.get(wereld.url()))
    beat = other.post(wereld.url("werkdag/slot/"))
    assert "Noor Jansen heeft deze zaak nu open" in text_of(beat)
    assert "heeft deze zaak nu open" not in text_of(wereld.client.get(wereld.url()))
    Zaakslot.objects.update(tot=timezone.now() - timedelta(seconds=1))
    assert "nu open" not in text_of(other.post(wereld.url("werkdag/slot/")))


def test_opening_reads_it_and_giving_it_away_makes_it_unread(wereld: Wereld) -> None:
    assert "ongelezen</span>" in text_of(wereld.client.get(POSTVAK))
    wereld.client.get(wereld.url())
    assert "ongelezen</span>" not in text_of(wereld.client.get(POSTVAK))
    aan = make_collega()
    given = wereld.client.post(wereld.url("toewijzen/"), {"collega": aan, "reden": "kent haar"}, follow=True)
    assert "staat nu op naam van Sam de Boer" in text_of(given)
    sam = log_in(type(wereld.gebruiker).objects.get(id=aan))
    assert "kent haar" in text_of(sam.get(wereld.url()))


def test_a_coordinator_moves_it_to_the_shared_service(wereld: Wereld) -> None:
    make_uitvoerder(gemeenten=["0392"])
    assert wereld.client.post(wereld.url("werkdag/postvak/"), {"postvak": "SDD"}).status_code == 403
    coordinator = log_in(make_gebruiker(rol="coordinator"))
    page = coordinator.post(wereld.url("werkdag/postvak/"), {"postvak": "SDD"}, follow=True)
    assert "in het postvak van Sociale Dienst" in text_of(page)
    assert coordinator.get(wereld.url()).status_code == 404


# the coordinator


def test_a_coordinator_shares_work_out_in_turn(wereld: Wereld) -> None:
    bring([make_regel(klantnummer=f"K{n}", huisnummer=str(n), sinds=recent()) for n in range(100, 105)])
    Zaak.objects.update(behandelaar=wereld.gebruiker.id)
    sam, ali = make_collega(), str(make_gebruiker(email="ali@haarlem.example", naam="Ali Kaya").id)
    coordinator = log_in(make_gebruiker(rol="coordinator"))
    assert "Sam de Boer" in text_of(coordinator.get("/gemeente/verdeling/"))
    post = {"van": str(wereld.gebruiker.id), "aan": [sam, ali], "aantal": "5"}
    coordinator.post("/gemeente/verdeling/", post)
    work()
    loads = [Zaak.objects.filter(behandelaar=who).count() for who in (wereld.gebruiker.id, sam, ali)]
    assert loads == [1, 3, 2]


@pytest.mark.parametrize(
    ("post", "code"),
    [
        ({}, "verdeling_van"),
        ({"van": "niemand"}, "collega_ontbreekt"),
        ({"van": "niemand", "aan": "sam", "aantal": "veel"}, "verdeling_aantal"),
        ({"van": "sam", "aan": "noor"}, "verdeling_leeg"),
    ],
)
def test_what_cannot_be_shared_out_is_told(wereld: Wereld, post: dict[str, str], code: str) -> None:
    who = {"sam": make_collega(), "noor": str(wereld.gebruiker.id)}
    coordinator = log_in(make_gebruiker(rol="coordinator"))
    given = {name: who.get(value, value) for name, value in post.items()}
    assert code in text_of(coordinator.post("/gemeente/verdeling/", given, follow=True))
    assert not Stapelopdracht.objects.exists()


@pytest.mark.parametrize("page", ["/gemeente/verdeling/", "/gemeente/overdrachten/"])
@pytest.mark.parametrize(
    ("rol", "soort", "partij"),
    [
        ("behandelaar", "gemeente", "0392"),
        ("uitvoerder", "uitvoerder", "wijkteam"),
        ("partner", "partner", "pwn"),
        ("privacy", "gemeente", "0392"),
        ("beheer", "meldpunt", "meldpunt"),
    ],
)
def test_screens_of_the_coordinator_are_for_nobody_else(
    wereld: Wereld, page: str, rol: str, soort: str, partij: str
) -> None:
    make_uitvoerder(sleutel="wijkteam", soort="wijkteam", gemeenten=["0392"])
    client = log_in(make_gebruiker(rol=rol, partijsoort=soort, partij=partij, email="rol@example.example"))
    assert client.get(page).status_code == 403


def test_a_zaak_goes_to_the_municipality_somebody_moved_to(wereld: Wereld) -> None:
    make_deelname(gemeente="0344", naam="Utrecht", postcodes=["3511-3585"])
    wereld.client.post(wereld.url("oppakken/"))
    assert "verhuisd naar een andere gemeente" in text_of(wereld.client.get(wereld.url()))
    post = {
        "naar": "0344",
        "personen": [str(p) for p in wereld.persons()],
        "postcode": "3511AB",
        "huisnummer": "7",
    }
    wrong = wereld.client.post(wereld.url("werkdag/verhuisd/"), {**post, "postcode": "35"})
    assert wrong.status_code == 422
    assert "overdracht_adres" in text_of(wrong)
    offered = wereld.client.post(wereld.url("werkdag/verhuisd/"), post, follow=True)
    assert "Aangeboden aan Utrecht" in text_of(offered)
    hugo = log_in(make_gebruiker(rol="coordinator", partij="0344", naam="Hugo Kamphuis"))
    assert "Van Haarlem" in text_of(hugo.get("/gemeente/overdrachten/"))
    address = f"/gemeente/overdrachten/0344/{Overdracht.objects.get().id}/"
    page = text_of(hugo.get(address))
    # No partner of this zaak takes part there: it says why and leaves refusing.
    assert "overdracht_partner" in page
    assert "Overnemen</span>" not in page
    assert "€" not in page
    refused = text_of(hugo.post(f"{address}weigeren/", {"reden": "Geen deelname"}, follow=True))
    assert "Jansen" not in refused
    assert "Geen deelname" in text_of(wereld.client.get(wereld.url()))
    for client in (wereld.client, log_in(make_gebruiker(partij="0344", email="w@utrecht.example"))):
        assert client.get(address).status_code in {403, 404}
