"""The overview of terms on the screen, and what my day says of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    NU,
    deliver,
    make_deelname,
    make_gebruiker,
    make_partner,
    make_regel,
    make_uitvoerder,
)
from tests.web.coordinator.maandwereld import HZ, read

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak

pytestmark = pytest.mark.django_db
TERMIJNEN = "/gemeente/termijnen/"


@pytest.fixture
def zaken() -> list[Zaak]:
    """Make three zaken of which the first conversation is a week late today."""
    pwn = make_partner()
    make_deelname(partners=[pwn])
    regels = [make_regel(klantnummer=f"K{n}", huisnummer=str(n)) for n in (1, 2, 3)]
    bring(regels)
    return list(Zaak.objects.order_by("id"))


def bring(regels: list[str], *, weken: int = 5, convenant: str = "landelijk") -> None:
    """Deliver so many weeks ago."""
    ago = NU - timedelta(weeks=weken)
    deliver(partner=make_partner(), regels=regels, convenant=convenant, datum=ago.date(), now=ago)


def give(zaak: Zaak, *, naam: str = "Noor Jansen") -> None:
    noor = make_gebruiker(email=f"{naam[:4].strip().lower()}@haarlem.example", naam=naam)
    Zaak.objects.filter(id=zaak.id).update(behandelaar=noor.id)


def test_it_shows_what_is_late_with_its_reason_article_and_who(
    coordinator: Client, zaken: list[Zaak]
) -> None:
    pagina = read(coordinator.get(TERMIJNEN))
    for expected in (
        "2011 AA 1",
        "Eerste gesprek",
        "sinds de ontvangst van het signaal, 21 sep 2026",
        "Wgs art. 4 lid 1",
        "7 dagen te laat",
        "19 okt 2026",
        "De gemeente",
    ):
        assert expected in pagina


def test_what_is_late_and_nobodys_stands_on_top(coordinator: Client, zaken: list[Zaak]) -> None:
    give(zaken[0])
    shown = [rij["ding"] for rij in coordinator.get(TERMIJNEN).context["rijen"]]
    assert [ding.replace("\xa0", " ") for ding in shown] == ["2011 AA 2", "2011 AA 3", "2011 AA 1"]


def test_the_figures_lead_to_what_they_count(coordinator: Client, zaken: list[Zaak]) -> None:
    give(zaken[0])
    context = coordinator.get(TERMIJNEN).context
    figures = {tegel["naam"]: (tegel["getal"], tegel["url"]) for tegel in context["tegels"]}
    assert {naam: getal for naam, (getal, _) in figures.items()} == {
        "Te laat": "3",
        "Te laat en van niemand": "2",
        "Deze week": "0",
    }
    assert len(coordinator.get(figures["Te laat en van niemand"][1]).context["rijen"]) == 2
    lines = {verdeling["titel"]: verdeling["regels"] for verdeling in context["verdelingen"]}
    assert [(line["naam"], line["te_laat"]) for line in lines["Per behandelaar"]] == [
        ("Niemand", 2),
        ("Noor Jansen", 1),
    ]
    assert [line["naam"] for line in lines["Per termijn"]] == ["Eerste gesprek"]
    assert len(coordinator.get(lines["Per behandelaar"][1]["url"]).context["rijen"]) == 1


def test_an_empty_overview_says_what_to_do(coordinator: Client) -> None:
    make_deelname(partners=[make_partner()])
    assert "Niets is te laat" in read(coordinator.get(TERMIJNEN))
    assert "Geen termijnen bij deze keuze" in read(coordinator.get(f"{TERMIJNEN}?stand=te_laat"))


def test_a_page_that_cannot_be_read_is_the_first(coordinator: Client, zaken: list[Zaak]) -> None:
    assert len(coordinator.get(f"{TERMIJNEN}?voor=onzin").context["rijen"]) == 3


def test_a_delivery_leads_to_the_list_of_its_month(coordinator: Client) -> None:
    pwn = make_partner()
    make_deelname(convenant=HZ, partners=[pwn], capaciteit=2)
    bring([make_regel()], weken=3, convenant=HZ)
    response = coordinator.get(TERMIJNEN)
    pagina = read(response)
    assert "Aanlevering van PWN" in pagina
    assert "Partners horen of u oppakt" in pagina
    (rij,) = response.context["rijen"]
    assert coordinator.get(rij["url"]).status_code == 200
    assert "maand=2026-10" in rij["url"]
    split = {verdeling["titel"]: verdeling["regels"] for verdeling in response.context["verdelingen"]}
    assert [(line["naam"], line["url"]) for line in split["Per behandelaar"]] == [
        ("De coördinator: aanleveringen", "")
    ]
    assert split["Per team"] == []


def test_it_records_whose_residents_were_looked_at(coordinator: Client, zaken: list[Zaak]) -> None:
    coordinator.get(TERMIJNEN)
    line = Logregel.objects.get(handeling="termijnen_ingezien")
    assert (line.gemeente, line.object) == ("0392", "0392")


@pytest.mark.parametrize(
    ("rol", "soort", "partij"),
    [
        ("behandelaar", "gemeente", "0392"),
        ("uitvoerder", "uitvoerder", "wijkteam"),
        ("privacy", "gemeente", "0392"),
        ("beheer", "meldpunt", "meldpunt"),
        ("partner", "partner", "pwn"),
    ],
)
def test_only_a_coordinator_may_look(
    client: Client, zaken: list[Zaak], rol: str, soort: str, partij: str
) -> None:
    make_uitvoerder(sleutel="wijkteam", naam="Wijkteam", soort="wijkteam", gemeenten=["0392"])
    client.force_login(make_gebruiker(rol=rol, partijsoort=soort, partij=partij, email=f"{rol}@rol.example"))
    assert client.get(TERMIJNEN).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_rows(coordinator: Client, zaken: list[Zaak]) -> None:
    def count() -> int:
        coordinator.get(TERMIJNEN)
        with CaptureQueriesContext(connection) as queries:
            assert coordinator.get(TERMIJNEN).status_code == 200
        return len(queries)

    before = count()
    regels = [make_regel(klantnummer=f"M{n}", huisnummer=str(n)) for n in range(100, 120)]
    bring(regels)
    assert count() == before


def test_pages_follow_each_other_without_gap_or_repeat(coordinator: Client, zaken: list[Zaak]) -> None:
    regels = [make_regel(klantnummer=f"M{n}", huisnummer=str(n)) for n in range(100, 160)]
    bring(regels)
    first = coordinator.get(TERMIJNEN).context
    second = coordinator.get(TERMIJNEN + first["paginering"]["volgende_url"]).context
    shown = [rij["regel"].id for rij in (*first["rijen"], *second["rijen"])]
    assert len(shown) == len(set(shown)) == 63


def test_my_day_tells_the_coordinator_what_is_late_and_nobodys(
    coordinator: Client, zaken: list[Zaak]
) -> None:
    pagina = read(coordinator.get("/gemeente/dag/"))
    assert "3 termijnen te laat in het postvak" in pagina
    assert "Daarvan hebben 3 nog geen behandelaar." in pagina


def test_my_day_tells_a_case_worker_what_ends_now(client: Client, zaken: list[Zaak]) -> None:
    noor = make_gebruiker()
    client.force_login(noor)
    assert "Uw zaken:" not in read(client.get("/gemeente/dag/"))
    Zaak.objects.filter(id=zaken[0].id).update(behandelaar=noor.id)
    assert "Uw zaken: 1 termijn te laat" in read(client.get("/gemeente/dag/"))
    zaken[0].termijnen.update(eind=date(2026, 10, 27))
    assert "Uw zaken: 1 termijn eindigt vandaag of morgen" in read(client.get("/gemeente/dag/"))


def test_a_werkprotocol_takes_the_weeks_of_the_ordinance_and_no_more_than_eight(coordinator: Client) -> None:
    make_deelname(partners=[make_partner()])
    url = "/gemeente/werkprotocol/?gemeente=0392&convenant=landelijk"
    form = {
        "vanaf": "2026-11-02",
        "postcodes": "2011-2037",
        "teams-TOTAL_FORMS": "0",
        "teams-INITIAL_FORMS": "0",
    }
    refused = read(coordinator.post(url, {**form, "beschikking_weken": "9"}))
    assert "De wet staat hoogstens 8 weken toe (Wgs art. 4a). [beschikking_weken_ongeldig]" in refused
    shown = read(coordinator.post(url, {**form, "beschikking_weken": "4"}, follow=True))
    assert "Beschikking: binnen 4 weken na het eerste gesprek" in shown
