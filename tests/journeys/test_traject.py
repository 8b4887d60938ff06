"""From a yes at the door to the decision, and a house where nobody goes alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories import deliver, make_regel
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu, text_of
from tests.journeys.wereld import BEHANDELAAR, COORDINATOR, make_landelijk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KOP = "postcode;huisnummer;huisletter;huisnummertoevoeging;maatregel;tot\n"


def bring_one() -> None:
    """Let PWN report Jansen, today."""
    pwn, _ = make_landelijk()
    today = timezone.localdate()
    sinds = (today - timedelta(days=70)).isoformat()
    deliver(partner=pwn, regels=[make_regel(sinds=sinds)], datum=today, now=timezone.now())


def take(page: Page) -> None:
    open_menu(page, "Postvak")
    page.locator("[data-rij]").first.click()
    page.get_by_role("button", name="Oppakken").click()
    page.locator("#traject").wait_for()


def choose(page: Page, stap: str) -> None:
    """Press the step in the panel, and wait for its form below it."""
    page.locator("#traject").get_by_role("link", name=stap, exact=True).click()
    page.locator(".mp-stapformulier").get_by_role("heading", name=stap).wait_for()


def keep(page: Page) -> None:
    # The message of the step before still stands there: wait for the next page, not for the word.
    with page.expect_navigation():
        page.locator(".mp-stapformulier").get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("Vastgelegd:").first).to_be_visible()


def test_it_goes_from_accepting_the_offer_to_the_decision_and_the_end(sign_in_as: Aanmelder) -> None:
    bring_one()
    page = sign_in_as(BEHANDELAAR)
    take(page)
    choose(page, "Aanbod aanvaard (hulpacceptatie)")
    # The definition stands where the choice is made.
    expect(page.locator(".mp-stapformulier")).to_contain_text("Alleen luisteren, een folder aannemen")
    keep(page)
    choose(page, "Eerste gesprek")
    keep(page)
    assert "Leg vast of de lopende betalingen zijn hervat" in text_of(page)
    choose(page, "Betalingen nog niet hervat")
    page.get_by_label("Inhalen").check()
    keep(page)
    assert "De partner moet horen wat er in plaats daarvan gebeurt" in text_of(page)
    choose(page, "Betalingsregeling")
    page.get_by_label("Bedrag per termijn").fill("40.50")
    page.get_by_label("Aantal termijnen").fill("3")
    page.get_by_label("Eerste termijn op").fill(timezone.localdate().isoformat())
    with page.expect_navigation():
        page.locator(".mp-stapformulier").get_by_role("button", name="Vastleggen").click()
    assert "[regeling_bedrag]" in text_of(page)
    page.get_by_label("Bedrag per termijn").fill("40,50")
    keep(page)
    assert "3 termijnen van € 40,50" in text_of(page)
    choose(page, "Beschikking")
    page.get_by_label("Toegelaten").check()
    keep(page)
    assert "Beschikking: toegelaten" in text_of(page)
    close(page)


def close(page: Page) -> None:
    """Close: what fits is proposed, what contradicts is shown before anything is told."""
    page.get_by_role("link", name="Zaak sluiten").first.click()
    assert "Voorstel: Vervolghulp en/of verwijzing financieel" in text_of(page)
    chosen = page.get_by_role("radio", name="Vervolghulp en/of verwijzing financieel")
    expect(chosen).to_be_checked()
    page.get_by_role("radio", name="Definitief geen contact").check()
    expect(page.locator("#voorbeeld")).to_contain_text("[wel_contact]")
    chosen.check()
    expect(page.locator("#voorbeeld")).not_to_contain_text("[wel_contact]")
    page.get_by_role("button", name="Zaak sluiten").click()
    page.get_by_text("De zaak is gesloten.").wait_for()
    assert "Gesloten: Vervolghulp en/of verwijzing financieel" in text_of(page)


def test_it_keeps_anybody_from_visiting_an_unsafe_house_alone(sign_in_as: Aanmelder) -> None:
    bring_one()
    baas = sign_in_as(COORDINATOR)
    open_menu(baas, "Risicoadressen")
    row = "2011AA;12;;;niet_alleen;31-12-2099\n"
    baas.get_by_label("Kies een bestand").set_input_files(
        {"name": "risico.csv", "mimeType": "text/csv", "buffer": (KOP + row).encode()}
    )
    baas.get_by_role("button", name="Lijst vervangen").click()
    baas.get_by_text("1 risicoadres geladen").wait_for()
    page = sign_in_as(BEHANDELAAR)
    take(page)
    assert "Ga hier nooit alleen langs" in text_of(page)
    page.get_by_role("radio", name="Huisbezoek").check()
    page.locator("#poging").get_by_role("button", name="Niet bereikt").click()
    page.get_by_text("[bezoek_niet_alleen]").wait_for()
    page.get_by_role("radio", name="Huisbezoek").check()
    page.get_by_label("Ik ging niet alleen").check()
    page.locator("#poging").get_by_role("button", name="Niet bereikt").click()
    page.get_by_text("Vastgelegd: Huisbezoek, niet bereikt.").wait_for()
