"""Haarlem: two partners deliver, the coordinator weighs the month and confirms, the partners hear."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.factories import KOP, make_regel
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu, text_of, wait_for_text
from tests.journeys.wereld import BEHANDELAAR, BUUR, COORDINATOR, PARTNER, day, make_haarlem

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def hand_in(page: Page, file: Path, *, soort: str) -> None:
    """Deliver three addresses; the higher the number, the higher the amount."""
    rows = [
        make_regel(
            klantnummer=f"{soort}-{n}",
            huisnummer=str(n),
            bedrag=f"{300 + n},00",
            type_vordering=soort,
            sinds=day(75),
        )
        for n in (1, 2, 3)
    ]
    file.write_text("\n".join([KOP, *rows]), encoding="utf-8")
    open_menu(page, "Aanleveren")
    page.get_by_label("Bestand met signalen").set_input_files(file)
    page.get_by_role("button", name="Aanleveren", exact=True).click()
    wait_for_text(page, "U bent klaar")


def weigh_and_confirm(page: Page) -> None:
    """Look at the list, lay a smaller capacity beside it, go back and confirm."""
    open_menu(page, "Maand")
    page.get_by_role("row", name="2011 AA 1").get_by_text("Waarom?").click()
    assert "De capaciteit is 2; plaats 3 valt erbuiten." in text_of(page)
    page.get_by_label("Capaciteit").fill("1")
    page.get_by_role("button", name="Vergelijk").click()
    assert "Proef naast het werkprotocol" in text_of(page)
    assert "1 adres eraf" in text_of(page)
    page.get_by_role("link", name="Terug naar het werkprotocol").click()
    page.get_by_role("link", name="Stel de lijst vast").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 adressen worden opgepakt")
    dialog.get_by_role("button", name="Vaststellen").click()
    wait_for_text(page, "2 van 3")


def test_it_takes_a_month_from_two_deliveries_to_what_partners_hear(
    sign_in_as: Aanmelder, tmp_path: Path
) -> None:
    make_haarlem()
    water, huur = sign_in_as(PARTNER), sign_in_as(BUUR)
    hand_in(water, tmp_path / "water.csv", soort="water")
    hand_in(huur, tmp_path / "huur.csv", soort="huur")
    behandelaar = sign_in_as(BEHANDELAAR)
    open_menu(behandelaar, "Postvak")
    assert "Het postvak is leeg" in text_of(behandelaar)
    weigh_and_confirm(sign_in_as(COORDINATOR))
    behandelaar.reload()
    ranked = [
        (
            row.locator("[data-titel=Rang]").inner_text(),
            row.locator("[data-rij]").inner_text().replace("\xa0", " "),
        )
        for row in behandelaar.locator("tbody tr:has([data-rij])").all()
    ]
    assert ranked == [("1", "2011 AA 3"), ("2", "2011 AA 2")]
    behandelaar.get_by_role("link", name="2011 AA 3").click()
    behandelaar.get_by_text("Waarom hier?").click()
    assert re.search(r"Artikel\s+3\.2", text_of(behandelaar))
    for page, soort in ((water, "water"), (huur, "huur")):
        open_menu(page, "Terugkoppelingen")
        for n in (1, 2, 3):
            wait_for_text(page, f"{soort}-{n}")
        assert "capaciteit" not in text_of(page)
