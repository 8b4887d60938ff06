"""The month of the coordinator."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import deliver, make_deelname, make_gebruiker, make_gemeente, make_partner, make_regel
from tests.web.coordinator.maandwereld import HZ, deliver_month, read

from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Lijstregel, Matchrun, Zaak
from meldpunt.partijen.models import Signaalpartner

pytestmark = pytest.mark.django_db
Partners = tuple[Signaalpartner, Signaalpartner]
VARIANT = {"capaciteit": "1", "bekende_huishoudens": "meenemen"}


def confirm(client: Client, *, pagina: str, **anders: str) -> Any:
    given = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', pagina))
    return client.post("/gemeente/maand/vaststellen/", {**given, **anders}, follow=True)


def test_it_shows_the_proposed_list_with_places_amounts_and_reasons(
    coordinator: Client, partners: Partners
) -> None:
    deliver_month(partners, adressen=3)
    pagina = read(coordinator.get("/gemeente/maand/"))
    assert "Maandlijst oktober 2026" in pagina
    assert "2011 AA 3" in pagina
    assert "€ 206,00" in pagina
    assert "De capaciteit is 2; plaats 3 valt erbuiten." in pagina
    assert "3.2c, 3.2d" in pagina
    assert "nog 27 dagen" in pagina
    assert Zaak.objects.count() == 0


def test_it_writes_who_looked_at_the_list(coordinator: Client, partners: Partners) -> None:
    deliver_month(partners, adressen=1)
    coordinator.get("/gemeente/maand/")
    regel = Logregel.objects.get(handeling="lijst_ingezien")
    assert (regel.object, regel.gemeente, regel.doel) == (f"{HZ} 2026-10", "0392", "vroegsignalering")


def test_it_lays_another_capacity_beside_the_werkprotocol(coordinator: Client, partners: Partners) -> None:
    deliver_month(partners, adressen=3)
    pagina = read(coordinator.get("/gemeente/maand/", VARIANT))
    assert "Proef naast het werkprotocol" in pagina
    assert "0 adressen erbij" in pagina
    assert "1 adres eraf" in pagina
    assert "2 meldingen, € 204,00" in pagina


def test_it_confirms_what_was_shown_and_shows_it_again_exactly(
    coordinator: Client, partners: Partners
) -> None:
    deliver_month(partners, adressen=3)
    pagina = read(coordinator.get("/gemeente/maand/"))
    antwoord = confirm(coordinator, pagina=pagina)
    run = Matchrun.objects.get(soort="lijst")
    assert antwoord.redirect_chain[-1][0] == f"/gemeente/runs/0392/{run.id}/"
    assert [regel.rang for regel in Lijstregel.objects.order_by("volgorde")] == [1, 2, 3]
    assert sorted(Zaak.objects.values_list("status", flat=True)) == ["niet_opgepakt", "nieuw", "nieuw"]
    getoond = read(antwoord)
    assert "Buiten de capaciteit" in getoond
    assert "2 van 3" in getoond
    assert "is al vastgesteld" in read(coordinator.get("/gemeente/maand/"))


def test_it_queues_telling_the_partners_once_the_list_is_confirmed(
    coordinator: Client, partners: Partners
) -> None:
    deliver_month(partners, adressen=1)
    pagina = read(coordinator.get("/gemeente/maand/"))
    # The queue is not emptied between tests.
    before = set(ProcrastinateJob.objects.values_list("id", flat=True))
    confirm(coordinator, pagina=pagina)
    queued = ProcrastinateJob.objects.exclude(id__in=before)
    assert [job.task_name for job in queued] == ["terugkoppeling"]


def test_it_confirms_the_variant_that_was_shown(coordinator: Client, partners: Partners) -> None:
    deliver_month(partners, adressen=3)
    pagina = read(coordinator.get("/gemeente/maand/", VARIANT))
    confirm(coordinator, pagina=pagina, **VARIANT)
    assert Matchrun.objects.get(soort="lijst").invoer["capaciteit"] == 1


def test_it_refuses_a_list_that_changed_since_it_was_shown(coordinator: Client, partners: Partners) -> None:
    deliver_month(partners, adressen=2)
    pagina = read(coordinator.get("/gemeente/maand/"))
    deliver(
        partner=partners[0],
        convenant=HZ,
        regels=[make_regel(klantnummer="K9", huisnummer="2", bedrag="900,00")],
    )
    antwoord = confirm(coordinator, pagina=pagina)
    assert "[lijst_veranderd]" in read(antwoord)
    assert Matchrun.objects.filter(soort="lijst").count() == 0


def test_it_tells_that_a_form_without_a_day_is_no_longer_right(
    coordinator: Client, partners: Partners
) -> None:
    antwoord = coordinator.post("/gemeente/maand/vaststellen/", {"gemeente": "0392"}, follow=True)
    assert "[formulier_ongeldig]" in read(antwoord)


def test_it_says_what_is_wrong_with_a_capacity(coordinator: Client, partners: Partners) -> None:
    pagina = read(coordinator.get("/gemeente/maand/", {**VARIANT, "capaciteit": "veel"}))
    assert "[capaciteit_ongeldig]" in pagina


def test_it_says_what_to_do_on_an_empty_list(coordinator: Client, partners: Partners) -> None:
    assert "Wacht op de aanleveringen van uw partners" in read(coordinator.get("/gemeente/maand/"))


def test_it_shows_per_inbox_where_no_list_is_asked(coordinator: Client) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel(), make_regel(klantnummer="K2", huisnummer="14")])
    pagina = read(coordinator.get("/gemeente/maand/"))
    assert "Hier hoeft u geen lijst vast te stellen" in pagina
    assert "2 signalen" in pagina
    assert "€ 241,00" in pagina


def test_it_shows_a_municipality_without_a_covenant_what_to_wait_for(client: Client) -> None:
    make_gemeente()
    client.force_login(make_gebruiker(rol="coordinator"))
    assert "doet nog nergens aan mee" in read(client.get("/gemeente/maand/"))


@pytest.mark.parametrize("rol", ["behandelaar", "privacy"])
@pytest.mark.parametrize("pad", ["maand", "runs", "werkprotocol", "berichten"])
def test_it_is_closed_to_other_roles(client: Client, rol: str, pad: str) -> None:
    make_gemeente()
    client.force_login(make_gebruiker(rol=rol))
    assert client.get(f"/gemeente/{pad}/").status_code == 403


@pytest.mark.parametrize("pad", ["maand", "runs", "werkprotocol"])
def test_it_is_closed_to_another_municipality(coordinator: Client, partners: Partners, pad: str) -> None:
    make_gemeente(code="0473", naam="Zandvoort")
    assert coordinator.get(f"/gemeente/{pad}/", {"gemeente": "0473"}).status_code == 403


def test_it_asks_no_more_queries_for_more_lines(coordinator: Client, partners: Partners) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            coordinator.get("/gemeente/maand/")
        return len(asked)

    deliver_month(partners, adressen=2)
    few = count()
    deliver_month(partners, adressen=12)
    assert count() == few
