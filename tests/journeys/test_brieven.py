"""From a text of the municipality to a letter on the mat: write, make, print, and see it on the zaak."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.factories import deliver, make_regel
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import download, open_menu
from tests.journeys.wereld import BEHANDELAAR, COORDINATOR, day, make_landelijk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def says(page: Page, text: str) -> None:
    """Wait until the page says so."""
    expect(page.locator("body")).to_contain_text(text)


def write_texts(page: Page) -> None:
    """Adopt the examples, fill in the sender, and change the first letter."""
    open_menu(page, "Sjablonen")
    page.get_by_role("button", name="Neem de voorbeelden over").click()
    says(page, "17 voorbeeldteksten overgenomen")
    sender = page.locator("#afzender")
    sender.get_by_label("Naam").fill("Gemeente Haarlem")
    sender.get_by_label("Adres", exact=True).fill("Postbus 511\n2003 PB Haarlem")
    sender.get_by_label("Telefoon").fill("14 023")
    sender.get_by_label("E-mailadres").fill("hulp@haarlem.example")
    sender.get_by_role("button", name="Bewaar de afzender").click()
    says(page, "De afzender staat")
    page.get_by_role("row", name="Eerste brief").filter(has_text="Nederlands").get_by_role("link").click()
    box = page.get_by_label("Tekst", exact=True)
    text = box.input_value()
    box.fill(text.replace("{vorderingen}", "{schulden}"))
    page.get_by_role("button", name="Stel vast").click()
    says(page, "[plaatshouder_onbekend]")
    box.fill(text.replace("Dat gesprek kost u niets.", "Haarlem helpt u graag."))
    page.get_by_role("button", name="Bekijk het voorbeeld").click()
    example = page.locator("#voorproef")
    assert "Beste heer of mevrouw Van Voorbeeld" in example.inner_text()
    assert "Haarlem helpt u graag." in example.inner_text()
    page.get_by_role("button", name="Stel vast").click()
    says(page, "vastgesteld als versie 2")


def make_letter(page: Page, huisnummer: str) -> None:
    """Take a zaak in hand and put its first letter on the pile."""
    open_menu(page, "Postvak")
    page.get_by_role("link", name=f"2011 AA {huisnummer}", exact=True).click()
    page.get_by_role("button", name="Oppakken").click()
    panel = page.locator("#brieven")
    panel.get_by_label("Wat").select_option(label="Eerste brief")
    panel.get_by_role("button", name="Maak bericht").click()
    says(page, "ligt klaar om te drukken")
    panel.get_by_text("Lees de tekst").click()
    assert "Haarlem helpt u graag." in panel.inner_text()


def test_it_takes_a_text_of_the_municipality_to_two_letters_on_the_mat(
    sign_in_as: Aanmelder, tmp_path: Path
) -> None:
    pwn, _ = make_landelijk()
    today, now = timezone.localdate(), timezone.now()
    rows = [
        make_regel(klantnummer=f"K{n}", achternaam=naam, huisnummer=n, sinds=day())
        for n, naam in (("12", "Jansen"), ("14", "Bakker"))
    ]
    deliver(partner=pwn, regels=rows, datum=today, now=now)
    write_texts(sign_in_as(COORDINATOR))

    page = sign_in_as(BEHANDELAAR)
    make_letter(page, "12")
    make_letter(page, "14")
    open_menu(page, "Brieven")
    page.get_by_role("link", name="2 brieven").click()
    printed = download(page, "Alles in één PDF, met voorblad", tmp_path)
    content = printed.read_bytes()
    assert content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in content
    assert re.fullmatch(r"brieven-\d{8}-[0-9a-f]{5}-[0-9a-f]{5}\.pdf", printed.name)
    page.reload()
    page.get_by_role("button", name="Gedrukt en verstuurd").click()
    says(page, "De stapel staat als gedrukt: 2 vastgelegd.")
    page.get_by_role("link", name="J. Bakker").click()
    says(page, "Brief: niet bereikt")
    panel = page.locator("#brieven").inner_text()
    assert "Gedrukt op" in panel
    assert "namens Gemeente Haarlem" in panel
    assert "Jansen" not in panel
