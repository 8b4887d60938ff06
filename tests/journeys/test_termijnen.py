"""A term is late and nobody's: the coordinator finds it, a case worker confirms what threatens and meets it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories import deliver, make_regel
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu, text_of, wait_for_text
from tests.journeys.wereld import BEHANDELAAR, COORDINATOR, make_landelijk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WEKEN = timedelta(weeks=6)


def make_late() -> None:
    """Let PWN have reported two addresses six weeks ago, and nobody have looked at them since."""
    pwn, _ = make_landelijk()
    now, today = timezone.now(), timezone.localdate()
    sinds = (today - WEKEN - timedelta(days=60)).isoformat()
    regels = [make_regel(klantnummer=f"K{n}", huisnummer=str(n), sinds=sinds) for n in (12, 40)]
    deliver(partner=pwn, regels=regels, datum=today - WEKEN, now=now - WEKEN)


def find_and_assign(page: Page) -> None:
    """Follow what my day says to the overview, from there to the zaak, and give it to a case worker."""
    assert "2 termijnen te laat in het postvak" in text_of(page)
    assert "Daarvan hebben 2 nog geen behandelaar." in text_of(page)
    page.get_by_role("link", name="Bekijk de termijnen").click()
    row = page.locator("tbody tr", has=page.locator("[data-rij]", has_text="12"))
    expect(row).to_contain_text("Eerste gesprek")
    expect(row).to_contain_text("Niemand")
    expect(row).to_contain_text("te laat")
    row.locator("[data-rij]").click()
    page.get_by_label("Aan een collega").select_option(label="Noor de Wit")
    page.get_by_role("button", name="Toewijzen").click()
    wait_for_text(page, "De zaak staat nu op naam van Noor de Wit.")
    open_menu(page, "Termijnen")
    page.get_by_role("link", name="Noor de Wit").click()
    expect(page.locator("[data-rij]")).to_have_count(1)


def confirm_and_meet(page: Page) -> None:
    """See on my day what is late, confirm what threatens, and reach the resident."""
    assert "Uw zaken: 1 termijn te laat" in text_of(page)
    page.locator("[data-rij]").first.click()
    page.get_by_text("Ik weet dat het bedreigend is").click()
    page.get_by_label("Wat dreigt er?").select_option(label="Huisuitzetting dreigt")
    page.get_by_label("Toelichting (mag leeg)").fill("De ontruiming is aangezegd")
    page.get_by_role("button", name="Bevestigen").click()
    clock = page.locator(".mp-klok", has_text="Eerste gesprek, bedreigend")
    expect(clock).to_contain_text("nog 3 werkdagen")
    page.get_by_role("button", name="Oppakken").click()
    page.locator("#poging").wait_for()
    page.get_by_role("radio", name="Telefoon", exact=True).check()
    page.locator("#poging").get_by_role("button", name="Bereikt", exact=True).click()
    expect(clock).to_contain_text("gehaald")
    expect(page.locator(".mp-klok", has_text="Beschikking")).to_contain_text("nog")
    assert "De ontruiming is aangezegd" in text_of(page)


def test_it_brings_a_late_term_to_who_meets_it(sign_in_as: Aanmelder) -> None:
    make_late()
    coordinator = sign_in_as(COORDINATOR)
    find_and_assign(coordinator)
    confirm_and_meet(sign_in_as(BEHANDELAAR))
    open_menu(coordinator, "Termijnen")
    expect(coordinator.locator("[data-rij]")).to_have_text(["2011 AA 40"])
