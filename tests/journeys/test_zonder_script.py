"""The same work without a line of JavaScript: links, forms and a refresh do all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu, text_of, wait_for_text
from tests.journeys.wereld import BEHANDELAAR, EIGEN_KOP, PARTNER, day, deliver_beside, make_landelijk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

GEEN_CONTACT = "Definitief geen contact kunnen krijgen"
KOLOMMEN = {
    "Klantcode": "klantnummer",
    "Familienaam": "achternaam",
    "Initialen": "voorletters",
    "Geb. datum": "geboortedatum",
    "Huisnr": "huisnummer",
    "Soort vordering": "type_vordering",
    "Openstaand saldo": "bedrag",
    "Achterstallig vanaf": "achterstand_sinds",
    "Ons kenmerk": "referentie",
}


def test_it_delivers_maps_and_recalls_without_script(sign_in_as: Aanmelder, tmp_path: Path) -> None:
    make_landelijk()
    file = tmp_path / "november.csv"
    file.write_text(
        f"{EIGEN_KOP}\nKL-1;Jansen;J.;01-05-1980;2011AA;12;water;345,67;{day()};R1;rood\n", encoding="utf-8"
    )
    page = sign_in_as(PARTNER, java_script_enabled=False)
    open_menu(page, "Aanleveren")
    page.get_by_label("Bestand met signalen").set_input_files(file)
    page.get_by_role("button", name="Aanleveren", exact=True).click()
    for kolom, veld in KOLOMMEN.items():
        page.get_by_label(kolom, exact=True).select_option(veld)
    page.get_by_role("button", name="Toon het voorbeeld opnieuw").click()
    expect(page.locator("#voorbeeld")).to_contain_text("345,67")
    page.get_by_role("button", name="Verwerk het bestand").click()
    wait_for_text(page, "U bent klaar")
    page.get_by_role("link", name="Intrekken").click()
    page.get_by_label("Waarom trekt u deze aanlevering in?").fill("Verkeerd bestand")
    page.get_by_role("button", name="Trek de aanlevering in").click()
    wait_for_text(page, "Deze aanlevering is ingetrokken")


def test_it_takes_tries_and_closes_without_script(sign_in_as: Aanmelder) -> None:
    pwn, _ = make_landelijk()
    deliver_beside(pwn, klantnummer="KL-1", bedrag="345,67")
    page = sign_in_as(BEHANDELAAR, java_script_enabled=False)
    open_menu(page, "Postvak")
    page.get_by_role("link", name="2011 AA 12").click()
    page.get_by_role("button", name="Oppakken").click()
    page.get_by_role("radio", name="Brief", exact=True).check()
    page.locator("#poging").get_by_role("button", name="Niet bereikt").click()
    assert "Brief: niet bereikt" in text_of(page)
    page.get_by_role("link", name="Zaak sluiten").first.click()
    page.get_by_role("radio", name=GEEN_CONTACT).check()
    page.get_by_role("button", name="Toon wat partners horen").click()
    expect(page.locator("#voorbeeld")).to_contain_text("PWN")
    expect(page.get_by_role("radio", name=GEEN_CONTACT)).to_be_checked()
    page.get_by_role("button", name="Zaak sluiten").click()
    wait_for_text(page, f"Gesloten: {GEEN_CONTACT}")
    partner = sign_in_as(PARTNER, java_script_enabled=False)
    open_menu(partner, "Terugkoppelingen")
    wait_for_text(partner, "KL-1")
