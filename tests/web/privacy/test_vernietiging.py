"""The screen shows what goes when and why, holds and releases, and gives the certificate; for the officer only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import deliver, make_deelname, make_gebruiker, make_gemeente, make_partner, make_regel

from meldpunt.aanlevering.models import Signaal
from meldpunt.bewaring.models import Bewaarstop, Bewaartermijn
from meldpunt.matching.models import Zaak

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.MELDPUNT_DATA = tmp_path


@pytest.fixture
def privacy(client: Client) -> Client:
    client.force_login(make_gebruiker(rol="privacy"))
    return client


def make_closed(*, days: int) -> None:
    partner = make_partner()
    make_deelname(partners=[partner])
    when = timezone.now() - timedelta(days=days)
    since = (when.date() - timedelta(days=60)).isoformat()
    deliver(
        partner=partner, regels=[make_regel(achternaam="Zilverberk", sinds=since)],
        datum=when.date(), now=when,
    )  # fmt: skip
    Zaak.objects.update(
        status="gesloten", eindresultaat="Geen reactie na eerder contact", gesloten_op=when, status_sinds=when
    )


def test_it_shows_what_goes_and_by_which_article(privacy: Client) -> None:
    make_closed(days=175)
    page = privacy.get("/privacy/vernietiging/").content.decode()
    assert "persoon gaat</strong> weg" in page
    assert "het sluiten van de zaak" in page
    assert "onze lezing" in page
    assert "Zilverberk" not in page


def test_it_shows_nothing_of_what_is_months_away(privacy: Client) -> None:
    make_closed(days=20)
    assert "Er gaat niets weg" in privacy.get("/privacy/vernietiging/").content.decode()


def test_it_holds_and_releases(privacy: Client) -> None:
    make_closed(days=175)
    until = timezone.localdate() + timedelta(days=90)
    data = {"gemeente": "0392", "signalen": str(Signaal.objects.get().id), "reden": "klacht", "tot": until}
    page = privacy.post("/privacy/vernietiging/stop/", data, follow=True).content.decode()
    assert "De bewaarstop is gezet" in page
    assert "Bewaarstop" in page
    stop = Bewaarstop.objects.get()
    page = privacy.post(
        "/privacy/vernietiging/stop/opheffen/", {"stop": stop.id, "gemeente": "0392"}, follow=True
    ).content.decode()
    assert "is opgeheven" in page


def test_it_says_what_is_wrong_with_a_day_or_a_key(privacy: Client) -> None:
    make_closed(days=175)
    data = {"gemeente": "0392", "signalen": "x", "reden": "klacht", "tot": "morgen"}
    page = privacy.post("/privacy/vernietiging/stop/", data, follow=True).content.decode()
    assert "kenmerk_ongeldig" in page or "dag_ongeldig" in page


def test_it_keeps_the_term_that_was_chosen(privacy: Client) -> None:
    make_closed(days=20)
    data = {
        "voor": "0392 landelijk", "maanden": "3", "vanaf": date(2099, 1, 1).isoformat(), "besluit": "B&W 1-1",
    }  # fmt: skip
    assert "vastgelegd" in privacy.post("/privacy/vernietiging/termijn/", data, follow=True).content.decode()
    assert Bewaartermijn.objects.get().maanden == 3


def test_it_gives_the_certificate_of_a_month(privacy: Client) -> None:
    make_closed(days=20)
    data = {"gemeente": "0392", "maand": timezone.localdate().strftime("%Y-%m")}
    page = privacy.post("/privacy/vernietiging/verklaring/", data, follow=True).content.decode()
    start = page.index("/privacy/vernietiging/verklaring/0392/")
    pdf = privacy.get(page[start : page.index('"', start)])
    assert pdf.content.startswith(b"%PDF")


def test_it_is_closed_to_others(client: Client) -> None:
    make_gemeente()
    client.force_login(make_gebruiker(rol="behandelaar"))
    assert client.get("/privacy/vernietiging/").status_code in {302, 403}
