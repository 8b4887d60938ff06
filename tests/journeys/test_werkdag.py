"""Monday morning: a case worker goes through the inbox, holds, hands over; a zaak moves with its resident."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories import deliver, make_partnerdeelname, make_regel
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu, text_of, wait_for_text
from tests.journeys.wereld import BEHANDELAAR, COORDINATOR, PARTNER, VREEMDE, make_landelijk

from meldpunt.partijen.models import Signaalpartner

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def make_monday() -> None:
    """Make twelve new zaken; one came in four weeks ago, so that its first conversation is due today."""
    pwn, _ = make_landelijk()
    make_partnerdeelname(partner=pwn, gemeente="0344")
    deliver_ago(pwn, [1], ago=timedelta(weeks=4))
    deliver_ago(pwn, range(2, 13), ago=timedelta())


def deliver_ago(partner: Signaalpartner, numbers: Iterable[int], *, ago: timedelta) -> None:
    """Deliver one signaal for each of these house numbers, so long ago."""
    day = timezone.localdate() - ago
    sinds = (day - timedelta(days=65)).isoformat()
    regels = [make_regel(klantnummer=f"K{n}", huisnummer=str(n), sinds=sinds) for n in numbers]
    deliver(partner=partner, regels=regels, datum=day, now=timezone.now() - ago)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def take_by_key(page: Page) -> None:
    """Choose two zaken with the keys, switch the keys off and on, and take everything at once."""
    # The keys work once the script is there.
    page.wait_for_load_state()
    press(page, "j", "x", "j", "x")
    expect(page.locator("[data-telling]")).to_have_text("2 regels gekozen")
    press(page, "?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("naar de volgende en de vorige zaak")
    dialog.get_by_label("Toetsen gebruiken op deze computer").uncheck()
    press(page, "?")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Toetsen gebruiken op deze computer").check()
    dialog.get_by_label("Sluiten").click()
    press(page, "/")
    page.keyboard.type("2011jj")
    expect(page.get_by_label("Postcode en huisnummer")).to_have_value("2011jj")
    page.get_by_label("Alles in deze keuze").check()
    page.get_by_role("button", name="Oppakken").click()
    expect(page.locator("#stapelstand")).to_contain_text("Klaar", timeout=45_000)
    expect(page.locator("#stapelstand")).to_contain_text("12")


def keep_a_filter(page: Page) -> None:
    """Choose what is due today with a column less, and keep that under a name."""
    open_menu(page, "Postvak")
    page.get_by_role("link", name="Vandaag", exact=True).click()
    page.get_by_text("Kolommen", exact=True).click()
    page.get_by_label("Kenmerken", exact=True).uncheck()
    page.get_by_role("button", name="Toepassen").click()
    page.get_by_text("Eigen filters").click()
    page.get_by_label("Bewaar wat u nu ziet").fill("Eerst dit")
    page.get_by_role("button", name="Bewaren").click()
    open_menu(page, "Postvak")
    page.get_by_role("link", name="Eerst dit").click()
    expect(page.locator("[data-rij]")).to_have_count(1)
    expect(page.get_by_role("columnheader", name="Kenmerken")).to_have_count(0)


def hold_one(page: Page) -> None:
    """Open the zaak that is due, and let it wait two weeks."""
    page.locator("[data-rij]").first.focus()
    press(page, "o")
    page.get_by_role("button", name=re.compile(r"^14\sdagen$")).click()
    wait_for_text(page, "Wacht tot")
    open_menu(page, "Mijn dag")
    expect(
        page.get_by_role("region", name="Mijn zaken, de dringendste eerst").locator("[data-rij]")
    ).to_have_count(11)


def offer_one(page: Page) -> None:
    """Tell that a resident moved to Utrecht."""
    page.locator("[data-rij]").first.click()
    page.get_by_role("link", name="De inwoner is verhuisd naar een andere gemeente").click()
    page.get_by_label("Gemeente waar de inwoner nu woont").select_option(label="Utrecht")
    page.get_by_label("Nieuwe postcode").fill("3511 AB")
    page.get_by_label("Nieuw huisnummer").fill("7")
    page.get_by_role("button", name="Aanbieden").click()
    wait_for_text(page, "Aangeboden aan Utrecht")


def test_it_carries_a_case_worker_through_a_monday(sign_in_as: Aanmelder) -> None:
    make_monday()
    noor, hugo = sign_in_as(BEHANDELAAR), sign_in_as(VREEMDE)
    open_menu(noor, "Postvak")
    take_by_key(noor)
    keep_a_filter(noor)
    hold_one(noor)
    offer_one(noor)

    marit = sign_in_as(COORDINATOR)
    marit.goto(noor.url)
    expect(marit.get_by_role("main")).to_contain_text("Noor de Wit heeft deze zaak nu open")

    open_menu(hugo, "Overdrachten")
    hugo.get_by_role("link", name="Van Haarlem").click()
    assert "€" not in text_of(hugo)
    hugo.get_by_role("button", name="Overnemen").click()
    hugo.get_by_role("link", name="Naar de zaak").click()
    assert "3511 AB 7" in text_of(hugo)
    noor.reload()
    wait_for_text(noor, "Gesloten: Persoon is geen inwoner (meer) in de gemeente")

    open_menu(marit, "Verdeling")
    marit.get_by_label("Verdeel zaken van Noor de Wit").check()
    marit.get_by_label("Geef zaken aan Marit Veenstra").check()
    marit.get_by_label("Hoeveel zaken").fill("4")
    marit.get_by_role("button", name="Verdelen").click()
    wait_for_text(marit, "Klaar")

    sanne = sign_in_as(PARTNER)
    open_menu(sanne, "Mijn signalen")
    told = text_of(sanne)
    assert "Utrecht" not in told
    assert "3511" not in told
