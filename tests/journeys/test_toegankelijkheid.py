"""Every page of every role, wide and on a phone: usable by everybody, and without a word in the console."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from tests.factories import deliver
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu, text_of
from tests.journeys.toegankelijkheid import AXE, find_bezwaren, walk
from tests.journeys.wereld import (
    BEHANDELAAR,
    BEHEER,
    COORDINATOR,
    EIGEN_KOP,
    PARTNER,
    PRIVACY,
    UITVOERDER,
    keep_waiting,
    make_everything,
    make_landelijk,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ZAAK = "/gemeente/postvak/zaak/*/*/"
# What must at least have been seen: pages that are found through a row of a list only.
DIEP = {
    PARTNER: {
        "/partner/aanleveringen/*/",
        "/partner/aanleveringen/*/kolommen/",
        "/partner/signalen/*/",
        "/partner/signalen/melden/bestand/",
        "/partner/terugkoppelingen/selectie/*/",
        "/partner/opschortingen/",
        "/partner/vragen/",
        "/partner/verzoeken-van-inwoners/",
        "/account/",
    },
    BEHANDELAAR: {
        ZAAK,
        f"{ZAAK}sluiten/",
        f"{ZAAK}werkdag/verhuisd/",
        "/gemeente/postvak/stapels/",
        "/gemeente/postvak/stapels/*/",
        f"{ZAAK}traject/",
        "/gemeente/personen/*/*/",
        "/gemeente/brieven/*/*/",
        "/gemeente/dagronde/",
        "/gemeente/dagronde/afdrukken/",
        "/gemeente/dagronde/onderweg/",
        "/privacy/verzoeken/nieuw/",
    },
    COORDINATOR: {
        ZAAK,
        "/gemeente/risicoadressen/",
        "/gemeente/verdeling/",
        "/gemeente/overdrachten/",
        "/gemeente/overdrachten/*/*/",
        "/gemeente/sjablonen/*/*/",
        "/gemeente/sjablonen/nieuw/",
        "/gemeente/runs/*/*/",
        "/gemeente/maand/",
        "/gemeente/berichten/",
        "/gemeente/termijnen/",
        "/team/",
    },
    UITVOERDER: {"/gemeente/postvak/", "/gemeente/dagronde/"},
    PRIVACY: {
        "/privacy/logboek/",
        "/privacy/openbaarmaking/",
        "/privacy/openbaarmaking/wat-ziet/",
        "/privacy/datalekken/",
        "/privacy/datalekken/*/",
        "/privacy/overeenkomsten/",
        "/privacy/algoritmeregister/",
        "/privacy/verzoeken/",
        "/privacy/verzoeken/*/*/",
        "/privacy/vernietiging/",
        "/privacy/verwerkingen/",
        "/privacy/rechten/",
        "/er-ging-iets-mis/",
    },
    BEHEER: {
        "/beheer/convenanten/*/",
        "/beheer/gezondheid/",
        "/beheer/aanmeldingen/",
        "/beheer/aanmeldbronnen/",
        "/privacy/rechten/",
        "/account/",
        "/aanmelden/tweede-stap/instellen/",
    },
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


def check_every_page(sign_in_as: Aanmelder, folder: Path, *, lang: bool) -> None:
    """Walk through the site as every role and look at each kind of page: once, or in the long form for each role."""
    make_everything()
    bezwaren, gemist, bekeken = [], {}, set()
    for email, diep in DIEP.items():
        page = sign_in_as(email)
        prepare(page, email=email, folder=folder)
        seen = set()
        for kind in walk(page):
            seen.add(kind)
            if lang or kind not in bekeken:
                bezwaren += [f"{kind} ({email}) {what}" for what in find_bezwaren(page, lang=lang)]
        bekeken |= seen
        gemist[email] = diep - seen
        page.context.close()
    assert bezwaren == []
    assert {email: missed for email, missed in gemist.items() if missed} == {}


def test_it_keeps_every_page_usable_for_everybody(sign_in_as: Aanmelder, tmp_path: Path) -> None:
    check_every_page(sign_in_as, tmp_path, lang=False)


@pytest.mark.slow
def test_it_keeps_every_page_usable_for_every_role_on_a_phone_too(
    sign_in_as: Aanmelder, tmp_path: Path
) -> None:
    check_every_page(sign_in_as, tmp_path, lang=True)


def test_it_keeps_what_goes_wrong_or_takes_long_usable_for_everybody(sign_in_as: Aanmelder) -> None:
    pwn, _ = make_landelijk()
    broken = deliver(partner=pwn, regels=[], kop="%PDF-1.7", datum=timezone.localdate(), now=timezone.now())
    page = sign_in_as(PARTNER)
    page.goto(f"/partner/aanleveringen/{broken.id}/")
    assert "Dit bestand is niet verwerkt" in text_of(page)
    bezwaren = [f"afgekeurd, {what}" for what in find_bezwaren(page)]
    with keep_waiting(pwn) as waiting:
        page.goto(f"/partner/aanleveringen/{waiting.id}/")
        assert "Uw bestand wordt verwerkt" in text_of(page)
        bezwaren += [f"verwerking, {what}" for what in find_bezwaren(page)]
    page.context.close()
    page = sign_in_as(BEHEER)
    for knop, doe in (
        ("Gemeente laten toetreden", "Laat toetreden"),
        ("Partner laten toetreden", "Laat toetreden"),
        ("Opzeggen, stoppen of hervatten", "Leg vast"),
    ):
        page.goto("/beheer/convenanten/landelijk/")
        page.get_by_role("link", name=knop).click()
        page.locator("dialog[open]").get_by_role("button", name=doe).click()
        assert "[verplicht]" in text_of(page)
        bezwaren += [f"{knop}, {what}" for what in find_bezwaren(page)]
    assert bezwaren == []


def test_it_lets_everybody_sign_in(sign_in_as: Aanmelder) -> None:
    make_landelijk()
    page = sign_in_as(PRIVACY)
    page.context.clear_cookies()
    page.goto("/aanmelden/")
    assert find_bezwaren(page) == []
