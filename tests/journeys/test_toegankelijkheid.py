"""Every page of every role, wide and on a phone: usable by everybody, and without a word in the console."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu
from tests.journeys.toegankelijkheid import AXE, find_bezwaren, walk
from tests.journeys.wereld import (
    BEHANDELAAR,
    BEHEER,
    COORDINATOR,
    EIGEN_KOP,
    PARTNER,
    PRIVACY,
    UITVOERDER,
    make_everything,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ZAAK = "/gemeente/postvak/zaak/*/*/"
# What must at least have been seen: pages that are found through a row of a list only.
DIEP = {
    PARTNER: {"/partner/aanleveringen/*/", "/partner/aanleveringen/*/kolommen/"},
    BEHANDELAAR: {
        *(ZAAK, f"{ZAAK}sluiten/", "/gemeente/personen/*/*/", f"{ZAAK}werkdag/verhuisd/"),
        *("/gemeente/postvak/stapels/", "/gemeente/postvak/stapels/*/"),
    },
    COORDINATOR: {
        *("/gemeente/verdeling/", "/gemeente/overdrachten/", "/gemeente/overdrachten/*/*/"),
        *(ZAAK, "/gemeente/runs/*/*/", "/gemeente/maand/", "/gemeente/berichten/"),
    },
    UITVOERDER: {"/gemeente/postvak/"},
    PRIVACY: {"/privacy/logboek/", "/privacy/openbaarmaking/"},
    BEHEER: {"/beheer/convenanten/*/", "/beheer/gezondheid/"},
}


@pytest.fixture(autouse=True)
def axe() -> None:
    if not AXE.exists():
        missing = f"{AXE} is er niet: doe eerst make setup. De toegankelijkheid is niet getoetst."
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


def prepare(page: Page, *, email: str, folder: Path) -> None:
    """Leave a file waiting for its columns, or take a zaak in hand, so that those pages exist."""
    if email == PARTNER:
        file = folder / "wacht.csv"
        file.write_text(f"{EIGEN_KOP}\nKL-9;Jansen;J.;01-05-1980;2011AA;12;water;9,50;1-1-2026;R9;rood\n")
        open_menu(page, "Aanleveren")
        page.locator("select#convenant").select_option("landelijk")
        page.get_by_label("Bestand met signalen").set_input_files(file)
        page.get_by_role("button", name="Aanleveren", exact=True).click()
        page.locator("#kolommen").wait_for()
    if email == BEHANDELAAR:
        open_menu(page, "Postvak")
        page.locator("[data-rij]").first.click()
        page.get_by_role("button", name="Oppakken").click()
        page.locator("#poging").wait_for()
    page.goto("/")


def test_it_keeps_every_page_usable_for_everybody(sign_in_as: Aanmelder, tmp_path: Path) -> None:
    make_everything()
    bezwaren, gemist = [], {}
    for email, diep in DIEP.items():
        page = sign_in_as(email)
        prepare(page, email=email, folder=tmp_path)
        seen = set()
        for kind in walk(page):
            seen.add(kind)
            bezwaren += [f"{kind} ({email}) {what}" for what in find_bezwaren(page)]
        gemist[email] = diep - seen
        page.context.close()
    assert bezwaren == []
    assert {email: missed for email, missed in gemist.items() if missed} == {}


def test_it_lets_everybody_sign_in(sign_in_as: Aanmelder) -> None:
    make_everything()
    page = sign_in_as(PRIVACY)
    page.context.clear_cookies()
    page.goto("/aanmelden/")
    assert find_bezwaren(page) == []
