"""A resident asks: at the counter and by the own page; the officer answers, the partner confirms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import Aanmelder
from tests.journeys.pagina import open_menu, text_of, watch_console
from tests.journeys.toegankelijkheid import AXE, find_bezwaren
from tests.journeys.wereld import BEHANDELAAR, PARTNER, PRIVACY, deliver_beside, make_landelijk

from meldpunt.aanlevering.bsn import seal_bsn
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.betrokkenen.models import Verzoek
from meldpunt.terugkoppeling.models import Partnermededeling

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BSN = "999999990"


@pytest.fixture
def resident(browser: Browser, site: str) -> Iterator[Page]:
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


def report_jansen() -> SignaalPersoon:
    pwn, _ = make_landelijk()
    deliver_beside(pwn, klantnummer="KL-1", bedrag="345,67")
    return SignaalPersoon.objects.get(klantnummer="KL-1")


def report_known() -> None:
    """Report somebody of whom the partner gave the number too."""
    persoon = report_jansen()
    SignaalPersoon.objects.filter(id=persoon.id).update(**seal_bsn(BSN))


def pretend(resident: Page) -> None:
    """Sign in by what stands in for DigiD in the demo."""
    resident.goto("/mijn-gegevens/demo/")
    resident.get_by_label("Testnummer").fill(BSN)
    resident.get_by_role("button", name="Doe alsof").click()


def take_in(officer: Page, persoon: SignaalPersoon, *, soort: str) -> None:
    open_menu(officer, "Verzoeken")
    officer.get_by_role("link", name="Verzoek opnemen").click()
    officer.get_by_label(soort).check()
    officer.get_by_label("Achternaam").fill(persoon.achternaam)
    officer.get_by_label("Voorletters").fill(persoon.voorletters)
    assert persoon.geboortedatum is not None
    officer.get_by_label("Geboortedatum").fill(persoon.geboortedatum.isoformat())
    officer.get_by_label("Postcode").fill(persoon.postcode)
    officer.get_by_label("Huisnummer en toevoeging").fill(str(persoon.huisnummer))
    officer.get_by_label("Geldig identiteitsbewijs gezien").check()
    officer.get_by_role("button", name="Opnemen").click()


def test_a_correction_goes_from_the_counter_to_the_partner_and_back(sign_in_as: Aanmelder) -> None:
    persoon = report_jansen()
    officer = sign_in_as(PRIVACY)
    take_in(officer, persoon, soort="Correctie: ")
    officer.get_by_label("Ja, het signaal van").check()
    officer.get_by_role("button", name="Vastleggen", exact=True).click()
    with officer.expect_download() as download:
        officer.get_by_role("button", name="Overzicht als JSON").click()
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert told["signalen"][0]["bedrag_cent"] == 34567
    first = officer.get_by_role("group", name="Verbetering 1")
    first.get_by_label("Van welk signaal?").select_option(index=1)
    first.get_by_label("Wat klopt er niet?").select_option(label="Bedrag van de achterstand")
    first.get_by_label("Wat moet het zijn?").fill("45,67")
    officer.get_by_label("Toewijzen: De gegevens klopten niet.").check()
    officer.get_by_role("button", name="Besluit nemen").click()
    expect(officer.locator("body")).to_contain_text("Nog niet; uiterlijk")

    partner = sign_in_as(PARTNER)
    open_menu(partner, "Verzoeken van inwoners")
    row = partner.get_by_role("row").filter(has_text="KL-1")
    expect(row).to_contain_text("€ 45,67")
    row.get_by_role("button", name="Gedaan").click()
    expect(partner.locator("body")).to_contain_text("Bedankt")
    officer.reload()
    assert "Nog niet; uiterlijk" not in text_of(officer)
    assert Partnermededeling.objects.get().bevestigd_op is not None


def test_a_resident_signs_in_looks_and_asks(resident: Page) -> None:
    report_jansen()
    resident.goto("/mijn-gegevens/")
    resident.get_by_role("link", name="Aanmelden in de demo").click()
    assert "dit is geen DigiD" in text_of(resident)
    resident.get_by_label("Testnummer").fill(BSN)
    resident.get_by_role("button", name="Doe alsof").click()
    assert BSN not in resident.url
    assert "Wij vinden niets over u" in text_of(resident)
    resident.get_by_role("link", name="Een verzoek doen").click()
    resident.get_by_label("Ik wil weten wat er over mij is vastgelegd.").check()
    resident.get_by_role("button", name="Versturen").click()
    assert "Wij zoeken alles op" in text_of(resident)
    resident.get_by_role("button", name="Afmelden").click()
    assert "U meldt zich aan als een verzonnen inwoner" in text_of(resident)
    assert Verzoek.objects.get().identiteit == "digid"


def test_a_resident_reads_what_there_is_and_takes_it_along(sign_in_as: Aanmelder, resident: Page) -> None:
    report_known()
    colleague = sign_in_as(BEHANDELAAR)
    open_menu(colleague, "Postvak")
    colleague.locator("[data-rij]").first.click()
    expect(colleague.locator("body")).to_contain_text("345,67")
    pretend(resident)
    resident.get_by_role("link", name="Gemeente Haarlem").click()
    read = text_of(resident)
    assert "PWN" in read
    assert "€ 345,67" in read
    looked = read.partition("Wie keek naar uw gegevens?")[2]
    assert "Nog niemand" not in looked
    assert "Noor de Wit" not in looked
    with resident.expect_download() as download:
        resident.get_by_role("button", name="Alles bewaren als bestand (JSON)").click()
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert [one["bedrag_cent"] for one in told["signalen"]] == [34567]


def test_everybody_can_use_these_pages(browser: Browser, site: str, sign_in_as: Aanmelder) -> None:
    if not AXE.exists():
        pytest.skip(f"{AXE} is er niet: doe eerst make setup. De toegankelijkheid is niet getoetst.")
    report_known()
    persoon = SignaalPersoon.objects.get()
    bezwaren = []
    context = browser.new_context(base_url=site, bypass_csp=True)
    page = context.new_page()
    for path in ("", "demo/"):
        page.goto(f"/mijn-gegevens/{path}")
        bezwaren += [f"begin {path}, {what}" for what in find_bezwaren(page)]
    pretend(page)
    page.goto("/mijn-gegevens/verzoek/")
    bezwaren += [f"mijn vraag, {what}" for what in find_bezwaren(page)]
    page.get_by_label("Ik wil weten wat er over mij is vastgelegd.").check()
    page.get_by_role("button", name="Versturen").click()
    bezwaren += [f"mijn begin, {what}" for what in find_bezwaren(page)]
    page.get_by_role("link", name="Gemeente Haarlem").click()
    assert "€ 345,67" in text_of(page)
    bezwaren += [f"mijn overzicht, {what}" for what in find_bezwaren(page)]
    context.close()
    officer = sign_in_as(PRIVACY)
    take_in(officer, persoon, soort="Inzage: ")
    bezwaren += [f"personen, {what}" for what in find_bezwaren(officer)]
    officer.get_by_role("button", name="Vastleggen", exact=True).click()
    bezwaren += [f"besluit, {what}" for what in find_bezwaren(officer)]
    officer.goto("/privacy/verzoeken/")
    bezwaren += [f"lijst, {what}" for what in find_bezwaren(officer)]
    assert bezwaren == []
