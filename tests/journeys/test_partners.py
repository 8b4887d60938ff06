"""Partners in a browser: the question before contact, the stay, a message that corrects, the signed table."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories import deliver, make_regel
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu, text_of, wait_for_text
from tests.journeys.wereld import BEHANDELAAR, BUUR, PARTNER, PRIVACY, day, make_landelijk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
HULP = "(Budget)advies en/of quick fix"
ADRES = "2011 AA 12"


def deliver_both() -> None:
    pwn, vitens = make_landelijk()
    today, now = timezone.localdate(), timezone.now()
    deliver(partner=pwn, regels=[make_regel(klantnummer="PWN-1", sinds=day())], datum=today, now=now)
    deliver(partner=vitens, regels=[make_regel(klantnummer="VIT-1", sinds=day())], datum=today, now=now)


def take_and_ask(page: Page) -> None:
    """Take the zaak, and ask its partners whether all of it is still open."""
    open_menu(page, "Postvak")
    page.get_by_role("link", name=ADRES).click()
    page.get_by_role("button", name="Oppakken").click()
    page.get_by_role("button", name="Vraag of het nog openstaat").click()
    expect(page.locator("#navragen")).to_contain_text("Wacht op 2 antwoorden")


def answer(page: Page, klantnummer: str, antwoord: str) -> None:
    """Answer the one question from the overview with one click."""
    open_menu(page, "Overzicht")
    page.get_by_role("link", name="1 vraag", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vragen")
    assert klantnummer in text_of(page)
    page.get_by_role("button", name=antwoord, exact=True).click()
    expect(page.get_by_text("Bedankt. Uw antwoord")).to_be_visible()


def close_with_help(page: Page) -> None:
    page.get_by_role("link", name="Zaak sluiten").first.click()
    page.get_by_role("radio", name=HULP).check()
    preview = page.locator("#voorbeeld")
    expect(preview).to_contain_text("Vitens")
    assert "PWN" not in preview.inner_text()
    page.get_by_role("button", name="Zaak sluiten").click()
    wait_for_text(page, f"Gesloten: {HULP}")


def confirm_stay(page: Page) -> None:
    """Find the stay that the message began, confirm it, acknowledge the message."""
    open_menu(page, "Opschortingen")
    wait_for_text(page, "Te bevestigen")
    page.get_by_role("checkbox", name="Kies VIT-1").check()
    page.get_by_role("button", name="Bevestig keuze").click()
    expect(page.get_by_text("Bevestigd op")).to_be_visible()
    page.get_by_role("link", name="VIT-1").click()
    page.get_by_role("button", name="Bevestig dat u dit las").first.click()
    expect(page.locator("#berichten")).to_contain_text("bevestigd op")


def report_paid(page: Page) -> None:
    page.get_by_role("radio", name="Betaald").check()
    page.get_by_role("button", name="Melden", exact=True).click()
    expect(page.get_by_text("Uw bericht is verwerkt").first).to_be_visible()
    expect(page.locator("#opschorting")).to_contain_text("u meldde iets over dit signaal")


def sign(page: Page) -> None:
    """Look through the eyes of a partner, then sign."""
    open_menu(page, "Openbaarmaking")
    page.get_by_role("link", name="Wat ziet een partner?").click()
    page.get_by_label("Partner", exact=True).select_option(label="Vitens (Water)")
    page.get_by_role("button", name="Toepassen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat ziet Vitens?")
    expect(page.locator("#monster")).to_contain_text("Uw bericht is verwerkt")
    assert "VIT-1" not in page.content()
    open_menu(page, "Openbaarmaking")
    page.get_by_role("button", name="Tekenen voor deze gemeente").click()
    expect(page.locator("#tekenen")).to_contain_text("Getekend op")


def test_partners_answer_rest_confirm_and_correct_and_the_table_is_signed(sign_in_as: Aanmelder) -> None:
    deliver_both()
    behandelaar, pwn, vitens = sign_in_as(BEHANDELAAR), sign_in_as(PARTNER), sign_in_as(BUUR)
    take_and_ask(behandelaar)
    answer(pwn, "PWN-1", "Betaald")
    answer(vitens, "VIT-1", "Staat nog open")
    behandelaar.reload()
    expect(behandelaar.locator("#navragen")).to_contain_text("U kunt contact zoeken")
    assert "Partner meldde: betaald" in text_of(behandelaar)
    close_with_help(behandelaar)
    confirm_stay(vitens)
    behandelaar.reload()
    expect(behandelaar.locator("#opschortingen")).to_contain_text("Bevestigd")
    report_paid(vitens)
    assert "Vitens" not in pwn.content()
    behandelaar.reload()
    expect(behandelaar.locator("#opschortingen")).to_contain_text("de partner meldde iets")
    sign(sign_in_as(PRIVACY))
