"""A letter with a code, a phone in the hand, and a case worker who reads when to call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu, text_of, watch_console
from tests.journeys.toegankelijkheid import AXE, find_bezwaren
from tests.journeys.wereld import BEHANDELAAR, deliver_beside, make_landelijk

from meldpunt.correspondentie.antwoordcodes import issue_code, short_path
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.models import Bewonersantwoord
from meldpunt.rules.antwoorden import list_beldagen
from meldpunt.settings.geheim import read_or_make_secret
from meldpunt.web.inwoner.teksten import write_dag

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    """Give a small phone without script; afterwards its console may hold no error."""
    context = browser.new_context(
        base_url=site, viewport={"width": 360, "height": 640}, locale="nl-NL", java_script_enabled=False
    )
    context.set_default_timeout(20_000)
    errors: list[str] = []
    page = context.new_page()
    watch_console(page, errors)
    yield page
    context.close()
    assert errors == []


@pytest.fixture(autouse=True)
def secret_of_the_site(site: str, gegevens: Path, settings) -> None:
    """Hash codes as the running site does: under the secret in its data folder."""
    settings.SECRET_KEY = read_or_make_secret(gegevens / "geheim")


def make_code() -> str:
    pwn, _ = make_landelijk()
    deliver_beside(pwn, klantnummer="KL-1", bedrag="345,67")
    zaak = Zaak.objects.get()
    return issue_code(
        zaak=zaak.id,
        gemeente="0392",
        persoon=zaak.adressignaal,
        kanaal="brief",
        verzending=None,
        now=timezone.now(),
    )


def test_a_resident_asks_to_be_called_and_the_case_worker_acts(phone: Page, sign_in_as: Aanmelder) -> None:
    code = make_code()
    days = list_beldagen(timezone.localdate())
    tuesday = next((day for day in days if day.weekday() == 1), days[0])
    phone.goto(short_path(code))
    assert code.replace("-", "") not in phone.url
    expect(phone.get_by_label("Uw code")).to_have_value(code)
    phone.get_by_role("button", name="Verder").click()
    assert "Gemeente Haarlem" in text_of(phone)
    assert "Jansen" not in text_of(phone)
    phone.get_by_role("link", name="Bel mij").click()
    phone.get_by_role("button", name="Verstuur").click()
    assert "[antwoord_dag]" in text_of(phone)
    phone.get_by_label(write_dag(tuesday, "nl")).check()
    phone.get_by_label("’s Avonds").check()
    phone.get_by_label("Uw telefoonnummer").fill("06 12345678")
    phone.get_by_role("button", name="Verstuur").click()
    assert "Bedankt voor uw antwoord" in text_of(phone)

    worker = sign_in_as(BEHANDELAAR)
    open_menu(worker, "Postvak")
    worker.get_by_role("link", name="2011 AA 12").click()
    panel = worker.locator("#antwoord")
    for words in ("“Bel mij”", "’s avonds", "0612345678"):
        expect(panel).to_contain_text(words)
    panel.get_by_role("button", name="Verwerkt").click()
    expect(worker.locator("body")).to_contain_text("Het antwoord van de inwoner is verwerkt")
    assert Bewonersantwoord.objects.get().verwerkt_op is not None


def test_everybody_can_use_the_reply_page(browser: Browser, site: str) -> None:
    if not AXE.exists():
        pytest.skip(f"{AXE} is er niet: doe eerst make setup. De toegankelijkheid is niet getoetst.")
    code = make_code()
    context = browser.new_context(base_url=site, bypass_csp=True)
    page = context.new_page()
    bezwaren = []
    for taal in ("nl", "ar"):
        page.goto(f"/reageren/?taal={taal}")
        page.get_by_role("textbox").fill("ZZZZZ-ZZZZZ")
        page.locator("form button").click()
        bezwaren += [f"code {taal}, {what}" for what in find_bezwaren(page)]
        page.get_by_role("textbox").fill(code)
        page.locator("form button").click()
        page.wait_for_url("**/keuze/")
        bezwaren += [f"keuze {taal}, {what}" for what in find_bezwaren(page)]
        page.goto("/reageren/antwoord/bel_mij/")
        page.locator("form button").click()
        bezwaren += [f"bel_mij {taal}, {what}" for what in find_bezwaren(page)]
        page.goto("/reageren/antwoord/geen_hulp/")
        page.locator("form button").click()
        page.wait_for_url("**/bedankt/")
        bezwaren += [f"bedankt {taal}, {what}" for what in find_bezwaren(page)]
    context.close()
    assert bezwaren == []
