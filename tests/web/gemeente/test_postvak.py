"""The inbox on the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import make_gebruiker, make_gemeente, make_regel, make_uitvoerder, make_zaaktermijn
from tests.web.gemeente.scherm import Wereld, bring, log_in, make_wereld, recent

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak

pytestmark = pytest.mark.django_db(transaction=True)
POSTVAK = "/gemeente/postvak/"


@pytest.fixture
def wereld() -> Wereld:
    return make_wereld()


def text_of(response: object) -> str:
    content: bytes = response.content  # type: ignore[attr-defined]
    return content.decode().replace("\xa0", " ")


def test_it_shows_address_partners_amount_term_and_persons(wereld: Wereld) -> None:
    make_zaaktermijn(zaak=wereld.zaak, eind=timezone.localdate() + timedelta(days=2))
    page = text_of(wereld.client.get(POSTVAK))
    for expected in ("2011 AA 12", "PWN", "Vitens", "€ 241,00", "nog 2 dagen", "2 personen", "niemand"):
        assert expected in page


def test_it_records_who_looked(wereld: Wereld) -> None:
    wereld.client.get(POSTVAK)
    line = Logregel.objects.get(handeling="postvak_ingezien")
    assert (line.gebruiker, line.gemeente, line.object) == (wereld.gebruiker.id, "0392", "0392")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("adres=2011aa 12", True),
        ("adres=2011 AA", True),
        ("adres=2011AA 13", False),
        ("vanaf=241", True),
        ("vanaf=241,01", False),
        ("status=gesloten", False),
        ("status=alles", True),
        ("behandelaar=mij", False),
        ("behandelaar=niemand", True),
        ("behandelaar=geen-sleutel", False),
        ("markering=opeenvolgend", False),
        ("markering=nieuw_signaal", True),
        ("maand=1999-01", False),
        ("convenant=landelijk", True),
        ("team=wijkteam", False),
        ("gemeente=0392", True),
        ("gemeente=0363", False),
        ("termijn=te_laat", False),
        ("termijn=vandaag", False),
        ("gelezen=nee", True),
        ("status=wachtend", False),
        ("status=lopend", True),
        ("voor=onzin", True),
        ("voor=2147483647_ffffffff-ffff-7fff-bfff-ffffffffffff", False),
    ],
)
def test_each_filter_narrows_the_list(wereld: Wereld, query: str, found: bool) -> None:
    response = wereld.client.get(f"{POSTVAK}?{query}")
    assert response.status_code == 200
    assert ("2011 AA 12</a>" in text_of(response)) is found


def test_a_filter_that_cannot_be_read_is_named(wereld: Wereld) -> None:
    page = text_of(wereld.client.get(f"{POSTVAK}?adres=Kerkstraat&vanaf=veel"))
    assert "zoek_adres" in page
    assert "zoek_bedrag" in page


def test_an_empty_inbox_says_so() -> None:
    make_gemeente()
    page = text_of(log_in(make_gebruiker()).get(POSTVAK))
    assert "Het postvak is leeg" in page


def test_nothing_chosen_is_told(wereld: Wereld) -> None:
    page = text_of(wereld.client.post(f"{POSTVAK}stapel/", {"actie": "oppakken"}, follow=True))
    assert "niets_gekozen" in page


@pytest.mark.parametrize(
    ("rol", "soort", "partij", "status"),
    [
        ("behandelaar", "gemeente", "0392", 200),
        ("coordinator", "gemeente", "0392", 200),
        ("privacy", "gemeente", "0392", 403),
        ("beheer", "meldpunt", "meldpunt", 403),
        ("partner", "partner", "pwn", 403),
    ],
)
def test_only_who_works_on_zaken_may_look(
    wereld: Wereld, rol: str, soort: str, partij: str, status: int
) -> None:
    client = log_in(make_gebruiker(rol=rol, partijsoort=soort, partij=partij, email=f"{rol}@rol.example"))
    for page in (POSTVAK, "/gemeente/personen/", wereld.url()):
        assert client.get(page).status_code == status, page


def test_another_municipality_sees_nothing_of_it(wereld: Wereld) -> None:
    make_gemeente(code="0363", naam="Amsterdam")
    client = log_in(make_gebruiker(partij="0363"))
    assert "2011 AA 12" not in text_of(client.get(POSTVAK))
    assert client.get(wereld.url()).status_code == 404
    assert client.post(wereld.url("oppakken/")).status_code == 404
    assert client.get(wereld.url().replace("0392", "0363")).status_code == 404


def test_shared_service_and_municipality_each_see_their_own_inbox(wereld: Wereld) -> None:
    make_uitvoerder(gemeenten=["0392"])
    sdd = log_in(make_gebruiker(partijsoort="uitvoerder", partij="SDD"))
    assert "2011 AA 12" not in text_of(sdd.get(POSTVAK))
    assert sdd.get(wereld.url()).status_code == 404
    Zaak.objects.update(postvak="SDD")
    assert "2011 AA 12" in text_of(sdd.get(POSTVAK))
    assert sdd.get(wereld.url()).status_code == 200
    assert "2011 AA 12" not in text_of(wereld.client.get(POSTVAK))
    assert wereld.client.get(wereld.url()).status_code == 404


def test_a_team_sees_only_what_was_handed_to_it(wereld: Wereld) -> None:
    make_uitvoerder(sleutel="wijkteam", naam="Wijkteam Noord", soort="wijkteam", gemeenten=["0392"])
    team = log_in(make_gebruiker(rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam"))
    assert "2011 AA 12" not in text_of(team.get(POSTVAK))
    assert team.get(wereld.url()).status_code == 404
    wereld.client.post(wereld.url("overdragen/"), {"team": "wijkteam"})
    assert "2011 AA 12" in text_of(team.get(POSTVAK))
    assert team.get(wereld.url()).status_code == 200


def count_queries(wereld: Wereld, page: str) -> int:
    wereld.client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert wereld.client.get(page).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", [POSTVAK, "/gemeente/dag/", "/gemeente/personen/"])
def test_the_number_of_queries_does_not_grow_with_the_rows(wereld: Wereld, page: str) -> None:
    wereld.client.post(wereld.url("oppakken/"))
    bring([make_regel(klantnummer="L0", huisnummer="800", sinds=recent())])
    before = count_queries(wereld, page)
    bring([make_regel(klantnummer=f"K{n}", huisnummer=str(n), sinds=recent()) for n in range(100, 120)])
    assert count_queries(wereld, page) == before


def test_pages_follow_each_other_without_gap_or_repeat(wereld: Wereld) -> None:
    bring([make_regel(klantnummer=f"K{n}", huisnummer=str(n), sinds=recent()) for n in range(100, 160)])
    first = wereld.client.get(POSTVAK).context
    second = wereld.client.get(POSTVAK + first["paginering"]["volgende_url"]).context
    shown = [row.zaak.id for row in (*first["rijen"], *second["rijen"])]
    assert len(shown) == len(set(shown)) == 61
    assert "volgende_url" not in second["paginering"]


def test_a_rank_goes_before_age(wereld: Wereld) -> None:
    bring([make_regel(klantnummer=f"K{n}", huisnummer=str(n), sinds=recent()) for n in (100, 101)])
    last = Zaak.objects.order_by("-id").first()
    assert last is not None
    Zaak.objects.filter(id=last.id).update(rang=1)
    rows = wereld.client.get(POSTVAK).context["rijen"]
    assert [row.zaak.rang for row in rows] == [1, None, None]
    assert rows[1].zaak.id == wereld.zaak.id


def test_my_day_shows_mine_and_new_ones(wereld: Wereld) -> None:
    bring([make_regel(klantnummer="K9", huisnummer="99", sinds=recent())])
    wereld.client.post(wereld.url("oppakken/"))
    context = wereld.client.get("/gemeente/dag/").context
    assert [row.zaak.id for row in context["mijn"]] == [wereld.zaak.id]
    assert len(context["nieuw"]) == 1
    tiles = {tile["naam"]: tile["getal"] for tile in context["tegels"]}
    assert (tiles["Mijn zaken"], tiles["Nog van niemand"], tiles["Ongelezen"]) == ("1", "1", "1")


def test_my_day_without_work_says_so() -> None:
    make_gemeente()
    assert "U bent klaar voor vandaag" in text_of(log_in(make_gebruiker()).get("/gemeente/dag/"))


def test_my_day_counts_every_zaak_of_mine_also_past_those_it_reads(wereld: Wereld) -> None:
    bring([make_regel(klantnummer=f"M{n}", huisnummer=str(n), sinds=recent()) for n in range(100, 205)])
    Zaak.objects.update(behandelaar=wereld.gebruiker.id, status="in_behandeling")
    tegels = {
        tegel["naam"]: tegel["getal"] for tegel in wereld.client.get("/gemeente/dag/").context["tegels"]
    }
    assert tegels["Mijn zaken"] == str(Zaak.objects.count())
